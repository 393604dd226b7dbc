import { beforeEach, describe, expect, it } from 'vitest';
import { absencesSchema, recordSchema, sealedRecords } from '../../src/disclosure/desk-wire.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { codeOf, NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

let desk: StaffDesk;
let anna: string;
let bram: string;
beforeEach(async () => {
  desk = await staffDesk();
  [anna, bram] = [await desk.signIn(0), await desk.signIn(1)];
});
const ask = (method: string, path: string, body?: unknown, cookie = anna) =>
  desk.request(method, `/api/staff/${path}`, body, { cookie });
const put = async (path: string, body: unknown, cookie = anna) => {
  const answer = await ask('PUT', path, body, cookie);
  return answer.ok ? [answer.status, await answer.json()] : codeOf(answer);
};
const CONFLICT = [412, 'version-conflict'];

describe.each(sealedRecords)('what the team keeps sealed: %s', (name) => {
  const path = `records/${name}`;
  const read = async () => recordSchema.parse(await (await ask('GET', path)).json());
  const sealed = (text = 'Dear reporter') =>
    desk.sealTo(
      text,
      desk.team.map(({ armored }) => armored),
    );

  it('is one document, sealed, with who wrote it last; before that there is none', async () => {
    expect(await read()).toEqual({ version: 0, sealed: null, by: null, at: null });
    const document = await sealed();
    expect(await put(path, { version: 0, sealed: document })).toEqual([200, { version: 1 }]);
    const kept = {
      version: 1,
      sealed: document,
      by: 'Anna <anna@example.com>',
      at: new Date(NOW).toISOString(),
    };
    expect(await read()).toEqual(kept);
    // An answer that was lost can be asked for again, by the same member alone.
    expect(await put(path, { version: 0, sealed: document })).toEqual([200, { version: 1 }]);
    expect(await put(path, { version: 0, sealed: document }, bram)).toEqual(CONFLICT);
    expect(await put(path, { version: 0, sealed: await sealed() })).toEqual(CONFLICT);
    expect(await put(path, { version: 2, sealed: await sealed() })).toEqual(CONFLICT);
    expect(await read()).toEqual(kept);
    expect(await put(path, { version: 1, sealed: await sealed() }, bram)).toEqual([200, { version: 2 }]);
    expect(await read()).toMatchObject({ version: 2, by: 'Bram <bram@example.com>' });
  });

  it('is refused where it is not sealed to the whole team, too large, or something else', async () => {
    const forOne = await desk.sealTo('x', [desk.team[0]?.armored ?? '']);
    for (const [body, expected] of [
      [{ version: 0, sealed: forOne }, [422, 'missing-recipient']],
      [{ version: 0, sealed: 'readable' }, [422, 'not-openpgp']],
      [{ version: -1, sealed: await sealed() }, [422, 'invalid-fields']],
      [{ version: 0, sealed: await sealed(), by: 'x' }, [422, 'invalid-fields']],
      [{ version: 0, sealed: 'x'.repeat(limits.sealedReport + 1) }, [422, 'invalid-fields']],
      [{ version: 0, sealed: 'x'.repeat(limits.body.json) }, [413, 'body-too-large']],
    ] as const)
      expect(await put(path, body)).toEqual(expected);
    expect((await read()).version).toBe(0);
  });

  it('is stopped by a full store, and where it is written too often', async () => {
    const tight = await staffDesk({ storageQuota: 1 });
    const cookie = await tight.signIn(0);
    const body = { version: 0, sealed: await sealed() };
    expect(await codeOf(await tight.request('PUT', `/api/staff/${path}`, body, { cookie }))).toEqual([
      ...[503, 'storage-full-for-team'],
    ]);
    const limit = { key: `records:${name}`, most: 100, windowSeconds: 900, weight: 100 };
    await desk.store.countHit({ limits: [limit], now: NOW });
    expect(await put(path, body)).toEqual([429, 'too-many-requests']);
  });

  it('stands in the trail when it is changed, and nowhere else', async () => {
    await put(path, { version: 0, sealed: await sealed() });
    const [last] = await desk.store.readTrail({ before: null, limit: 1 });
    expect(last?.note).toContain(`act: ${name}-changed`);
    const [other = ''] = sealedRecords.filter((one) => one !== name);
    expect(await desk.store.readRecord(other)).toBeNull();
  });
});

it('no other record is read or written by its name', async () => {
  for (const name of ['absences', 'x', '__proto__', 'letters%00'])
    expect((await ask('GET', `records/${name}`)).status, name).toBe(404);
});

describe('absences', () => {
  const read = async () => absencesSchema.parse(await (await ask('GET', 'absences')).json());
  const away = (fields: object = {}) => ({
    ...{ fingerprint: desk.team[0]?.fingerprint, standIn: desk.team[1]?.fingerprint },
    ...{ from: '2026-12-20', until: '2027-01-03', ...fields },
  });

  it('say who is away when, and who stands in', async () => {
    expect(await read()).toEqual({ version: 0, absences: [] });
    const absences = [away(), away({ from: '2027-02-01', until: '2027-02-01' })];
    expect(await put('absences', { version: 0, absences })).toEqual([200, { version: 1 }]);
    expect(await read()).toEqual({ version: 1, absences });
    expect(await put('absences', { version: 0, absences: [] }, bram)).toEqual(CONFLICT);
    expect(await put('absences', { version: 1, absences: [] }, bram)).toEqual([200, { version: 2 }]);
    expect(await read()).toEqual({ version: 2, absences: [] });
  });

  it('that make no sense are refused', async () => {
    const stranger = 'AB'.repeat(20);
    for (const wrong of [
      away({ fingerprint: stranger }),
      away({ standIn: stranger }),
      away({ standIn: desk.team[0]?.fingerprint }),
      away({ from: '2027-01-04' }),
      away({ from: '2026-02-30' }),
      away({ until: '2027-01-03T00:00:00Z' }),
      away({ note: 'skiing' }),
    ])
      expect(await put('absences', { version: 0, absences: [wrong] })).toEqual([422, 'invalid-fields']);
    const many = Array.from({ length: limits.absences + 1 }, () => away());
    expect(await put('absences', { version: 0, absences: many })).toEqual([422, 'invalid-fields']);
    expect(await put('absences', { version: 0, absences: many.slice(1) })).toEqual([200, { version: 1 }]);
  });

  it('of who has left the team are not told any more', async () => {
    await put('absences', { version: 0, absences: [away()] });
    const smaller = await staffDesk({ store: desk.store, members: 1 });
    const cookie = await smaller.signIn(0);
    const answer = await smaller.request('GET', '/api/staff/absences', undefined, { cookie });
    expect(await answer.json()).toEqual({ version: 1, absences: [] });
  });
});
