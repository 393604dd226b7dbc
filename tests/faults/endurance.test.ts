import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltSite, buildSite } from '../support/site.ts';
import { broken } from './check.ts';
import { flood } from './flood.ts';
import { fuzz } from './fuzz.ts';
import { kill } from './kill.ts';
import { type Servers, serversOf } from './servers.ts';
import { soak } from './soak.ts';

// The short form of `npm run test:faults`: the same runs, small, and without a word on how fast they are.
describe('the desk holds', () => {
  let site: BuiltSite;
  let servers: Servers;
  beforeAll(async () => {
    site = await buildSite();
    servers = await serversOf(site);
  });
  afterAll(() => site?.remove());

  it.each([
    { adapter: 'sqlite', mail: 'file' },
    { adapter: 'kv', mail: 'resend' },
  ] as const)(
    'what was acknowledged is there once after kill -9, with its mail ($adapter, $mail)',
    async (ways) => {
      expect(broken(await kill(servers, { submissions: 30, clients: 5, ...ways }))).toEqual([]);
    },
  );

  it.each([
    { adapter: 'sqlite', requests: 1400 },
    { adapter: 'kv', requests: 600 },
  ] as const)('nonsense is refused and leaves nothing ($adapter)', async (size) => {
    const checks = await fuzz(servers, { ...size, isMemoryJudged: false });
    const seed = checks.find(({ what }) => what === 'seed')?.figure;
    expect(broken(checks), `seed ${seed}`).toEqual([]);
  });

  it('a flood is bounded, and real reports get through', async () => {
    expect(broken(await flood(servers, { submissions: 170, visitors: 85, adapter: 'sqlite' }))).toEqual([]);
  });

  it('mixed load is answered all along', async () => {
    const checks = await soak(servers, { seconds: 5, adapter: 'sqlite', isJudged: false });
    expect(broken(checks)).toEqual([]);
  });
});
