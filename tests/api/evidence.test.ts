import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { appendBatches } from '../../functions/log/append.ts';
import type { Case, EventKind } from '../../src/disclosure/case.ts';
import { evidenceSchema } from '../../src/disclosure/evidence-wire.ts';
import { checkEvidence } from '../../src/log/check-evidence.ts';
import { checkExport } from '../../src/log/check-export.ts';
import { readDeskKeys } from '../../src/log/desk-keys.ts';
import { LARGEST_EVIDENCE } from '../../src/log/evidence.ts';
import { joinDocuments } from '../../src/log/evidence-parts.ts';
import { openNote } from '../../src/log/note.ts';
import { readReceiptFile } from '../../src/log/receipt-file.ts';
import { readTrailEntry } from '../../src/log/trail.ts';
import { changeInput } from '../support/cases.ts';
import { acceptOne, entriesOf, grow } from '../support/log-desk.ts';
import { runToEnd } from '../support/run.ts';
import { codeOf, NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const DAY = 86_400_000;
const command = fileURLToPath(new URL('../../functions/node/verify-evidence.ts', import.meta.url));

let desk: StaffDesk;
let anna: string;
beforeEach(async () => {
  desk = await staffDesk();
  anna = await desk.signIn(0);
});

const ask = (query: string, cookie = anna) =>
  desk.request('GET', `/api/staff/evidence?${query}`, undefined, { cookie });
const made = async (query: string) => evidenceSchema.parse(await (await ask(query)).json());
const keys = () => readDeskKeys(desk.parts.deskKeys) ?? [];
const checked = async (document: string) => {
  const check = await checkEvidence(document, keys());
  if (!check.ok) throw new Error(check.why);
  return check;
};

/** A report of three days ago with its acceptance, answered a day later, in a log of some hundreds of entries. */
async function answeredCase() {
  const { reference } = await acceptOne(desk.parts, NOW - 3 * DAY);
  const { reply, parts, request } = desk;
  parts.clock.now = NOW - 2 * DAY;
  const body = { version: 1, assessment: 'confirmed', fixExpectedAt: '2026-12-24', ...(await reply()) };
  const { id, sealed, ...response } = body;
  const answer = await request(
    'POST',
    `/api/staff/cases/${reference}/response`,
    { ...response, message: { id, sealed } },
    { cookie: anna },
  );
  if (!answer.ok) throw new Error(await answer.text());
  parts.clock.now = NOW;
  await grow(parts, entriesOf(300));
  return reference;
}

describe('evidence of a case', () => {
  it('says what was promised, when it was kept and by whom, in words and for a program, proved by the log', async () => {
    const reference = await answeredCase();
    const { document, next } = await made(`case=${reference}`);
    expect(next).toBe(null);
    expect(document).toContain('Op tijd.');
    expect(document).toContain('door Anna <anna@example.com>');
    const check = await checked(document);
    expect(check).toMatchObject({ faults: [], included: 2, waiting: 0, unproved: [], isFormer: false });
    const [one] = check.evidence.cases;
    expect(one).toMatchObject({
      reference,
      receivedAt: NOW - 3 * DAY,
      status: 'confirmed',
      withdrawnAt: null,
    });
    expect(one?.promises).toContainEqual({
      ...{ name: 'first-response', dueAt: NOW, doneAt: NOW - 2 * DAY, outcome: 'kept' },
      by: 'Anna <anna@example.com>',
    });
    expect(one?.events.map(({ kind }) => kind)).toContain('response');
    expect(check.evidence).toMatchObject({
      about: reference,
      received: null,
      name: 'Anna <anna@example.com>',
    });
  });

  it('forgets no promise that was broken and made good, and takes no closed case for an answer', async () => {
    const reference = await answeredCase();
    const by = 'Anna <anna@example.com>';
    const happens = async (days: number, kind: EventKind, value: string, fields: Partial<Case> = {}) => {
      const current = await desk.store.findCase(reference);
      if (!current) throw new Error('no case');
      const at = NOW + days * DAY;
      const event = { version: current.version + 1, at, by: kind === 'message' ? null : by, kind, value };
      await desk.store.changeCase(changeInput(current, fields, { events: [event] }));
      desk.clock.now = at + DAY;
    };
    await happens(80, 'reply', '', { toldAt: NOW + 80 * DAY });
    await happens(81, 'message', 'x', { waitingSince: NOW + 81 * DAY });
    const closed = { status: 'closed', closedAt: NOW + 82 * DAY, waitingSince: null } as const;
    await happens(82, 'status', 'closed', closed);
    anna = await desk.signIn(0);
    const { document } = await made(`case=${reference}&language=en`);
    const { evidence } = await checked(document);
    expect(evidence.cases[0]?.promises).toEqual(
      expect.arrayContaining([
        { name: 'progress', outcome: 'late', dueAt: NOW + 12 * DAY, doneAt: NOW + 80 * DAY, by },
        { name: 'message', outcome: 'unanswered', dueAt: NOW + 83 * DAY, doneAt: NOW + 82 * DAY, by },
      ]),
    );
    expect(document).toMatch(/# {3}Keep the reporter informed: due by .* Too late: 68 days\./);
    expect(document).toMatch(/# {3}Answer the reporter’s message: .* Closed without an answer on .* by Anna/);
  });

  it('can be read also where a mark was set and taken back time and again, and leaves out what was in time first', async () => {
    const reference = await answeredCase();
    const current = await desk.store.findCase(reference);
    if (!current) throw new Error('no case');
    const by = 'Anna <anna@example.com>';
    const event = (minute: number, value: string) =>
      ({ version: 3, at: NOW - DAY + minute, by, kind: 'exploited', value }) as const;
    const events = Array.from({ length: 1000 }, (_, at) => event(at, at % 2 === 0 ? 'yes' : 'no'));
    const late = [
      event(-10, new Date(NOW - 3 * DAY).toISOString()),
      { ...event(-9, 'early-warning'), kind: 'reported' } as const,
      event(-8, 'no'),
    ];
    await desk.store.changeCase(changeInput(current, {}, { events: [...late, ...events] }));
    const { document } = await made(`case=${reference}&language=en`);
    expect(document.length).toBeLessThan(LARGEST_EVIDENCE);
    expect(document).toContain('lines are left out, those about what was in time first.');
    const { evidence, faults } = await checked(document);
    expect(faults).toEqual([]);
    const [one] = evidence.cases;
    expect(one?.leftOut.promises).toBeGreaterThan(1000);
    expect(one?.promises).toContainEqual({
      ...{ name: 'early-warning', outcome: 'late', by },
      ...{ dueAt: NOW - 2 * DAY, doneAt: NOW - DAY - 9 },
    });
  });

  it('keeps what was late before a mark of a year ago was set and taken back time and again', async () => {
    const reference = await answeredCase();
    const current = await desk.store.findCase(reference);
    if (!current) throw new Error('no case');
    const by = 'Anna <anna@example.com>';
    const since = NOW - 300 * DAY;
    const told = NOW + 80 * DAY;
    const event = (at: number, kind: EventKind, value: string) => ({ version: 3, at, by, kind, value });
    const marked = (at: number, from: number) => [
      event(at, 'exploited', new Date(from).toISOString()),
      event(at, 'reported', `early-warning ${new Date(from + 2 * DAY).toISOString()}`),
      event(at, 'exploited', 'no'),
    ];
    // One that stands later by its moments, and happened first.
    const first = marked(told + 1, NOW);
    const flood = Array.from({ length: 110 }, (_, index) => marked(told + 9 + index, since + index));
    const events = [event(told, 'reply', ''), ...first, ...flood.flat()];
    await desk.store.changeCase(changeInput(current, { toldAt: told }, { events }));
    desk.clock.now = told + DAY;
    anna = await desk.signIn(0);
    const { evidence, faults } = await checked((await made(`case=${reference}`)).document);
    expect(faults).toEqual([]);
    const [one] = evidence.cases;
    expect(one?.leftOut.promises).toBeGreaterThan(0);
    expect(one?.promises).toEqual(
      expect.arrayContaining([
        { name: 'progress', outcome: 'late', dueAt: NOW + 12 * DAY, doneAt: told, by },
        { name: 'early-warning', outcome: 'late', dueAt: NOW + DAY, doneAt: NOW + 2 * DAY, by },
      ]),
    );
  });

  it('is a receipt file as well, for the commands that look into the public log', async () => {
    const { document } = await made(`case=${await answeredCase()}`);
    const { statements, checkpoints } = readReceiptFile(document);
    expect(statements.map(({ position }) => typeof position)).toEqual(['number', 'number']);
    expect(checkpoints).toHaveLength(1);
  });

  it('speaks the language that is asked for, and names what is late', async () => {
    const { reference } = await acceptOne(desk.parts, NOW - 5 * DAY);
    await appendBatches(desk.parts);
    const { document } = await made(`case=${reference}&language=en`);
    expect(document).toMatch(/# {3}First response: due by .* UTC, not done yet\. Too late: 2 days\./);
    const check = await checked(document);
    expect(check.evidence.cases[0]?.promises[0]).toMatchObject({
      outcome: 'overdue',
      doneAt: null,
      by: null,
    });
    expect(check).toMatchObject({ faults: [], included: 1, waiting: 0 });
  });

  it('says of what came in just now that it waits for the log, and of what was never signed that nothing proves it', async () => {
    const { reference } = await acceptOne(desk.parts, NOW - 60_000);
    const fresh = await checked((await made(`case=${reference}`)).document);
    expect(fresh).toMatchObject({ faults: [], included: 0, waiting: 1, unproved: [] });
    const old = await desk.newCase();
    const { document } = await made(`case=${old.reference}`);
    expect(document).toContain('heeft het meldpunt er niets over ondertekend');
    expect(await checked(document)).toMatchObject({ faults: [], unproved: [old.reference] });
  });

  it('has nothing of what was written, of what was paid, and of the receipt', async () => {
    const reference = await answeredCase();
    const one = await desk.store.findCase(reference);
    const { document } = await made(`case=${reference}`);
    for (const secret of ['BEGIN PGP', one?.receiptId ?? 'x', one?.bodyHash ?? 'x'])
      expect(document).not.toContain(secret);
  });

  it('stands in the trail, and there is none of a case that is gone', async () => {
    const reference = await answeredCase();
    await made(`case=${reference}`);
    const [last] = await desk.store.readTrail({ before: null, limit: 1 });
    const entry = readTrailEntry(openNote(last?.note ?? '')?.text ?? '');
    expect(entry).toMatchObject({ act: 'evidence', reference });
    await desk.store.eraseCase({ reference, mails: [], now: NOW });
    expect(await codeOf(await ask(`case=${reference}`))).toEqual([404, 'not-found']);
  });
});

describe('evidence of a month', () => {
  it('has the cases that came in then, and says how many there were that are gone', async () => {
    const kept = await acceptOne(desk.parts, Date.parse('2026-10-31T23:59:00Z'));
    const gone = await acceptOne(desk.parts, Date.parse('2026-10-01T00:00:00Z'));
    await acceptOne(desk.parts, Date.parse('2026-11-01T00:00:00Z'));
    await desk.store.eraseCase({ reference: gone.reference, mails: [], now: NOW });
    await appendBatches(desk.parts);
    const { document, next } = await made('month=2026-10&language=en');
    expect(next).toBe(null);
    expect(document).toContain('According to the figures, 2 reports came in that month. Cases below: 1.');
    expect(document).not.toContain(gone.reference);
    const { evidence, faults, included } = await checked(document);
    expect([faults, included, evidence.received]).toEqual([[], 1, 2]);
    expect(evidence.cases.map(({ reference }) => reference)).toEqual([kept.reference]);
  });

  it('of sixty cases comes in parts of a bounded size, which one file holds and the command calls complete', async () => {
    for (let count = 0; count < 60; count += 1)
      await acceptOne(desk.parts, Date.parse('2026-10-10T00:00:00Z'));
    await appendBatches(desk.parts);
    const parts: string[] = [];
    const ends: (string | null)[] = [];
    let after: string | null = null;
    do {
      const { document, next } = await made(`month=2026-10${after ? `&after=${after}` : ''}`);
      parts.push(document);
      ends.push(next);
      after = next;
    } while (after !== null);
    expect(parts[0]).toContain('Dit is een deel');
    expect(parts.every(({ length }) => length <= LARGEST_EVIDENCE)).toBe(true);
    const whole = await checkExport([joinDocuments(parts)], keys());
    if (!whole.ok) throw new Error(whole.why);
    const cases = whole.parts.flatMap(({ evidence }) => evidence.cases.map(({ reference }) => reference));
    expect(whole.parts.map(({ evidence }) => evidence.cases.length)).toEqual([25, 25, 10]);
    expect([new Set(cases).size, whole.missing, whole.surplus, whole.twice]).toEqual([60, [], 0, []]);
    expect(whole.parts.flatMap(({ faults }) => faults)).toEqual([]);

    const folder = mkdtempSync(join(tmpdir(), 'meldpunt-evidence-'));
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const key = file('desk-key.txt', desk.parts.deskKeys);
    const verify = (...paths: string[]) =>
      runToEnd(process.execPath, [command, ...paths, '--desk-key', key, '--offline'], {
        cwd: folder,
        settings: { LANG: 'en' },
      });
    const [one = '', two = '', three = ''] = parts;
    const all = await verify(file('whole.txt', joinDocuments(parts)));
    expect(all.output).toContain(
      'The export is complete, from the first to the last day of that month. Parts: 3. Cases: 60.',
    );
    expect(all.code).toBe(0);
    const apart = await verify(file('3.txt', three), file('1.txt', one), file('2.txt', two));
    expect(apart.output).toContain(
      'The export is complete, from the first to the last day of that month. Parts: 3. Cases: 60.',
    );
    const without = await verify(file('without.txt', joinDocuments([one, three])));
    expect(without.output).toContain('A part is missing: the one after');
    expect(without.code).toBe(2);
    const changed = joinDocuments([one, two.replace('due 2026-10-13', 'due 2026-10-14'), three]);
    expect((await verify(file('changed.txt', changed))).code).toBe(1);
    desk.clock.now = NOW + 2 * DAY;
    anna = await desk.signIn(0);
    const { document: later } = await made(`month=2026-10&after=${ends[0]}`);
    const ofDays = await verify(file('days.txt', joinDocuments([one, later, three])));
    expect(ofDays.output).toContain('The parts were not all made on the same day');
    expect(ofDays.code).toBe(2);
    rmSync(folder, { recursive: true });
  });

  it('can be read also where a statement in the store is none any more, and says that one is left out', async () => {
    // As of a case whose statements somebody wrote over.
    await grow(desk.parts, entriesOf(1));
    const { document } = await made('month=2026-11');
    const { evidence, unproved } = await checked(document);
    expect(evidence.cases.map(({ leftOut }) => leftOut)).toEqual([{ events: 0, statements: 1, promises: 0 }]);
    expect(unproved).toHaveLength(1);
  });

  it('without a case is a document as well', async () => {
    expect((await checked((await made('month=2025-01')).document)).evidence).toMatchObject({
      cases: [],
      received: 0,
    });
  });
});

describe('asking for evidence', () => {
  it('takes one case or one month, and nothing else', async () => {
    for (const query of [
      ...['', 'case=CVD-2026', 'month=2026-13', 'month=2026', 'month=2026-10&case=CVD-2026-4F7K2Q'],
      ...['month=2026-10&after=x', 'case=CVD-2026-4F7K2Q&after=4F7K2Q:CVD-2026-4F7K2Q'],
      ...['month=2026-10&language=fr', 'month=2026-10&x=y'],
    ])
      expect(await codeOf(await ask(query)), query).toEqual([422, 'invalid-fields']);
    expect(await codeOf(await ask('month=2026-10', ''))).toEqual([401, 'not-signed-in']);
  });

  it('too often has to wait', async () => {
    const key = `evidence:${desk.team[0]?.fingerprint}`;
    const limit = { key, most: 120, windowSeconds: 3600, weight: 120 };
    await desk.store.countHit({ limits: [limit], now: NOW });
    expect(await codeOf(await ask('month=2026-10'))).toEqual([429, 'too-many-requests']);
  });
});

describe('a document of evidence', () => {
  it.each<[string, (document: string) => string, string]>([
    ['with another moment', (text) => text.replace('2026-11-21T09', '2026-11-21T08'), 'broken'],
    ['without its signature', (text) => text.slice(0, text.lastIndexOf('\n— ')), 'unreadable'],
    ['cut short', (text) => text.slice(0, 200), 'unreadable'],
  ])('that was changed is not believed: %s', async (_, change, why) => {
    const { document } = await made(`case=${await answeredCase()}`);
    expect(await checkEvidence(change(document), keys())).toMatchObject({ ok: false, why });
  });

  it('with line ends of Windows holds all the same', async () => {
    const { document } = await made(`case=${await answeredCase()}`);
    expect((await checked(document.replaceAll('\n', '\r\n'))).faults).toEqual([]);
  });

  it('that the desk signed, and that says something else than what it signed at the time, is found out', async () => {
    const reference = await answeredCase();
    const { document } = await made(`case=${reference}`);
    const text = openNote(document, document.length)?.text ?? '';
    const forged = async (change: (lines: string) => string) =>
      (await checked(desk.parts.desk.sign(change(text)))).faults.map(({ fault }) => fault);
    const given = new Date(NOW - 2 * DAY).toISOString();
    const earlier = new Date(NOW - 2.5 * DAY).toISOString();
    expect(await forged((lines) => lines.replace(`done ${given}`, `done ${earlier}`))).toEqual([
      'other-moment',
    ]);
    expect(await forged((lines) => lines.replace(/(?<=\nposition: )\d+/, '299'))).toEqual(['not-included']);
    expect(await forged((lines) => lines.replaceAll(/^proof: \S+/gm, `proof: ${'A'.repeat(43)}=`))).toEqual([
      ...['not-included', 'not-included'],
    ]);
    // As if both still waited for a batch, of which one was days ago.
    expect(await forged((lines) => lines.replaceAll(/^(position|proof): .*/gm, '$1: -'))).toEqual([
      ...['missing', 'missing'],
    ]);
    expect(await forged((lines) => lines.replace(/(?<=\n)case: .*/, 'case: CVD-2026-000000'))).toEqual([
      ...['other-month', 'other-case', 'other-case'],
    ]);
  });
});
