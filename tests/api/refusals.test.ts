import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNotFoundHandler } from '../../functions/api/not-found.ts';
import { createReportChallengeHandler } from '../../functions/api/reports-challenge.ts';
import { createVisitorCounter } from '../../functions/reporter/visitor-counter.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { testParts } from '../support/parts.ts';
import { reportDesk, SITE } from '../support/sealed.ts';
import { codeOf, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const MINUTE = 60_000;
const MOST = 60;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  later(2 * MINUTE);
});
afterEach(() => {
  vi.useRealTimers();
});
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

type Headers = Record<string, string>;
const post = (address: string, type: string, body: string, headers: Headers = {}) =>
  new Request(`${SITE}/api/reports`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': type, 'X-Real-IP': address, ...headers },
  });
const STOPPED = [429, 'too-many-refused'];

/** What is refused before anything is stored, each in another way. */
const nonsense: [string, string][] = [
  ['application/json', '{'],
  ['text/plain', 'x'],
  ['application/json', '{}'],
  ['application/pgp-encrypted', 'x'],
  ['application/pgp-encrypted', 'x'.repeat(300_000)],
];

describe('who does nothing but be refused', () => {
  it('is stopped before anything is read, parsed or asked of the store, and goes on after a minute', async () => {
    const desk = await reportDesk();
    const flood = async (address: string, count: number) => {
      for (let index = 0; index < count; index += 1) {
        const [type, body] = nonsense[index % nonsense.length] ?? ['', ''];
        const { status } = await desk.handle(post(address, type, body));
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).not.toBe(429);
      }
    };
    await flood('192.0.2.1', MOST);
    const touched = vi.fn();
    const untouched = new Proxy(desk.store, { get: () => touched });
    const stopped = await reportDesk({ store: untouched, refusals: desk.parts.refusals });
    const request = post('192.0.2.1', 'application/json', '{');
    const response = await stopped.handle(request);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(response.headers.get('x-request-id')).toMatch(/^\w{8}$/);
    expect(await codeOf(response)).toEqual(STOPPED);
    expect(request.bodyUsed).toBe(false);
    expect(touched).not.toHaveBeenCalled();
    // Another visitor is not affected, and this one only for the minute.
    await flood('192.0.2.2', 1);
    later(MINUTE);
    await flood('192.0.2.1', MOST);
  });

  it('in one IPv6 network is stopped with it, whatever the subnets', async () => {
    const { handle } = await reportDesk();
    const ask = async (address: string) => (await handle(post(address, 'text/plain', 'x'))).status;
    for (let index = 0; index < 4 * MOST; index += 1) expect(await ask(`2001:db8:9:${index}::1`)).toBe(415);
    expect(await ask('2001:db8:9:ffff::1')).toBe(429);
    expect(await ask('2001:db8:a::1')).toBe(415);
  });

  it('is somebody else where another site has their browser ask: no page can have its visitors refused here', async () => {
    const { handle } = await reportDesk();
    const ask = async (headers: Headers) =>
      (await handle(post('192.0.2.40', 'text/plain', 'x', headers))).status;
    const foreign = { Origin: 'https://page.example', 'Sec-Fetch-Site': 'cross-site' };
    for (let index = 0; index < MOST; index += 1) expect(await ask(foreign)).not.toBe(429);
    expect(await ask(foreign)).toBe(429);
    expect(await ask({ ...foreign, 'Sec-Fetch-Site': 'same-site' })).toBe(429);
    expect(await ask({ Origin: SITE, 'Sec-Fetch-Site': 'same-origin' })).toBe(415);
    expect(await ask({})).toBe(415);
  });

  it('leaves one line in the log for a thousand such requests', async () => {
    const parts = testParts();
    const { logged } = parts;
    const handle = createNotFoundHandler(parts);
    const ask = () => handle(new Request(`${SITE}/api/none`, { headers: { 'X-Real-IP': '192.0.2.3' } }));
    for (let index = 0; index < MOST; index += 1) expect((await ask()).status).toBe(404);
    expect(logged).toHaveLength(MOST);
    for (let index = 0; index < 3000; index += 1) await ask();
    const lines = logged.slice(MOST);
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.length).toBeLessThanOrEqual(4);
    for (const line of lines) expect(line).toMatchObject({ event: 'stopped', endpoint: 'not-found' });
  });

  it('and whose limits in the store are reached costs no more commands of it', async () => {
    let commands = 0;
    const { store } = await reportDesk();
    const counted = new Proxy(store, {
      get: (real, verb) => {
        commands += 1;
        return Reflect.get(real, verb);
      },
    });
    const { handle, armoredKeys } = await reportDesk({ store: counted });
    const message = await seal('x', armoredKeys);
    const answers: number[] = [];
    for (let index = 0; index < 200; index += 1)
      answers.push((await handle(post('192.0.2.4', 'application/pgp-encrypted', message))).status);
    expect(answers.filter((status) => status === 201)).toHaveLength(20);
    expect(answers.filter((status) => status === 429)).toHaveLength(180);
    expect(commands).toBe(20 + MOST);
  });
});

describe('who shares an address with somebody who is stopped', () => {
  let desk: StaffDesk;
  beforeEach(async () => {
    desk = await staffDesk();
  });
  async function flood(address: string): Promise<void> {
    const nothing = createNotFoundHandler(desk.parts);
    for (let index = 0; index <= MOST; index += 1)
      await nothing(new Request(`${SITE}/api/none`, { headers: { 'X-Real-IP': address } }));
  }

  it('can report all the same, from the form, without scripts and from a terminal', async () => {
    const { handle, armoredKeys } = await reportDesk({ refusals: desk.parts.refusals });
    await flood('192.0.2.10');
    const message = await seal('x', armoredKeys);
    const form = new URLSearchParams({ message, language: 'nl' }).toString();
    const send = async (type: string, body: string) => (await handle(post('192.0.2.10', type, body))).status;
    expect(await send('application/pgp-encrypted', message)).toBe(201);
    expect(await send('application/x-www-form-urlencoded', form)).toBe(201);
    const submission = {
      ...{ sealedReport: message, receiptId: 'a'.repeat(64), urgent: false, language: 'nl', attachments: [] },
    };
    expect(await send('application/json', JSON.stringify(submission))).toBe(201);
  });

  it('goes on in a session or a case that was open before; what opens nothing waits', async () => {
    const address = '192.0.2.11';
    const cookie = await desk.signIn(0);
    const { token } = await desk.newCase();
    const staff = (given: string) =>
      desk.request('GET', '/api/staff/cases', undefined, {
        cookie: given,
        headers: { 'X-Real-IP': address },
      });
    const reporter = (given: string) =>
      desk.reporterSees(
        new Request(`${SITE}/api/case`, {
          headers: { Authorization: `Bearer ${given}`, 'X-Real-IP': address },
        }),
      );
    expect([(await staff(cookie)).status, (await reporter(token)).status]).toEqual([200, 200]);
    await flood(address);
    expect([(await staff(cookie)).status, (await reporter(token)).status]).toEqual([200, 200]);
    const madeUp = 'A'.repeat(43);
    for (const response of [await staff(`${cookie.split('=')[0]}=${madeUp}`), await reporter(madeUp)])
      expect(await codeOf(response)).toEqual(STOPPED);
    // One that is refused itself waits as everybody does.
    const elsewhere = { cookie, headers: { 'X-Real-IP': '192.0.2.12' } };
    expect((await desk.request('PATCH', '/api/staff/cases/CVD-2026-000000', '{', elsewhere)).status).toBe(
      400,
    );
    expect(await codeOf(await staff(cookie))).toEqual(STOPPED);
    later(MINUTE);
    expect((await staff(cookie)).status).toBe(200);
  });

  it('mistypes a code twenty times, and is not stopped', async () => {
    for (let index = 0; index < 20; index += 1) {
      const { status } = await desk.request('GET', '/api/staff/cases', undefined, {
        headers: { 'X-Real-IP': '192.0.2.13' },
      });
      expect(status).toBe(401);
    }
  });
});

describe('challenges before a report', () => {
  it('are so many for a visitor and a network, and cost the store nothing', async () => {
    const proofs = { makeChallenge: vi.fn(), effortOf: vi.fn() };
    const handle = createReportChallengeHandler(testParts({ proofs, now: () => new Date() }));
    const ask = async (address: string) =>
      (await handle(post(address, 'application/json', JSON.stringify({ receiptId: 'a'.repeat(64) })))).status;
    for (let index = 0; index < 60; index += 1) expect(await ask('192.0.2.20')).toBe(204);
    expect(await ask('192.0.2.20')).toBe(429);
    for (let index = 0; index < 240; index += 1) expect(await ask(`2001:db8:b:${index}::1`)).toBe(204);
    expect(await ask('2001:db8:b:ffff::1')).toBe(429);
    expect(await ask('192.0.2.21')).toBe(204);
    later(15 * MINUTE);
    expect(await ask('192.0.2.20')).toBe(204);
  });
});

describe('what is counted in memory', () => {
  it('is of some thousands of visitors at most: the first are forgotten', () => {
    const counter = createVisitorCounter(1, MINUTE);
    const from = (index: number) =>
      new Request(SITE, {
        headers: { 'X-Real-IP': `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}` },
      });
    for (let index = 0; index < 5001; index += 1) counter.add(from(index));
    expect(counter.waitOf(from(0))).toBeNull();
    expect(counter.waitOf(from(1))).toBe(60);
    expect(counter.waitOf(from(5000))).toBe(60);
  });

  it('is nothing for a request without an address', () => {
    const counter = createVisitorCounter(1, MINUTE);
    counter.add(new Request(SITE));
    expect(counter.waitOf(new Request(SITE))).toBeNull();
  });
});
