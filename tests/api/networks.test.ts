import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAlertAnswerHandler } from '../../functions/api/alerts.ts';
import { mounted } from '../support/parts.ts';
import { SITE } from '../support/sealed.ts';
import { type StaffDesk, staffDesk } from '../support/staff-desk.ts';

let desk: StaffDesk;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  desk = await staffDesk();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Requests from the /64s of one /48, in turn: to each of them it is a visitor's first. */
const inTurn = (index: number) => `2001:db8:1:${index.toString(16)}::1`;
/** One who lives in the same /48, in another one, and with IPv4. */
const [NEAR, FAR, IPV4] = ['2001:db8:1:ffff::9', '2001:db8:2::9', '192.0.2.9'];

const from = (address: string) => ({ headers: { 'X-Real-IP': address } });
async function statuses(count: number, ask: (address: string) => Promise<Response>): Promise<number[]> {
  const all: number[] = [];
  for (let index = 0; index < count; index += 1) {
    // Seldom enough for what is counted by the minute: here the store's limits are looked at, by its own clock.
    vi.setSystemTime(Date.now() + 2000);
    all.push((await ask(inTurn(index))).status);
  }
  return all;
}
const countOf = (all: readonly number[], wanted: number) => all.filter((status) => status === wanted).length;

describe('an IPv6 network whose subnets take turns', () => {
  it('guesses receipts until it has used up what four visitors may, and who has a receipt there is let in', async () => {
    const guess = (address: string, token = 'A'.repeat(43)) =>
      desk.reporterSees(
        new Request(`${SITE}/api/case`, {
          headers: { Authorization: `Bearer ${token}`, 'X-Real-IP': address },
        }),
      );
    const answers = await statuses(300, guess);
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([240, 60]);
    expect((await guess(NEAR)).status).toBe(429);
    for (const elsewhere of [FAR, IPV4]) expect((await guess(elsewhere)).status).toBe(401);
    const { token } = await desk.newCase();
    expect((await guess(NEAR, token)).status).toBe(200);
  });

  it('asks for challenges, or answers them, until it has used up what four visitors may', async () => {
    const cookie = await desk.signIn(0);
    for (const [path, body, usual] of [
      ['/api/staff/challenge', { keyId: desk.team[0]?.fingerprint }, 201],
      ['/api/staff/session', { id: '0'.repeat(32), answer: '' }, 401],
    ] as const) {
      const ask = (address: string) => desk.request('POST', path, body, from(address));
      const answers = await statuses(100, ask);
      expect([countOf(answers, usual), countOf(answers, 429)]).toEqual([80, 20]);
      expect((await ask(NEAR)).status).toBe(429);
      for (const elsewhere of [FAR, IPV4]) expect((await ask(elsewhere)).status).toBe(usual);
    }
    // A session in the same network goes on.
    const asked = { ...from(NEAR), cookie };
    expect((await desk.request('GET', '/api/staff/session', undefined, asked)).status).toBe(200);
  });

  it('makes up sessions until it has used up what four visitors may, and sessions of the team go on', async () => {
    const cookie = await desk.signIn(0);
    const madeUp = `${cookie.split('=')[0]}=${'A'.repeat(43)}`;
    const ask = (address: string, given = madeUp) =>
      desk.request('GET', '/api/staff/cases', undefined, { ...from(address), cookie: given });
    const answers = await statuses(500, (address) => ask(address));
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([400, 100]);
    expect((await ask(FAR)).status).toBe(401);
    expect((await ask(NEAR, cookie)).status).toBe(200);
  });

  it('answers the mails about alerts until it has used up what four visitors may', async () => {
    const handle = mounted({ '/api/alerts/[id]': createAlertAnswerHandler(desk.parts) });
    const ask = (address: string) =>
      handle(
        new Request(`${SITE}/api/alerts/${'0'.repeat(32)}`, {
          method: 'POST',
          body: new URLSearchParams({ answer: 'yes', language: 'en' }),
          headers: { Origin: SITE, 'X-Real-IP': address },
        }),
      );
    const answers = await statuses(100, ask);
    expect([countOf(answers, 404), countOf(answers, 429)]).toEqual([80, 20]);
    expect((await ask(FAR)).status).toBe(404);
  });
});
