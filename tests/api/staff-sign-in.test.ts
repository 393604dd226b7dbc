import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { sessionSchema } from '../../src/disclosure/sign-in-wire.ts';
import { codeOf, NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SESSION = '/api/staff/session';
const FAILED = [401, 'challenge-failed'];
let desk: StaffDesk;
beforeEach(async () => {
  desk = await staffDesk();
});
const answer = (id: string, text: string) => desk.request('POST', SESSION, { id, answer: text });
const who = (cookie: string) => desk.request('GET', SESSION, undefined, { cookie });

describe('signing in', () => {
  it('works for who opens the challenge, and the cookie is for this site alone and out of reach of scripts', async () => {
    const { id, opened, answer: given } = await desk.challenge(0);
    expect(opened).toContain(desk.parts.siteUrl);
    const response = await answer(id, given);
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const [pair = '', ...attributes] = (response.headers.get('set-cookie') ?? '').split('; ');
    expect(pair).toMatch(/^__Host-[\w-]+=[\w-]{43}$/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=28800', 'Path=/', 'SameSite=Strict', 'Secure']);
    const view = sessionSchema.parse(await response.json());
    expect(view).toMatchObject({
      fingerprint: desk.team[0]?.fingerprint,
      name: 'Anna <anna@example.com>',
      endsAt: new Date(NOW + 8 * HOUR).toISOString(),
    });
    expect(await (await who(pair)).json()).toEqual(view);
  });

  it('also works with all that gpg printed around the answer', async () => {
    const { id, opened } = await desk.challenge(1);
    expect((await answer(id, `gpg: encrypted with …\n${opened}\n`)).status).toBe(201);
  });

  it('is over after signing out, for every copy of the cookie', async () => {
    const cookie = await desk.signIn(0);
    const other = await desk.signIn(0);
    const out = await desk.request('DELETE', SESSION, undefined, { cookie });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^__Host-[\w-]+=; .*Max-Age=0/);
    expect(await codeOf(await who(cookie))).toEqual([401, 'not-signed-in']);
    expect((await who(other)).status).toBe(200);
  });

  it('is over after eight hours', async () => {
    const cookie = await desk.signIn(0);
    desk.clock.now += 8 * HOUR - 1;
    expect((await who(cookie)).status).toBe(200);
    desk.clock.now += 1;
    expect(await codeOf(await who(cookie))).toEqual([401, 'not-signed-in']);
  });

  it('fails with a wrong answer, and with the right one after it', async () => {
    const { id, answer: right } = await desk.challenge(0);
    expect(await codeOf(await answer(id, `meldpunt-answer-${'A'.repeat(43)}`))).toEqual(FAILED);
    expect(await codeOf(await answer(id, right))).toEqual(FAILED);
    expect(await codeOf(await answer((await desk.challenge(0)).id, ''))).toEqual(FAILED);
  });

  it('fails when the answer is replayed, and one of many at once gets in', async () => {
    const { id, answer: right } = await desk.challenge(0);
    const answers = await Promise.all(Array.from({ length: 8 }, () => answer(id, right)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await codeOf(await answer(id, right))).toEqual(FAILED);
  });

  it('fails after five minutes', async () => {
    const [first, second] = [await desk.challenge(0), await desk.challenge(0)];
    desk.clock.now += 5 * MINUTE - 1;
    expect((await answer(first.id, first.answer)).status).toBe(201);
    desk.clock.now += 1;
    expect(await codeOf(await answer(second.id, second.answer))).toEqual(FAILED);
  });

  it('fails with the answer of another challenge, of oneself or of another member', async () => {
    const [mine, again, theirs] = [await desk.challenge(0), await desk.challenge(0), await desk.challenge(1)];
    expect(await codeOf(await answer(mine.id, again.answer))).toEqual(FAILED);
    expect(await codeOf(await answer(theirs.id, again.answer))).toEqual(FAILED);
    expect(await codeOf(await answer('0'.repeat(32), again.answer))).toEqual(FAILED);
  });

  it('is for the team only', async () => {
    const response = await desk.request('POST', '/api/staff/challenge', { keyId: 'A'.repeat(40) });
    expect(await codeOf(response)).toEqual([401, 'not-of-the-team']);
    const { sealed } = await desk.challenge(0);
    await expect(desk.open(sealed, 1)).rejects.toThrow();
  });

  it('a certificate that is taken out ends its challenges and its sessions', async () => {
    const cookie = await desk.signIn(1);
    const stays = await desk.signIn(0);
    const { id, answer: right } = await desk.challenge(1);
    const smaller = await staffDesk({ store: desk.store, members: 1 });
    expect(await codeOf(await smaller.request('POST', SESSION, { id, answer: right }))).toEqual(FAILED);
    const refused = await smaller.request('GET', '/api/staff/cases', undefined, { cookie });
    expect(refused.headers.get('set-cookie')).toMatch(/Max-Age=0/);
    expect(await codeOf(refused)).toEqual([401, 'not-of-the-team']);
    expect((await smaller.request('GET', SESSION, undefined, { cookie: stays })).status).toBe(200);
    // Put back, it has to be signed in with anew.
    expect(await codeOf(await who(cookie))).toEqual([401, 'not-signed-in']);
    expect((await who(stays)).status).toBe(200);
  });

  it('a certificate that ran out since the site was built gets no challenge, and is told why', async () => {
    const [first] = desk.team;
    if (!first) throw new Error('no team');
    desk.parts.team = [{ ...first, expiresAt: NOW }, ...desk.team.slice(1)];
    const ask = (keyId?: string) => desk.request('POST', '/api/staff/challenge', { keyId });
    expect(await codeOf(await ask(first.fingerprint))).toEqual([409, 'team-key-expired']);
    expect((await ask(desk.team[1]?.fingerprint)).status).toBe(201);
    desk.clock.now -= 1;
    expect((await ask(first.fingerprint)).status).toBe(201);
  });

  it('two challenges are different in all they have', async () => {
    const [first, second] = [await desk.challenge(0), await desk.challenge(0)];
    expect(first.id).not.toBe(second.id);
    expect(first.answer).not.toBe(second.answer);
    expect(first.sealed).not.toBe(second.sealed);
  });

  it('a flood of challenges, or of answers, is stopped for that visitor and not for others', async () => {
    const from = (address: string) => ({ headers: { 'X-Real-IP': address } });
    const body = { keyId: desk.team[0]?.fingerprint };
    const wrong = { id: '0'.repeat(32), answer: '' };
    for (const [path, sent, usual] of [
      ['/api/staff/challenge', body, 201],
      [SESSION, wrong, 401],
    ] as const) {
      for (let index = 0; index < 20; index += 1) {
        expect((await desk.request('POST', path, sent, from('192.0.2.1'))).status).toBe(usual);
      }
      const refused = await desk.request('POST', path, sent, from('192.0.2.1'));
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await codeOf(refused)).toEqual([429, 'too-many-requests']);
      expect((await desk.request('POST', path, sent, from('192.0.2.2'))).status).toBe(usual);
    }
  });

  it('visitors from ever so many addresses keep nobody from signing in: no limit is of all together', async () => {
    const keys: string[] = [];
    const { countHit } = desk.store;
    desk.store.countHit = async (input) => {
      keys.push(...input.limits.map(({ key }) => key));
      return countHit(input);
    };
    await desk.signIn(0);
    expect(keys.length).toBeGreaterThan(1);
    const visitor = desk.parts.visitorKey('');
    for (const key of keys) expect(key.length).toBeGreaterThan(visitor.length);
  });
});

it('neither the store nor the log ever holds an answer or the value of a cookie', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'staff-'));
  const file = join(folder, 'meldpunt.sqlite');
  const store = createSqliteStore(file);
  desk = await staffDesk({ store });
  const { id, answer: right } = await desk.challenge(0);
  const before = dump(file);
  const cookie = await desk.signIn(0);
  await who(cookie);
  await answer(id, 'meldpunt-answer-wrong');
  const whole = before + dump(file) + JSON.stringify(desk.logged);
  expect(before).toContain(`challenge:${id}`);
  expect(dump(file)).toContain('session:');
  for (const secret of [right, right.slice('meldpunt-answer-'.length), cookie.split('=')[1] ?? '']) {
    expect(secret.length).toBeGreaterThan(40);
    expect(whole).not.toContain(secret);
  }
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Every row of every table, read through a connection of its own. */
function dump(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const rows = tables.map(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all());
  database.close();
  return JSON.stringify(rows);
}
