import { afterAll, beforeAll } from 'vitest';
import { startRedis } from './redis.ts';
import { startRestBridge } from './rest-bridge.ts';

/** A real Redis behind the REST bridge, as `@vercel/kv` finds it. */
export interface Kv {
  redis: Awaited<ReturnType<typeof startRedis>>;
  bridge: Awaited<ReturnType<typeof startRestBridge>>;
  /** For a server: where its store is. */
  settings: { KV_REST_API_URL: string; KV_REST_API_TOKEN: string };
}

/** Starts one before the tests of a file or `describe`, and ends it after them; gives it once a test runs. */
export function withKv(): () => Kv {
  let kv: Kv | undefined;
  beforeAll(async () => {
    const redis = await startRedis();
    const bridge = await startRestBridge(redis.connection);
    kv = { redis, bridge, settings: { KV_REST_API_URL: bridge.url, KV_REST_API_TOKEN: bridge.token } };
  });
  afterAll(async () => {
    await kv?.bridge.stop();
    await kv?.redis.stop();
  });
  return () => {
    if (!kv) throw new Error('Redis has not been started yet');
    return kv;
  };
}
