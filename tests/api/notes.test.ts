import { beforeEach, describe, expect, it } from 'vitest';
import { headsSchema, notesSchema } from '../../src/disclosure/desk-wire.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { casePageSchema, spamOutcomeSchema, teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { newMessage, newNote, noteInput, randomId } from '../support/cases.ts';
import { answered, codeOf, NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

let desk: StaffDesk;
let anna: string;
let bram: string;
let found: Awaited<ReturnType<StaffDesk['newCase']>>;
beforeEach(async () => {
  desk = await staffDesk();
  [anna, bram] = [await desk.signIn(0), await desk.signIn(1)];
  found = await desk.newCase(answered('confirmed'));
});

const ask = (method: string, path: string, body?: unknown, cookie = anna) =>
  desk.request(method, path, body, { cookie });
const whole = () => desk.team.map(({ armored }) => armored);
const note = async (fields: object = {}) => ({
  ...{
    id: randomId(),
    kind: 'note',
    number: 1,
    sealed: await desk.sealTo('for us alone', whole()),
    ...fields,
  },
});
const shown = async (cookie = anna) =>
  teamCaseSchema.parse(await (await ask('GET', found.path, undefined, cookie)).json());
const listed = async (query = '', cookie = anna) =>
  casePageSchema.parse(await (await ask('GET', `/api/staff/cases${query}`, undefined, cookie)).json());

describe('a note', () => {
  it('is stored as it was sealed, with who wrote it and when, and changes nothing of its case', async () => {
    const before = await desk.stored(found.reference);
    const [first, second] = [await note(), await note({ kind: 'triage', number: 2 })];
    const answer = await ask('POST', `${found.path}/notes`, first);
    expect([answer.status, await answer.json()]).toEqual([201, { number: 1 }]);
    desk.clock.now = NOW + 5000;
    expect((await ask('POST', `${found.path}/notes`, second, bram)).status).toBe(201);
    const view = await shown();
    expect(view.version).toBe(1);
    expect(view.notes).toEqual([
      { ...first, by: 'Anna <anna@example.com>', at: new Date(NOW).toISOString() },
      { ...second, by: 'Bram <bram@example.com>', at: new Date(NOW + 5000).toISOString() },
    ]);
    const { notes: _, ...rest } = await desk.stored(found.reference);
    expect(rest).toEqual({ ...before, notes: undefined });
    // No mail goes out for it, nor to the team.
    expect(desk.notified()).toBe(0);
  });

  it('of a sharing comes with what was shared, and never alone', async () => {
    const answer = await ask('POST', `${found.path}/notes`, await note({ kind: 'sharing' }));
    expect(await codeOf(answer)).toEqual([422, 'invalid-fields']);
  });

  it('that comes again is the same note, and one for a place that is taken says so', async () => {
    const first = await note();
    await ask('POST', `${found.path}/notes`, first);
    const again = await ask('POST', `${found.path}/notes`, { ...first, number: 2 });
    expect([again.status, await again.json()]).toEqual([200, { number: 1 }]);
    for (const number of [1, 3])
      expect(await codeOf(await ask('POST', `${found.path}/notes`, await note({ number }), bram))).toEqual([
        ...[409, 'number-taken'],
      ]);
    expect((await shown()).notes).toHaveLength(1);
  });

  it('is refused where it is not sealed to the whole team, and nothing readable gets in', async () => {
    const [own = ''] = whole();
    for (const [sealed, code] of [
      [await desk.sealTo('for me alone', [own]), 'missing-recipient'],
      ['for everybody', 'not-openpgp'],
      [`for everybody\n${(await note()).sealed}`, 'text-around-message'],
    ] as const)
      expect(await codeOf(await ask('POST', `${found.path}/notes`, await note({ sealed })))).toEqual([
        ...[422, code],
      ]);
    expect((await shown()).notes).toEqual([]);
  });

  it.each([
    ['kind', 'message'],
    ['kind', ''],
    ['number', 0],
    ['number', 1.5],
    ['number', '1'],
    ['id', 'x'],
    ['by', 'Bram'],
    ['at', 0],
    ['sealed', ''],
    ['sealed', 'x'.repeat(limits.sealedReport + 1)],
  ])('with %s %s is refused', async (name, value) => {
    const answer = await ask('POST', `${found.path}/notes`, await note({ [name]: value }));
    expect(await codeOf(answer)).toEqual([422, 'invalid-fields']);
    expect(await desk.store.readNotes(found.reference)).toEqual([]);
  });

  it('finds no case, or one that was withdrawn, and says which', async () => {
    const path = '/api/staff/cases/CVD-2026-000000/notes';
    expect(await codeOf(await ask('POST', path, await note()))).toEqual([404, 'not-found']);
    const marked = await desk.newCase(answered('confirmed', { exploitedAt: NOW }));
    const authorization = { Authorization: `Bearer ${marked.token}` };
    const gone = new Request('https://meldpunt.example/api/case', {
      method: 'DELETE',
      headers: authorization,
    });
    expect((await desk.reporterSees(gone)).status).toBe(204);
    expect(await codeOf(await ask('POST', `${marked.path}/notes`, await note()))).toEqual([409, 'withdrawn']);
  });

  it('is stopped where its case holds as many as it can, where the store is full, and where they come too fast', async () => {
    const { reference, path } = found;
    for (let number = 1; number <= limits.notes; number += 1)
      await desk.store.appendNote({ ...noteInput(reference, number), most: limits.notes });
    const more = await note({ number: limits.notes + 1 });
    expect(await codeOf(await ask('POST', `${path}/notes`, more))).toEqual([409, 'too-many-messages']);

    const tight = await staffDesk({ storageQuota: 1 });
    const cookie = await tight.signIn(0);
    const one = await tight.newCase();
    const refused = await tight.request('POST', `${one.path}/notes`, await note(), { cookie });
    expect(await codeOf(refused)).toEqual([503, 'storage-full-for-team']);

    const busy = await desk.newCase();
    const limit = { key: `notes:${busy.reference}`, most: 200, windowSeconds: 900, weight: 200 };
    await desk.store.countHit({ limits: [limit], now: NOW });
    const stopped = await ask('POST', `${busy.path}/notes`, await note());
    expect(stopped.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await codeOf(stopped)).toEqual([429, 'too-many-requests']);
  });

  it('makes its report no spam any more: it is not in the list of those, and is kept', async () => {
    const fresh = await desk.newCase();
    expect((await listed('?untouched=yes')).cases.map(({ reference }) => reference)).toEqual([
      fresh.reference,
    ]);
    await ask('POST', `${fresh.path}/notes`, await note());
    expect((await listed('?untouched=yes')).cases).toEqual([]);
    const cases = [{ reference: fresh.reference, version: 1 }];
    const answer = await ask('POST', '/api/staff/cases/spam', { cases });
    expect(spamOutcomeSchema.parse(await answer.json())).toEqual({
      ...{ erased: [], kept: [{ reference: fresh.reference, fault: 'touched' }] },
    });
    expect(await desk.store.readNotes(fresh.reference)).toHaveLength(1);
  });
});

describe('many notes', () => {
  it('come newest first with their case, as many as an answer has room for, and the others when they are asked for', async () => {
    const sealed = 'x'.repeat(200 * 1024);
    for (let number = 1; number <= 20; number += 1)
      await desk.store.appendNote({
        ...{ ...noteInput(found.reference, number, newNote({ sealed })), mostBytes: limits.noteBytes },
      });
    const numbers = (notes: { number: number }[]) => notes.map(({ number }) => number);
    const { notes } = await shown();
    expect(numbers(notes)).toEqual([18, 19, 20]);
    const earlierThan = async (number: number) => {
      const answer = await ask('GET', `${found.path}/notes?before=${number}`);
      return numbers(notesSchema.parse(await answer.json()).notes);
    };
    expect(await earlierThan(18)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
    expect(await earlierThan(3)).toEqual([1, 2]);
    expect(await earlierThan(1)).toEqual([]);
    for (const query of ['', '?before=', '?before=0', '?before=x', '?before=1&x=1', '?before=999999'])
      expect(await codeOf(await ask('GET', `${found.path}/notes${query}`))).toEqual([422, 'invalid-fields']);
    expect((await listed()).cases[0]?.notes).toBe(20);
  });
});

describe('what a member has seen', () => {
  it('is theirs alone, in the list and in the case', async () => {
    await ask('POST', `${found.path}/notes`, await note());
    const answer = await ask('PUT', `${found.path}/seen`, { version: 1, notes: 1 });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect((await listed()).cases[0]).toMatchObject({ notes: 1, seen: { version: 1, notes: 1 } });
    expect((await shown()).seen).toEqual({ version: 1, notes: 1 });
    expect((await listed(`?code=${found.reference.slice(-6)}`, bram)).cases[0]).toMatchObject({ seen: null });
    expect((await shown(bram)).seen).toBeNull();
  });

  it.each([
    [{ version: 0, notes: 0 }, 422],
    [{ version: 1 }, 422],
    [{ version: 1, notes: -1 }, 422],
    [{ version: 1, notes: limits.allNotes + 1 }, 422],
    [{ version: 1, notes: 0, member: 'B' }, 422],
  ])('%j is refused', async (body, status) => {
    expect((await ask('PUT', `${found.path}/seen`, body)).status).toBe(status);
    expect((await shown()).seen).toBeNull();
  });

  it('is of a case that there is', async () => {
    const path = '/api/staff/cases/CVD-2026-000000/seen';
    expect(await codeOf(await ask('PUT', path, { version: 1, notes: 0 }))).toEqual([404, 'not-found']);
  });
});

describe('heads', () => {
  it('are the report and the newest triage of each case that there is, in the order asked', async () => {
    const other = await desk.newCase();
    const [old, triage] = [await note({ kind: 'triage' }), await note({ kind: 'triage', number: 2 })];
    for (const one of [old, triage, await note({ number: 3 })]) await ask('POST', `${found.path}/notes`, one);
    const references = [other.reference, 'CVD-2026-000000', found.reference];
    const answer = await ask('GET', `/api/staff/heads?references=${references}`);
    expect(headsSchema.parse(await answer.json())).toEqual({
      heads: [
        { reference: other.reference, report: other.report.sealed, triage: null },
        {
          reference: found.reference,
          report: found.report.sealed,
          triage: {
            ...{ number: 2, by: 'Anna <anna@example.com>' },
            ...{ at: new Date(NOW).toISOString(), sealed: triage.sealed },
          },
        },
      ],
      left: [],
    });
  });

  it('have no report that is too long, and come in several answers where one has not the room', async () => {
    const names: string[] = [];
    const sized = async (length: number) => {
      const input = { ...newMessage('reporter', NOW), sealed: 'x'.repeat(length) };
      const one = await desk.newCase({}, input);
      names.push(one.reference);
    };
    for (let count = 0; count < 50; count += 1) await sized(limits.headReport - 400);
    const ask50 = async (asked: string[]) =>
      headsSchema.parse(await (await ask('GET', `/api/staff/heads?references=${asked}`)).json());
    const first = await ask50(names);
    expect(first.left).toEqual(names.slice(first.heads.length));
    expect(first.heads.length).toBeGreaterThan(45);
    const rest = await ask50(first.left);
    expect(rest.left).toEqual([]);
    expect([...first.heads, ...rest.heads].map(({ reference }) => reference)).toEqual(names);
    await sized(limits.headReport + 1);
    expect((await ask50(names.slice(-1))).heads[0]?.report).toBeNull();
  });

  it.each([
    '',
    'references=',
    'references=x',
    'references=CVD-2026-000000,',
    'references=CVD-2026-000000,CVD-2026-000000',
    'references=CVD-2026-000000&x=1',
    `references=${Array.from({ length: 51 }, (_, at) => `CVD-2026-${String(at).padStart(6, '0')}`)}`,
  ])('refuse %s', async (query) => {
    expect(await codeOf(await ask('GET', `/api/staff/heads?${query}`))).toEqual([422, 'invalid-fields']);
  });
});

describe('the list', () => {
  it('has as many on a page as are asked for', async () => {
    for (let count = 0; count < 60; count += 1) await desk.newCase();
    const [few, all, plain] = [await listed('?limit=1'), await listed('?limit=200'), await listed()];
    expect([few, all, plain].map(({ cases }) => cases.length)).toEqual([1, 61, 50]);
    expect(few.next).not.toBeNull();
    for (const limit of ['0', '201', '-1', '1.5', '', 'x', '01', '1e2'])
      expect(await codeOf(await ask('GET', `/api/staff/cases?limit=${limit}`))).toEqual([
        422,
        'invalid-fields',
      ]);
  });
});
