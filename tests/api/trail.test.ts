import { beforeEach, describe, expect, it } from 'vitest';
import { runDaily } from '../../functions/jobs/daily.ts';
import { trailSchema } from '../../src/disclosure/trail-wire.ts';
import { parseVkey } from '../../src/log/note.ts';
import { checkTrail } from '../../src/log/trail.ts';
import { codeOf, NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('who did what', () => {
  let desk: StaffDesk;
  let cookie: string;
  beforeEach(async () => {
    desk = await staffDesk();
    cookie = await desk.signIn(0);
  });

  /** `Anna opened CVD-…`, oldest first; fails where the trail does not hold. */
  async function told(): Promise<string[]> {
    const response = await desk.request('GET', '/api/staff/trail', undefined, { cookie });
    const { entries } = trailSchema.parse(await response.json());
    const checked = await checkTrail(
      entries,
      [parseVkey(desk.parts.desk.vkey)].flatMap((key) => key ?? []),
    );
    expect(checked.filter(({ fault }) => fault !== null)).toEqual([]);
    return checked
      .map(({ entry }) => `${entry?.name.split(' ')[0]} ${entry?.act} ${entry?.reference ?? ''}`.trim())
      .toReversed();
  }

  it('tells of signing in and out, of looking at the list and at a case, and of erasing', async () => {
    const { path, reference } = await desk.newCase();
    await desk.request('GET', '/api/staff/cases', undefined, { cookie });
    await desk.request('GET', path, undefined, { cookie });
    const spam = await Promise.all([desk.newCase(), desk.newCase()]);
    const cases = spam.map((one) => ({ reference: one.reference, version: 1 }));
    await desk.request('POST', '/api/staff/cases/spam', { cases }, { cookie });
    expect((await desk.request('DELETE', path, { version: 1 }, { cookie })).status).toBe(204);
    const bram = await desk.signIn(1);
    await desk.request('DELETE', '/api/staff/session', undefined, { cookie: bram });
    const lines = await told();
    expect(lines.slice(0, 3)).toEqual(['Anna signed-in', 'Anna listed', `Anna opened ${reference}`]);
    expect(lines.slice(3, 5).toSorted()).toEqual(
      spam.map((one) => `Anna erased-spam ${one.reference}`).toSorted(),
    );
    expect(lines.slice(5)).toEqual([`Anna erased ${reference}`, 'Bram signed-in', 'Bram signed-out']);
  });

  it('tells of a change of who is away', async () => {
    await desk.request('PUT', '/api/staff/absences', { version: 0, absences: [] }, { cookie });
    await desk.request('PUT', '/api/staff/absences', { version: 9, absences: [] }, { cookie });
    expect(await told()).toEqual(['Anna signed-in', 'Anna absences-changed']);
  });

  it('tells of the same look once an hour, of each member, and of nothing that was refused', async () => {
    const { path, reference } = await desk.newCase();
    const bram = await desk.signIn(1);
    for (const who of [cookie, cookie, bram]) await desk.request('GET', path, undefined, { cookie: who });
    desk.clock.now = NOW + HOUR;
    await desk.request('GET', path, undefined, { cookie });
    await desk.request('GET', '/api/staff/cases/CVD-2026-ABCDEF', undefined, { cookie });
    await desk.request('DELETE', path, { version: 9 }, { cookie });
    expect((await told()).slice(2)).toEqual([
      ...[`Anna opened ${reference}`, `Bram opened ${reference}`, `Anna opened ${reference}`],
    ]);
  });

  it('is told by the page what a member did on their own machine', async () => {
    const { reference } = await desk.newCase();
    const tell = (body: unknown, headers: Record<string, string> = {}) =>
      desk.request('POST', '/api/staff/trail', body, { cookie, headers });
    expect((await tell({ act: 'exported', reference })).status).toBe(204);
    expect((await tell({ act: 'handed-over', reference })).status).toBe(204);
    expect(await codeOf(await tell({ act: 'erased', reference }))).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await tell({ act: 'exported', reference: 'CVD-2026-ABCDEF' }))).toEqual([
      404,
      'not-found',
    ]);
    expect(
      await codeOf(await tell({ act: 'exported', reference }, { Origin: 'https://evil.example' })),
    ).toEqual([...[403, 'cross-site']]);
    expect((await told()).slice(1)).toEqual([`Anna exported ${reference}`, `Anna handed-over ${reference}`]);
  });

  it('is for members only, and can’t be filled by one without end', async () => {
    const { reference } = await desk.newCase();
    expect((await desk.request('GET', '/api/staff/trail')).status).toBe(401);
    expect((await desk.request('POST', '/api/staff/trail', { act: 'exported', reference })).status).toBe(401);
    const statuses = new Set<number>();
    for (let index = 0; index < 502; index += 1) {
      const body = { act: 'exported', reference };
      statuses.add((await desk.request('POST', '/api/staff/trail', body, { cookie })).status);
    }
    expect([...statuses]).toEqual([204, 429]);
    expect(await desk.store.readTrail({ before: null, limit: 1 })).toMatchObject([{ number: 501 }]);
  });

  it('comes a page at a time', async () => {
    const notes = Array.from({ length: 60 }, (_, index) => `note ${index}`);
    await desk.store.appendTrail({ number: 2, notes, at: NOW });
    const page = async (query: string) => {
      const response = await desk.request('GET', `/api/staff/trail${query}`, undefined, { cookie });
      const { entries, next } = trailSchema.parse(await response.json());
      return [entries[0]?.number, entries.length, next];
    };
    expect(await page('')).toEqual([61, 50, 12]);
    expect(await page('?before=12')).toEqual([11, 11, null]);
    for (const query of ['?before=0', '?before=x', '?after=1'])
      expect((await desk.request('GET', `/api/staff/trail${query}`, undefined, { cookie })).status).toBe(422);
  });

  it('loses no line, however many come at once', async () => {
    const { path, reference } = await desk.newCase();
    const kept = await desk.newCase();
    const body = { act: 'exported', reference: kept.reference };
    const noise = () => desk.request('POST', '/api/staff/trail', body, { cookie });
    const answers = await Promise.all([
      ...Array.from({ length: 30 }, noise),
      desk.request('DELETE', path, { version: 1 }, { cookie }),
      ...Array.from({ length: 30 }, noise),
    ]);
    expect(answers.every(({ status }) => status === 204)).toBe(true);
    const { length } = await desk.store.readTrail({ before: null, limit: 200 });
    expect(length).toBe(62);
    const all = (await desk.store.readTrail({ before: null, limit: 200 })).map(({ note }) => note);
    expect(all.filter((note) => note.includes(`act: erased\nreference: ${reference}\n`))).toHaveLength(1);
  });

  it('takes back that a case was erased, where somebody changed it in between', async () => {
    const { path, reference } = await desk.newCase();
    desk.store.eraseCase = async () => false;
    expect(await codeOf(await desk.request('DELETE', path, { version: 1 }, { cookie }))).toEqual([
      412,
      'version-conflict',
    ]);
    desk.store.eraseSpam = async () => [];
    const cases = [{ reference, version: 1 }];
    await desk.request('POST', '/api/staff/cases/spam', { cases }, { cookie });
    expect((await told()).slice(1)).toEqual(
      ['erased', 'not-erased', 'erased-spam', 'not-erased'].map((act) => `Anna ${act} ${reference}`),
    );
  });

  it('takes it back too where the store fails and the case is still there, and only there', async () => {
    const { path, reference } = await desk.newCase();
    const { eraseCase } = desk.store;
    const spam = { cases: [{ reference, version: 1 }] };
    const fail = () => Promise.reject(new Error('the store does not answer'));
    Object.assign(desk.store, { eraseCase: fail, eraseSpam: fail });
    expect((await desk.request('DELETE', path, { version: 1 }, { cookie })).status).toBe(500);
    expect((await desk.request('POST', '/api/staff/cases/spam', spam, { cookie })).status).toBe(500);
    // It was done, and the answer got lost.
    desk.store.eraseCase = async (erasure) => {
      await eraseCase.call(desk.store, erasure);
      return fail();
    };
    expect((await desk.request('DELETE', path, { version: 1 }, { cookie })).status).toBe(500);
    expect((await told()).slice(1)).toEqual(
      ['erased', 'not-erased', 'erased-spam', 'not-erased', 'erased'].map(
        (act) => `Anna ${act} ${reference}`,
      ),
    );
  });

  it('tells of who reads earlier notes, or a file, without opening the case', async () => {
    const { path, reference } = await desk.newCase();
    await desk.request('GET', `${path}/attachments/${'0'.repeat(32)}/0`, undefined, { cookie });
    await desk.request('GET', `${path}/notes?before=9`, undefined, { cookie });
    expect((await told()).slice(1)).toEqual([]);
    desk.store.readNotes = async () => [
      { id: 'a'.repeat(32), number: 1, kind: 'note', by: 'Anna', at: NOW, sealed: '' },
    ];
    await desk.request('GET', `${path}/notes?before=9`, undefined, { cookie });
    expect((await told()).slice(1)).toEqual([`Anna opened ${reference}`]);
  });

  it('does nothing that could not be traced, and never fails a look: what takes no line is told of in the log', async () => {
    const { path, reference } = await desk.newCase();
    desk.store.appendTrail = () => Promise.reject(new Error('the disk is full'));
    expect((await desk.request('GET', path, undefined, { cookie })).status).toBe(200);
    desk.store.appendTrail = async () => false;
    const refused = [503, 'store-unavailable'];
    expect(await codeOf(await desk.request('DELETE', path, { version: 1 }, { cookie }))).toEqual(refused);
    expect(await desk.store.findCase(reference)).not.toBeNull();
    const cases = [{ reference, version: 1 }];
    const spam = await desk.request('POST', '/api/staff/cases/spam', { cases }, { cookie });
    expect(await codeOf(spam)).toEqual(refused);
    const body = { act: 'exported', reference };
    expect(await codeOf(await desk.request('POST', '/api/staff/trail', body, { cookie }))).toEqual(refused);
    const logged = desk.logged.filter(({ event }) => event === 'trail');
    expect(logged).toEqual([
      { event: 'trail', outcome: 'store-unavailable', act: 'opened' },
      { event: 'trail', outcome: 'not-added', act: 'erased' },
      { event: 'trail', outcome: 'not-added', act: 'erased-spam' },
      { event: 'trail', outcome: 'not-added', act: 'exported' },
    ]);
  });

  it('goes after three years, with the daily job, and outlives each case until then', async () => {
    const { path } = await desk.newCase();
    await desk.request('DELETE', path, { version: 1 }, { cookie });
    desk.clock.now = NOW + 3 * 365 * DAY;
    await runDaily(desk.parts, 1000);
    expect(await desk.store.readTrail({ before: null, limit: 9 })).toHaveLength(2);
    desk.clock.now = NOW + 3 * 366 * DAY;
    await runDaily(desk.parts, 1000);
    // The newest stays: the next one follows it.
    expect((await desk.store.readTrail({ before: null, limit: 9 })).map(({ number }) => number)).toEqual([2]);
  });
});
