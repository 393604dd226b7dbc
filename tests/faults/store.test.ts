import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { startDurableRedis } from '../support/durable-redis.ts';
import { expectUnavailable, limitFiles, logOf } from '../support/faults.ts';
import { type RunningSite, until } from '../support/project.ts';
import { dumpOf } from '../support/redis.ts';
import { look, newReport, send, sendAndKeep } from '../support/reporter.ts';
import { startResend } from '../support/resend.ts';
import { startRestBridge } from '../support/rest-bridge.ts';
import { type BuiltSite, buildSite } from '../support/site.ts';

let built: BuiltSite;
beforeAll(async () => {
  built = await buildSite();
});
afterAll(() => built?.remove());
const fresh = () => newReport(built.publicKey);

describe('the store over the network', () => {
  let redis: Awaited<ReturnType<typeof startDurableRedis>>;
  let bridge: Awaited<ReturnType<typeof startRestBridge>>;
  let resend: Awaited<ReturnType<typeof startResend>>;
  let site: RunningSite;
  beforeAll(async () => {
    redis = await startDurableRedis();
    bridge = await startRestBridge(redis.connection);
    resend = await startResend();
    site = await built.serve({
      KV_REST_API_URL: bridge.url,
      KV_REST_API_TOKEN: bridge.token,
      RESEND_API_KEY: 're_test',
      RESEND_BASE_URL: resend.url,
      MAIL_FROM: 'Meldpunt <meldpunt@example.com>',
      TEAM_EMAIL: 'team@example.com',
    });
  });
  afterAll(async () => {
    resend?.stop();
    await bridge?.stop();
    await redis?.stop();
  });

  const store = () => createKvStore(bridge);
  const cases = async () => {
    const { cases: found } = await store().listCases({ status: null, after: null, limit: 100 });
    return found.map(({ reference }) => reference);
  };
  /** The mails of a case, once nothing waits any more. */
  async function mailsOf(reference: string) {
    await until(async () => ((await store().outboxState()).waiting === 0 ? true : undefined), 'the mail');
    return resend.received.filter(({ mail }) => mail.subject.includes(reference));
  }

  it('slow: the person sees a 503 with a number after 8 seconds and sends the same again; the case is there once, with one mail', async () => {
    const report = await fresh();
    bridge.answerLate(8500);
    const started = performance.now();
    await expectUnavailable(site, await send(site.url, report));
    expect(performance.now() - started).toBeLessThan(9500);
    bridge.answerLate(0);
    const { reference } = await sendAndKeep(site.url, report, 200);
    expect(await sendAndKeep(site.url, report, 200)).toMatchObject({ reference });
    expect((await cases()).filter((one) => one === reference)).toHaveLength(1);
    expect(await mailsOf(reference)).toHaveLength(1);
  });

  it('down: the person sees a 503 with a number and may try again; what was stored is there when it is back, and takes the report once', async () => {
    const [earlier, report] = [await fresh(), await fresh()];
    await mailsOf((await sendAndKeep(site.url, earlier)).reference);
    const before = await cases();
    await redis.kill();
    await expectUnavailable(site, await send(site.url, report));
    await expectUnavailable(site, await look(site.url, earlier));
    await redis.start();
    expect(await cases()).toEqual(before);
    expect((await look(site.url, earlier)).status).toBe(200);
    const { reference } = await sendAndKeep(site.url, report);
    expect(await mailsOf(reference)).toHaveLength(1);
  });

  it('full: the person sees a 503 with a number and nothing of the report is stored, not even half; earlier cases stay readable, and with room again it is taken', async () => {
    const [earlier, report] = [await fresh(), await fresh()];
    await mailsOf((await sendAndKeep(site.url, earlier)).reference);
    const before = await dumpOf(redis.connection);
    await redis.connection.sendCommand(['CONFIG', 'SET', 'maxmemory-policy', 'noeviction']);
    await redis.connection.sendCommand(['CONFIG', 'SET', 'maxmemory', '1']);
    await expectUnavailable(site, await send(site.url, report));
    expect((await look(site.url, earlier)).status).toBe(200);
    expect(await dumpOf(redis.connection)).toBe(before);
    await redis.connection.sendCommand(['CONFIG', 'SET', 'maxmemory', '0']);
    const { reference } = await sendAndKeep(site.url, report);
    expect(await mailsOf(reference)).toHaveLength(1);
  });

  it('an error half-way, after the report was stored: the person sees a 503, the same again is answered with the case that is in, and its mail goes out then', async () => {
    const report = await fresh();
    const before = await cases();
    bridge.breakWith((response) => {
      const [name, ...values] = JSON.parse(bridge.seen.at(-1)?.body ?? '[]').map(String);
      void redis.connection
        .sendCommand([name, ...values])
        .then(() => response.writeHead(500).end('{"error":"ERR half-way"}'));
    });
    await expectUnavailable(site, await send(site.url, report));
    bridge.breakWith();
    const [stored = ''] = (await cases()).filter((one) => !before.includes(one));
    expect(resend.received.some(({ mail }) => mail.subject.includes(stored))).toBe(false);
    expect((await sendAndKeep(site.url, report, 200)).reference).toBe(stored);
    expect(await mailsOf(stored)).toHaveLength(1);
    expect(await cases()).toHaveLength(before.length + 1);
  });

  it('whatever happened, the log holds codes and numbers only, one JSON object a line', () => {
    const words = logOf(site).flatMap(({ time, ...line }) => {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      return Object.values(line).filter((value) => typeof value === 'string');
    });
    expect(words.length).toBeGreaterThan(50);
    for (const word of words) expect(word).toMatch(/^[\w/.:-]{0,40}$/);
    expect(site.output()).not.toMatch(/half-way|BEGIN|198\.51|example/);
  });
});

describe('the disk of the server', () => {
  it('full: the person sees a 503 with a number, earlier cases stay readable and health tells it; with room again all goes on, and nothing is lost', async () => {
    const site = await built.serve({ DATA_DIR: 'full' });
    const [earlier, report] = [await fresh(), await fresh()];
    await sendAndKeep(site.url, earlier);
    limitFiles(site, 4096);
    for (let tries = 0; tries < 3; tries += 1) await expectUnavailable(site, await send(site.url, report));
    const kept = await look(site.url, earlier);
    expect((await kept.json()).messages).toHaveLength(1);
    const told = await fetch(`${site.url}/api/health`);
    expect([told.status, await told.json()]).toEqual([
      503,
      { store: 'unavailable', mail: 'unknown', keys: 'ok', log: 'unknown', site: 'ok', cases: 'unknown' },
    ]);
    limitFiles(site, null);
    const { reference } = await sendAndKeep(site.url, report);
    expect((await (await look(site.url, report)).json()).reference).toBe(reference);
    expect((await look(site.url, earlier)).status).toBe(200);
    expect(await site.stop()).toBe(0);
    expect(logOf(site).some(({ event }) => event === 'fault')).toBe(false);
  });
});
