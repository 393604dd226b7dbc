import { createClient } from '@vercel/kv';
import type { z } from 'zod';
import { StoreError } from '../store.ts';
import { type Form, type Given, type Keys, keysOf, type Script, valuesOf } from './script.ts';

/** How long one command may take, in ms; a chunk of 3 MiB is the largest. */
const PATIENCE = 8000;
const PREFIX = 'meldpunt:';

/** Where Redis answers, as Vercel's marketplace sets it (`KV_REST_API_URL`, `KV_REST_API_TOKEN`). */
export interface KvAddress {
  url: string;
  token: string;
}

export type KvClient = ReturnType<typeof createKvClient>;

/** Redis over Upstash's REST interface; every reply is checked by a schema, and every failure is a StoreError. */
export function createKvClient({ url, token }: KvAddress) {
  const client = createClient({
    url,
    token,
    // Replies stay the strings that they are, and a command that may have been applied is never sent twice.
    automaticDeserialization: false,
    enableAutoPipelining: false,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(PATIENCE),
  });

  /** Errors of the client hold the whole command with its values, so they go no further than here. */
  async function ask<T>(schema: z.ZodType<T>, work: () => Promise<unknown>): Promise<T> {
    let reply: unknown;
    try {
      reply = await work();
    } catch {
      throw new StoreError('the store failed or did not answer');
    }
    const parsed = schema.safeParse(reply);
    if (!parsed.success) throw new StoreError('the store answered with something else');
    return parsed.data;
  }
  /** Runs a script in one request; the prefix goes before every key and is the first value. */
  const run = <F extends Form, T>(
    schema: z.ZodType<T>,
    script: Script<F>,
    keys: Keys<NoInfer<F>>,
    given: Given<NoInfer<F>>,
  ) =>
    ask(schema, () =>
      client.eval(
        script.lua,
        keysOf(script, keys).map((key) => PREFIX + key),
        [PREFIX, ...valuesOf(script, given)],
      ),
    );
  return {
    client,
    ask,
    run,
    /** The full name of a key. */
    key: (name: string) => PREFIX + name,
  };
}
