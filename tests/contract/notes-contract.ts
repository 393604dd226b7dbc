import { beforeEach, expect, it } from 'vitest';
import {
  bytesOfMessage,
  bytesOfStub,
  messageRecord,
  noteRecord,
  quotaFor,
} from '../../functions/store/quota.ts';
import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { monthOf } from '../../src/disclosure/clock.ts';
import { stubOf } from '../../src/disclosure/withdrawal.ts';
import { changeInput, messageIn, newCaseInput, newMessage, newNote, noteInput } from '../support/cases.ts';
import {
  ABSENT,
  atOnce,
  countOf,
  HOUR,
  makeCase,
  makeChange,
  NOW,
  type Open,
  type ReadWhole,
} from './stores.ts';

const ANNA = 'A'.repeat(40);
const BRAM = 'B'.repeat(40);
const APPENDED = { outcome: 'appended' };

/** What the team writes in a case for itself, and who saw what. */
export function notesContract(open: Open, readWhole: ReadWhole): void {
  let store: Store;
  let other: Store;
  let stores: readonly [Store, Store];
  beforeEach(async () => {
    stores = await open();
    [store, other] = stores;
  });
  const marksOf = async (reference: string, member = ANNA) =>
    (await other.readMarks({ references: [reference], member }))[0];

  it('notes stand in the order in which they came, each once, and leave the case as it is', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const before = [await store.readMessages(reference), await store.readEvents(reference)];
    const notes = [newNote(), newNote({ kind: 'triage' }), newNote({ kind: 'hand-over' })];
    for (const [at, note] of notes.entries()) {
      const input = noteInput(reference, at + 1, note);
      expect(await other.appendNote(input)).toEqual(APPENDED);
      expect(await store.appendNote({ ...input, number: at + 2 })).toEqual({
        outcome: 'repeated',
        number: at + 1,
      });
    }
    expect(await store.readNotes(reference)).toEqual(notes.map((note, at) => ({ ...note, number: at + 1 })));
    expect(await store.findCase(reference)).toEqual(current);
    expect([await store.readMessages(reference), await store.readEvents(reference)]).toEqual(before);
    expect(await marksOf(reference)).toEqual({ notes: 3, shared: 0, seen: null });
    // A change of the case leaves them where they are.
    await makeChange(other, current, { urgent: true });
    expect(await store.readNotes(reference)).toHaveLength(3);
    expect(await marksOf(reference)).toEqual({ notes: 3, shared: 0, seen: null });
    expect(await store.readNotes(ABSENT)).toEqual([]);
  });

  it('of many that want one place at once one gets it, and whoever takes the next number gets in', async () => {
    const { reference } = await makeCase(store);
    const outcomes = await atOnce(12, stores, (through) => through.appendNote(noteInput(reference, 1)));
    expect(countOf(outcomes, 'appended')).toBe(1);
    expect(countOf(outcomes, 'other-number')).toBe(11);
    for (const number of [0, 1, 3]) {
      const outcome = await store.appendNote(noteInput(reference, number));
      expect(outcome).toEqual({ outcome: 'other-number' });
    }
    expect(await store.appendNote(noteInput(reference, 2))).toEqual(APPENDED);
    const same = noteInput(reference, 3);
    const repeats = await atOnce(12, stores, (through) => through.appendNote(same));
    expect(countOf(repeats, 'appended')).toBe(1);
    expect(countOf(repeats, 'repeated')).toBe(11);
    expect((await store.readNotes(reference)).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('a case takes so many notes, and so many bytes of them, and not one more', async () => {
    const { reference } = await makeCase(store);
    const note = newNote({ by: 'Zoë <zoe@example.com>', sealed: '€\n'.repeat(9) });
    const bytes = Buffer.byteLength(noteRecord(note));
    const within = (most: number, mostBytes: number, number = 1) =>
      other.appendNote({ ...noteInput(reference, number, { ...note, id: newNote().id }), most, mostBytes });
    expect(await within(0, bytes)).toEqual({ outcome: 'full' });
    expect(await within(1, bytes - 1)).toEqual({ outcome: 'full' });
    expect(await within(1, bytes)).toEqual(APPENDED);
    expect(await within(1, 2 * bytes, 2)).toEqual({ outcome: 'full' });
    expect(await within(2, 2 * bytes - 1, 2)).toEqual({ outcome: 'full' });
    expect(await within(2, 2 * bytes, 2)).toEqual(APPENDED);
    // Messages have room of their own.
    const found = await store.findCase(reference);
    if (!found) throw new Error('the case is gone');
    const message = messageIn(newMessage('team', NOW), { most: 2 });
    expect(await store.changeCase(changeInput(found, {}, { message }))).toEqual({ outcome: 'changed' });
  });

  it('notes count towards the quota and the limits, and nothing is counted of what is refused', async () => {
    const { reference } = await makeCase(store);
    const stored = await store.storedBytes();
    const limits = [{ key: 'notes', most: 1, windowSeconds: 60 }];
    const input = { ...noteInput(reference, 1), limits };
    const size = bytesOfMessage(noteRecord(input.note));
    const room = (most: number) => ({ ...quotaFor('team', 0, NOW), most, warnAt: most + 1 });
    expect(await store.appendNote({ ...input, quota: room(stored + size - 1) })).toEqual({
      ...{ outcome: 'storage-full', hasMail: true },
    });
    expect(await store.storedBytes()).toBe(stored);
    for (const quota of [room(stored + size), room(0)]) {
      const { outcome } = await other.appendNote({ ...input, quota });
      expect(['appended', 'repeated']).toContain(outcome);
    }
    expect(await store.storedBytes()).toBe(stored + size);
    expect(await store.appendNote({ ...noteInput(reference, 2), limits })).toMatchObject({
      outcome: 'limited',
    });
    expect(await store.readNotes(reference)).toHaveLength(1);
    await store.eraseCase({ reference, mails: [], now: NOW });
    expect(await store.storedBytes()).toBe(0);
  });

  it('what is erased takes its notes along, and what was seen', async () => {
    const { reference, ...current } = await makeCase(store);
    await store.appendNote(noteInput(reference, 1, newNote({ kind: 'triage' })));
    await store.markSeen({ reference, member: ANNA, version: 1, notes: 1 });
    await other.eraseCase({ reference, mails: [], now: NOW });
    expect(await store.appendNote(noteInput(reference, 2))).toEqual({ outcome: 'gone' });
    expect(await store.markSeen({ reference, member: ANNA, version: 1, notes: 1 })).toBe(false);
    // Nothing of it is known of another case with the same reference.
    await makeCase(store, { ...current, reference });
    expect(await store.readNotes(reference)).toEqual([]);
    expect(await marksOf(reference)).toEqual({ notes: 0, shared: 0, seen: null });
    const asked = { references: [reference], mostReport: 9999, mostBytes: 9999 };
    expect(await store.readHeads(asked)).toMatchObject({ heads: [{ triage: null }] });
    expect(await store.appendNote(noteInput(reference, 1))).toEqual(APPENDED);
  });

  it('so does what is withdrawn, and a stub takes no more of them', async () => {
    const MARKER = 'marker-in-a-note';
    const marked = await makeChange(store, await makeCase(store), {
      ...{ exploitedAt: NOW, status: 'confirmed', respondedAt: NOW, assessment: 'confirmed' },
    });
    const { reference } = marked;
    const note = newNote({ kind: 'triage', sealed: MARKER.repeat(500) });
    await store.appendNote(noteInput(reference, 1, note));
    await store.markSeen({ reference, member: ANNA, version: 2, notes: 1 });
    expect(await readWhole()).toContain(MARKER);
    const left = stubOf(marked, await store.readEvents(reference), NOW + HOUR);
    if (!left) throw new Error('nothing is owed');
    expect(await other.withdrawCase({ ...left, seenVersion: 2, mails: [], now: NOW + HOUR })).toBe(true);
    for (const through of stores) await through.scrub();
    const whole = await readWhole();
    for (const mark of [MARKER, note.id, ANNA]) expect(whole.includes(mark), mark).toBe(false);
    expect(await store.readNotes(reference)).toEqual([]);
    expect(await marksOf(reference)).toEqual({ notes: 0, shared: 0, seen: null });
    expect(await store.storedBytes()).toBe(bytesOfStub(JSON.stringify(left.stub)));
    expect(await store.appendNote(noteInput(reference, 1))).toEqual({ outcome: 'gone' });
    const asked = { references: [reference], mostReport: 9999, mostBytes: 9999 };
    expect(await store.readHeads(asked)).toEqual({
      heads: [{ reference, report: null, triage: null }],
      left: [],
    });
    expect(await store.markSeen({ reference, member: ANNA, version: 3, notes: 0 })).toBe(true);
  });

  it('a report in which the team wrote a note is not erased as spam, also where both come at once', async () => {
    const spamOf = ({ reference, version, receivedAt }: Case) => ({
      ...{ reference, seenVersion: version, month: monthOf(receivedAt) },
    });
    const [noted, spam] = [await makeCase(store), await makeCase(store)];
    await store.appendNote(noteInput(noted.reference, 1));
    expect(await other.eraseSpam([noted, spam].map(spamOf))).toEqual([spam.reference]);
    expect(await store.readNotes(noted.reference)).toHaveLength(1);
    for (let round = 0; round < 10; round += 1) {
      const one = await makeCase(store);
      const [erased, appended] = await Promise.all([
        store.eraseSpam([spamOf(one)]),
        other.appendNote(noteInput(one.reference, 1)),
      ]);
      expect(appended.outcome).toBe(erased.length === 1 ? 'gone' : 'appended');
    }
  });

  it('what can not be read is left out of its head, and keeps no other head away', async () => {
    const [odd, sound] = [newCaseInput({ receivedAt: NOW }), newCaseInput({ receivedAt: NOW })];
    await store.createCase({ ...odd, report: { ...odd.report, at: 'unheard-of' as never } });
    await store.createCase(sound);
    const [first, second] = [odd, sound].map(({ newCase }) => newCase.reference);
    if (!first || !second) throw new Error('there are two');
    const triage = newNote({ kind: 'triage' });
    await store.appendNote(noteInput(first, 1, { ...triage, by: 1 as never }));
    const asked = { references: [first, second], mostReport: 9999, mostBytes: 99_999 };
    expect(await other.readHeads(asked)).toEqual({
      heads: [
        { reference: first, report: null, triage: null },
        { reference: second, report: sound.report.sealed, triage: null },
      ],
      left: [],
    });
  });

  it('a head is the report and the newest triage, of each case that there is, in the order asked', async () => {
    const inputs = [0, 1, 2].map(() => newCaseInput({ receivedAt: NOW }));
    for (const input of inputs) await store.createCase(input);
    const [first = '', second = '', third = ''] = inputs.map(({ newCase }) => newCase.reference);
    const newest = newNote({ kind: 'triage' });
    for (const [at, note] of [newNote({ kind: 'triage' }), newest, newNote()].entries())
      await store.appendNote(noteInput(second, at + 1, note));
    await store.appendNote(noteInput(third, 1));
    const references = [third, ABSENT, second, first];
    const all = { references, mostReport: 9999, mostBytes: 99_999 };
    const reports = new Map(inputs.map(({ newCase, report }) => [newCase.reference, report.sealed]));
    const expected = [third, second, first].map((reference) => ({
      reference,
      report: reports.get(reference) ?? null,
      triage: reference === second ? { ...newest, number: 2 } : null,
    }));
    expect(await other.readHeads(all)).toEqual({ heads: expected, left: [] });
    expect(await other.readHeads({ ...all, references: [] })).toEqual({ heads: [], left: [] });
    // The report of the first is longer than the others.
    const bytes = Buffer.byteLength(messageRecord(inputs[0]?.report ?? newMessage('team', NOW)));
    const shorter = await other.readHeads({ ...all, mostReport: bytes - 1 });
    expect(shorter.heads.map(({ report }) => report)).toEqual([null, null, null]);
    expect(shorter.heads[1]?.triage).toEqual({ ...newest, number: 2 });
  });

  it('heads end where their bytes do, and whoever asks for what is left gets all of them', async () => {
    const names: string[] = [];
    for (let count = 0; count < 7; count += 1) names.push((await makeCase(store)).reference);
    const [report] = await store.readMessages(names[0] ?? '');
    if (!report) throw new Error('no report');
    const bytes = Buffer.byteLength(messageRecord(report));
    const found: string[] = [];
    const sizes: number[] = [];
    for (let asked = names; asked.length > 0; ) {
      const { heads, left } = await other.readHeads({
        ...{ references: asked, mostReport: 9999, mostBytes: 3 * bytes },
      });
      found.push(...heads.map(({ reference }) => reference));
      sizes.push(heads.length);
      expect(asked).toEqual([...heads.map(({ reference }) => reference), ...left]);
      asked = left;
    }
    expect(found).toEqual(names);
    expect(sizes).toEqual([3, 3, 1]);
    // One that is too large by itself comes all the same, alone.
    const tight = { references: names, mostReport: 9999, mostBytes: 1 };
    expect(await store.readHeads(tight)).toMatchObject({
      heads: [{ reference: names[0] }],
      left: names.slice(1),
    });
  });

  it('what a member has seen is theirs alone, never less than before, and never more than there is', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const changed = await makeChange(store, await makeChange(store, current));
    await store.appendNote(noteInput(reference, 1));
    await store.appendNote(noteInput(reference, 2));
    const see = (version: number, notes: number) =>
      other.markSeen({ reference, member: ANNA, version, notes });
    expect(await see(2, 1)).toBe(true);
    expect(await marksOf(reference)).toEqual({ notes: 2, shared: 0, seen: { version: 2, notes: 1 } });
    await see(1, 2);
    expect(await marksOf(reference)).toEqual({ notes: 2, shared: 0, seen: { version: 2, notes: 2 } });
    await see(999, 999);
    expect(await marksOf(reference)).toEqual({ notes: 2, shared: 0, seen: { version: 3, notes: 2 } });
    expect(await marksOf(reference, BRAM)).toEqual({ notes: 2, shared: 0, seen: null });
    expect(await store.findCase(reference)).toEqual(changed);
    expect(await store.markSeen({ reference: ABSENT, member: ANNA, version: 1, notes: 0 })).toBe(false);
    const { reference: fresh } = await makeCase(store);
    const references = [fresh, ABSENT, reference];
    expect(await store.readMarks({ references, member: ANNA })).toEqual([
      { notes: 0, shared: 0, seen: null },
      { notes: 0, shared: 0, seen: null },
      { notes: 2, shared: 0, seen: { version: 3, notes: 2 } },
    ]);
    expect(await store.readMarks({ references: [], member: ANNA })).toEqual([]);
  });
}
