import type { APIContext } from 'astro';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createHealthHandler } from '../../functions/api/health.ts';
import { createDailyHandler } from '../../functions/api/jobs-daily.ts';
import { createNotFoundHandler } from '../../functions/api/not-found.ts';
import { visitorAddress } from '../../functions/http/request.ts';
import { sharedBudgets } from '../../functions/reporter/byte-budgets.ts';
import { createVisitorKey } from '../../functions/reporter/keyed-hashes.ts';
import { routeWith } from '../../functions/route.ts';
import { StoreError } from '../../functions/store/store.ts';
import { newCaseInput } from '../support/cases.ts';
import { certificateWith, testParts } from '../support/parts.ts';
import { post, reportDesk, SITE } from '../support/sealed.ts';

describe('GET /api/health', () => {
  const ask = (handle: (request: Request) => Promise<Response>) => handle(new Request(`${SITE}/api/health`));
  async function health() {
    const drains: number[] = [];
    const parts = testParts({
      background: { run: () => void drains.push(clock.now), runNowAndThen: () => undefined },
    });
    const { store, clock } = parts;
    clock.now = 1_000_000_000;
    return { parts, clock, drains, store };
  }

  it('is 200 while all is well, and asks the store and drains the outbox once in a while, however often it is asked', async () => {
    const { parts, clock, drains, store } = await health();
    let looks = 0;
    const outboxState = () => {
      looks += 1;
      return store.outboxState();
    };
    const handle = createHealthHandler({ ...parts, store: { ...store, outboxState } });
    for (let count = 0; count < 50; count += 1) {
      const response = await ask(handle);
      expect([response.status, await response.json()]).toEqual([
        200,
        { store: 'ok', mail: 'ok', keys: 'ok', log: 'ok', site: 'ok', cases: 'ok' },
      ]);
    }
    expect(drains).toHaveLength(1);
    clock.now += 60_000;
    // Those that come while it looks share what it finds.
    await Promise.all(Array.from({ length: 9 }, () => ask(handle)));
    expect(looks).toBe(2);
    expect(drains).toHaveLength(2);
  });

  it('stays 200 while a mail is on its way, and is 503 when one failed or has waited too long', async () => {
    const { parts, clock, store } = await health();
    const input = newCaseInput({ receivedAt: clock.now });
    await store.createCase(input);
    await store.takeDueMail({ now: clock.now, leaseUntil: clock.now + 60_000, limit: 1 });
    expect((await ask(createHealthHandler(parts))).status).toBe(200);
    clock.now += 17 * 60_000;
    const late = await ask(createHealthHandler(parts));
    expect([late.status, await late.json()]).toEqual([
      503,
      { store: 'ok', mail: 'delayed', keys: 'ok', log: 'ok', site: 'ok', cases: 'ok' },
    ]);
    await store.postponeMail(input.mail.id, clock.now + 60_000);
    expect((await ask(createHealthHandler(parts))).status).toBe(503);
    await store.removeMail(input.mail.id);
    expect((await ask(createHealthHandler(parts))).status).toBe(200);
  });

  it('is 503 from where on the next thing that a visitor sends may be refused', async () => {
    const { parts, store, clock } = await health();
    await store.createCase({ ...newCaseInput({ receivedAt: clock.now }), mails: [] });
    const stored = await store.storedBytes();
    const lookAt = async (storageQuota: number) =>
      (await ask(createHealthHandler({ ...parts, storageQuota }))).json();
    expect(await lookAt(stored / 0.79)).toEqual({
      store: 'ok',
      mail: 'ok',
      keys: 'ok',
      log: 'ok',
      site: 'ok',
      cases: 'ok',
    });
    expect(await lookAt(stored / 0.81)).toEqual({
      store: 'full',
      mail: 'ok',
      keys: 'ok',
      log: 'ok',
      site: 'ok',
      cases: 'ok',
    });
    const quota = 4096 * 1024 ** 2;
    for (const { limit, warnAt } of sharedBudgets(quota)) {
      const count = (weight: number) => store.countHit({ limits: [{ ...limit, weight }], now: clock.now });
      expect(await count(warnAt)).toBeNull();
      expect(await lookAt(quota), limit.key).toEqual({
        store: 'ok',
        mail: 'ok',
        keys: 'ok',
        log: 'ok',
        site: 'ok',
        cases: 'ok',
      });
      expect(await count(1)).toBeNull();
      expect(await lookAt(quota), limit.key).toEqual({
        store: 'full',
        mail: 'ok',
        keys: 'ok',
        log: 'ok',
        site: 'ok',
        cases: 'ok',
      });
      clock.now += 86_400_000;
    }
  });

  it('is 503 from when the key of a member has run out, and says so where all have', async () => {
    const { parts, clock } = await health();
    const lookAt = async (...ends: (number | null)[]) => {
      const team = ends.map((expiresAt) => certificateWith({ expiresAt }));
      const response = await ask(createHealthHandler({ ...parts, team }));
      return [response.status, (await response.json()).keys];
    };
    expect(await lookAt(null, clock.now + 1)).toEqual([200, 'ok']);
    expect(await lookAt(null, clock.now)).toEqual([503, 'missing']);
    expect(await lookAt(clock.now - 1, clock.now)).toEqual([503, 'none']);
  });

  it('is 503 while there are cases that can not be read, once a list has met them', async () => {
    const { parts, store, clock } = await health();
    const lookAt = async () => {
      const response = await ask(createHealthHandler(parts));
      return [response.status, (await response.json()).cases];
    };
    const input = newCaseInput({ receivedAt: clock.now, origin: 'unheard-of' as never });
    await store.createCase(input);
    expect(await lookAt()).toEqual([200, 'ok']);
    expect((await store.listCases({ status: null, after: null, limit: 9 })).cases).toEqual([]);
    expect(await lookAt()).toEqual([503, 'unreadable']);
    await store.eraseCase({ reference: input.newCase.reference, mails: [], now: clock.now });
    expect(await lookAt()).toEqual([200, 'ok']);
  });

  it('is 503 when the store is down or full, and says no more than that', async () => {
    const { parts, store, drains } = await health();
    const fails = () => Promise.reject(new StoreError('down'));
    const down = { ...store, outboxState: fails };
    // It can be read, and takes nothing more.
    const full = { ...store, putToken: fails };
    for (const failing of [down, full]) {
      const response = await ask(createHealthHandler({ ...parts, store: failing }));
      expect([response.status, await response.json()]).toEqual([
        503,
        { store: 'unavailable', mail: 'unknown', keys: 'ok', log: 'unknown', site: 'ok', cases: 'unknown' },
      ]);
    }
    expect(drains).toEqual([]);
  });
});

it('parts that can not be put together give 503, and are put together at the next request', async () => {
  let tries = 0;
  const handle = routeWith(
    async () => {
      tries += 1;
      if (tries === 1) throw new StoreError('the database is locked');
      return testParts();
    },
    () => async () => new Response('well'),
  );
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const context = { request: new Request(SITE) } as APIContext;
  expect(((await handle(context)) as Response).status).toBe(503);
  expect(await ((await handle(context)) as Response).text()).toBe('well');
  expect(String(written.mock.calls[0]?.[0])).toContain('"event":"fault"');
  written.mockRestore();
});

describe('GET /api/jobs/daily', () => {
  const handle = createDailyHandler(
    testParts({ runDaily: async () => ({ reminded: 1, erased: 3, sent: 2, failed: 0 }) }),
  );
  const ask = (authorization?: string) =>
    handle(
      new Request(`${SITE}/api/jobs/daily`, {
        headers: authorization ? { Authorization: authorization } : {},
      }),
    );

  it('does what a day brings for who knows the secret, and nobody else', async () => {
    const response = await ask('Bearer the cron secret');
    expect([response.status, await response.json()]).toEqual([
      200,
      { reminded: 1, erased: 3, sent: 2, failed: 0 },
    ]);
    for (const wrong of [
      undefined,
      'Bearer',
      'Bearer the cron secre',
      'Bearer the cron secret ',
      'Basic x',
    ]) {
      const refused = await ask(
        wrong?.trimEnd() === 'Bearer the cron secret' ? 'Bearer the cron secret!' : wrong,
      );
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    }
  });
});

it('any other address under /api is a problem, not a page', async () => {
  const response = await createNotFoundHandler(testParts())(new Request(`${SITE}/api/nothing`));
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
});

it('random bodies of any media type to the reports endpoint never give a 5xx and never store anything', async () => {
  const desk = await reportDesk();
  const types = fc.constantFrom(
    'application/json',
    'application/pgp-encrypted',
    'application/x-www-form-urlencoded',
    'text/plain',
    '',
  );
  const armored = fc.uint8Array({ maxLength: 300 }).map((bytes) => {
    return `-----BEGIN PGP MESSAGE-----\n\n${Buffer.from(bytes).toString('base64')}\n-----END PGP MESSAGE-----\n`;
  });
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.json(),
    armored,
    armored.map((message) => new URLSearchParams({ message }).toString()),
    armored.map((message) =>
      JSON.stringify({
        sealedReport: message,
        receiptId: '0'.repeat(64),
        urgent: false,
        language: 'nl',
        attachments: [],
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(bodies, types, async (body, type) => {
      const response = await desk.handle(post(body as BodyInit, type));
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 1500 },
  );
  expect(await desk.cases()).toBe(0);
});

describe('a visitor', () => {
  const address = (value: string) => visitorAddress(new Request(SITE, { headers: { 'x-real-ip': value } }));

  it('is an IPv4 address, or the first 64 bits of an IPv6 address', () => {
    expect(address('192.0.2.7')).toBe('192.0.2.7');
    expect(address('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(address('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(address('2001:db8::6')).toBe('2001:db8:0:0');
    expect(address('::1')).toBe('0:0:0:0');
    expect(address('')).toBe('unknown');
  });

  it('is counted under a key that changes every day and does not show the address', () => {
    const day = new Date('2026-11-23T10:00:00Z');
    const keyOf = createVisitorKey('secret');
    const key = keyOf('192.0.2.7', day);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(keyOf('192.0.2.7', new Date('2026-11-23T23:00:00Z'))).toBe(key);
    expect(keyOf('192.0.2.7', new Date('2026-11-24T10:00:00Z'))).not.toBe(key);
    expect(keyOf('192.0.2.7', day)).toBe(key);
    expect(createVisitorKey('other')('192.0.2.7', day)).not.toBe(key);
  });
});
