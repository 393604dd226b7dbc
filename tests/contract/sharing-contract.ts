import { randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { quotaFor } from '../../functions/store/quota.ts';
import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import {
  ample,
  changeInput,
  copiesInput,
  messageIn,
  newMessage,
  newNote,
  noteInput,
  randomId,
  shareInput,
} from '../support/cases.ts';
import { ABSENT, atOnce, countOf, DAY, makeCase, NOW, type Open, type ReadWhole } from './stores.ts';

const KEPT = { outcome: 'kept' };
const SHARED = { outcome: 'shared' };

/** How colleagues are given access to what is stored. */
export function sharingContract(open: Open, readWhole: ReadWhole): void {
  let store: Store;
  let other: Store;
  let stores: readonly [Store, Store];
  beforeEach(async () => {
    stores = await open();
    [store, other] = stores;
  });

  const copiesOf = (reference: string, copies: string, fields = {}) => ({
    ...copiesInput(reference, copies),
    ...fields,
  });
  type ShareInput = Parameters<Store['shareCase']>[0];
  const shareOf = (reference: string, fields: Partial<ShareInput> = {}): ShareInput => ({
    ...shareInput(reference, 1),
    ...fields,
  });
  /** A case with a report, a reply and a note. */
  async function fullCase(): Promise<Case> {
    const current = await makeCase(store);
    const message = messageIn(newMessage('team', NOW));
    const input = changeInput(current, {}, { message });
    await store.changeCase(input);
    await store.appendNote(noteInput(current.reference, 1));
    return input.changed;
  }
  async function attach(reference: string, bytes: Uint8Array, more: readonly Uint8Array[] = []) {
    const attachmentId = randomId();
    const chunks = [bytes, ...more];
    for (const [index, chunk] of chunks.entries()) {
      const whole = { count: chunks.length, eraseAt: Date.now() + DAY, quota: ample, limits: [], now: NOW };
      await store.putChunk({ reference, attachmentId, index, bytes: chunk, ...whole });
    }
    return attachmentId;
  }
  const longer = (sealed: string) => sealed.replace('\n\n', `\n\n${randomBytes(300).toString('base64')}`);

  it('copies are kept beside all else, those that come later in their place', async () => {
    const { reference } = await fullCase();
    const before = [await store.readMessages(reference), await store.readNotes(reference)];
    expect(await store.readSharing(reference)).toEqual({ version: 0, copies: null });
    expect(await store.keepCopies(copiesOf(reference, 'the first é'))).toEqual(KEPT);
    for (let times = 0; times < 2; times += 1)
      expect(await other.keepCopies(copiesOf(reference, 'the second'))).toEqual(KEPT);
    expect(await store.readSharing(reference)).toEqual({ version: 0, copies: 'the second' });
    expect([await store.readMessages(reference), await store.readNotes(reference)]).toEqual(before);
    expect(await store.keepCopies(copiesOf(reference, 'x', { seenVersion: 1 }))).toEqual({
      outcome: 'stale',
    });
    expect(await store.keepCopies(copiesOf(ABSENT, 'x'))).toEqual({ outcome: 'gone' });
    expect(await store.readSharing(ABSENT)).toEqual({ version: 0, copies: null });
  });

  it('replaces messages, originals and notes at once, with the note that says so, and lets go of the copies', async () => {
    const current = await fullCase();
    const { reference } = current;
    const [messages, notes] = [await store.readMessages(reference), await store.readNotes(reference)];
    await store.keepCopies(copiesOf(reference, 'copies'));
    const shared = messages.map((one) => ({
      ...one,
      sealed: longer(one.sealed),
      sharedAt: NOW,
      original: `first of ${one.id}`,
    }));
    const anew = notes.map((one) => ({ ...one, sealed: longer(one.sealed) }));
    const input = shareOf(reference, { messages: shared, notes: anew, number: 2 });
    expect(await other.shareCase(input)).toEqual(SHARED);
    expect(await store.shareCase(input)).toEqual({ outcome: 'repeated' });
    expect(await store.readMessages(reference)).toEqual(shared);
    expect(await store.readNotes(reference)).toEqual([...anew, { ...input.note, number: 2 }]);
    expect(await store.readSharing(reference)).toEqual({ version: 1, copies: null });
    expect(await store.findCase(reference)).toEqual(current);
    const text = await readWhole();
    for (const { sealed } of shared) expect(text).toContain(JSON.stringify(sealed).slice(40, 200));
    // What comes later stands behind them all.
    const message = newMessage('team', NOW);
    await store.changeCase(changeInput(current, {}, { message: messageIn(message) }));
    expect(await store.appendNote(noteInput(reference, 3))).toEqual({ outcome: 'appended' });
    expect((await store.readMessages(reference)).map(({ id }) => id)).toEqual([
      ...messages.map(({ id }) => id),
      message.id,
    ]);
  });

  it('changes nothing where the case was shared since, the note has another place, or something is missing', async () => {
    const { reference } = await fullCase();
    const [report] = await store.readMessages(reference);
    const messages = report ? [{ ...report, sealed: 'another' }] : [];
    const all = async () => [await store.readMessages(reference), await store.readNotes(reference)];
    const before = await all();
    const refused: [Partial<ShareInput>, string][] = [
      [{ seenVersion: 3, number: 2 }, 'stale'],
      [{ number: 1 }, 'other-number'],
      [{ number: 2, most: 1 }, 'full'],
      [{ number: 2, mostBytes: 10 }, 'full'],
      [{ number: 2, mostMessageBytes: 10 }, 'full'],
      [{ number: 2, heads: [{ attachmentId: randomId(), length: 3, head: new Uint8Array(9) }] }, 'stale'],
      [{ number: 2, messages: messages.map((one) => ({ ...one, number: 7 })) }, 'stale'],
    ];
    for (const [fields, outcome] of refused)
      expect(await store.shareCase(shareOf(reference, { messages, ...fields })), outcome).toEqual({
        outcome,
      });
    expect(await store.shareCase(shareOf(ABSENT))).toEqual({ outcome: 'gone' });
    expect(await all()).toEqual(before);
    expect(await store.readSharing(reference)).toEqual({ version: 0, copies: null });
  });

  it('makes no case touched, nor unread for who had seen it', async () => {
    const current = await makeCase(store);
    const { reference } = current;
    const marks = async (member: string) => (await other.readMarks({ references: [reference], member }))[0];
    await store.markSeen({ reference, member: 'A', version: 1, notes: 0 });
    expect(await store.shareCase(shareOf(reference))).toEqual(SHARED);
    expect(await marks('A')).toEqual({ notes: 1, shared: 1, seen: { version: 1, notes: 1 } });
    await store.appendNote(noteInput(reference, 2));
    expect(
      await store.shareCase(shareOf(reference, { ...shareInput(reference, 3), seenVersion: 1 })),
    ).toEqual(SHARED);
    // A note in between was not seen.
    expect(await marks('A')).toEqual({ notes: 3, shared: 2, seen: { version: 1, notes: 1 } });
    expect(await marks('B')).toEqual({ notes: 3, shared: 2, seen: null });
    const spam = (one: string) => store.eraseSpam([{ reference: one, seenVersion: 1, month: '2026-11' }]);
    expect(await spam(reference)).toEqual([]);
    const { reference: shared } = await makeCase(store);
    await store.shareCase(shareOf(shared));
    expect(await spam(shared)).toEqual([shared]);
  });

  it('of many who share at once one does', async () => {
    const { reference } = await makeCase(store);
    const outcomes = await atOnce(8, stores, (through) => through.shareCase(shareOf(reference)));
    expect(countOf(outcomes, 'shared')).toBe(1);
    expect(countOf(outcomes, 'stale')).toBe(7);
    expect(await store.readNotes(reference)).toHaveLength(1);
  });

  it('a first chunk gets another beginning, again and again, and the rest of it stays', async () => {
    const { reference } = await makeCase(store);
    for (const length of [0, 1, 2, 3, 100, 301]) {
      const rest = new Uint8Array(randomBytes(1000));
      const old = new Uint8Array(randomBytes(length));
      const second = new Uint8Array(randomBytes(50));
      const attachmentId = await attach(reference, new Uint8Array([...old, ...rest]), [second]);
      let last = length;
      for (const size of [7, 250, 92]) {
        const head = new Uint8Array(randomBytes(size));
        const { version } = await store.readSharing(reference);
        const number = (await store.readNotes(reference)).length + 1;
        const heads = [{ attachmentId, length: last, head }];
        const room = { most: 99, mostBytes: 1_000_000 };
        const input = shareOf(reference, { seenVersion: version, number, heads, ...room });
        expect(await other.shareCase(input)).toEqual(SHARED);
        const whole = new Uint8Array([...head, ...rest]);
        expect(await store.readChunk({ reference, attachmentId, index: 0 })).toEqual(whole);
        const beginning = await store.readHead({ reference, attachmentId, most: 400 });
        expect(beginning?.length).toBeGreaterThan(size);
        expect(whole.subarray(0, beginning?.length)).toEqual(beginning);
        last = size;
      }
      expect(await store.readChunk({ reference, attachmentId, index: 1 })).toEqual(second);
      expect(await store.listChunks(reference)).toMatchObject({ [attachmentId]: [0, 1] });
    }
    expect(await store.readHead({ reference, attachmentId: randomId(), most: 400 })).toBeNull();
  });

  it('counts what it keeps, and gives it back with the case', async () => {
    const empty = await store.storedBytes();
    const { reference } = await fullCase();
    const attachmentId = await attach(reference, new Uint8Array(randomBytes(3000)));
    const before = await store.storedBytes();
    await store.keepCopies(copiesOf(reference, 'x'.repeat(5000)));
    expect(await store.storedBytes()).toBe(before + 5000);
    await store.keepCopies(copiesOf(reference, 'x'.repeat(200)));
    expect(await store.storedBytes()).toBe(before + 200);
    const [report] = await store.readMessages(reference);
    if (!report) throw new Error('no report');
    const sealed = report.sealed + 'y'.repeat(1000);
    const heads = [{ attachmentId, length: 30, head: new Uint8Array(randomBytes(630)) }];
    const note = newNote({ kind: 'sharing', sealed: 'z' });
    const input = shareOf(reference, { messages: [{ ...report, sealed }], heads, note, number: 2 });
    expect(await store.shareCase(input)).toEqual(SHARED);
    const grown = (await store.storedBytes()) - before;
    expect(grown).toBeGreaterThan(1000 + 600 + 1024);
    expect(grown).toBeLessThan(1000 + 800 + 1024 + 300);
    await store.eraseCase({ reference, mails: [], now: NOW });
    expect(await store.storedBytes()).toBe(empty);
  });

  it('takes nothing that would pass the quota, counted with what goes for it', async () => {
    const { reference } = await fullCase();
    const stored = await store.storedBytes();
    const full = { ...quotaFor('team', stored, NOW), most: stored };
    const keep = (copies: string, quota: typeof full) =>
      store.keepCopies(copiesOf(reference, copies, { quota }));
    expect(await keep('x', full)).toMatchObject({ outcome: 'storage-full' });
    const share = await store.shareCase(shareOf(reference, { number: 2, quota: full }));
    expect(share).toMatchObject({ outcome: 'storage-full' });
    const nearly = { ...full, most: stored + 9000 };
    for (const copies of ['x'.repeat(9000), 'y'.repeat(9000)])
      expect(await keep(copies, nearly)).toEqual(KEPT);
  });

  it('copies that nobody confirmed go when their time is over, and what they counted for with them', async () => {
    const { reference } = await fullCase();
    const before = await store.storedBytes();
    await store.keepCopies(copiesOf(reference, 'x'.repeat(700)));
    await other.eraseStale(NOW + DAY - 1);
    expect((await store.readSharing(reference)).copies).not.toBeNull();
    await other.eraseStale(NOW + DAY);
    await other.eraseStale(NOW + DAY);
    expect(await store.readSharing(reference)).toEqual({ version: 0, copies: null });
    expect(await store.storedBytes()).toBe(before);
  });

  it('goes with the case, erased or withdrawn', async () => {
    const empty = await store.storedBytes();
    for (const isErased of [true, false]) {
      const current = await fullCase();
      const { reference } = current;
      const attachmentId = await attach(reference, new Uint8Array(randomBytes(300)));
      const heads = [{ attachmentId, length: 3, head: new Uint8Array(9) }];
      expect(await store.shareCase(shareOf(reference, { number: 2, heads }))).toEqual(SHARED);
      await store.keepCopies(copiesOf(reference, 'the copies', { seenVersion: 1 }));
      const step = { mails: [], now: NOW };
      const stub = { ...current, version: current.version + 1, withdrawnAt: NOW };
      if (isErased) await store.eraseCase({ reference, ...step });
      else await store.withdrawCase({ stub, seenVersion: current.version, events: [], ...step });
      expect(await store.readSharing(reference)).toEqual({ version: 0, copies: null });
      expect(await store.readHead({ reference, attachmentId, most: 9 })).toBeNull();
      expect(await store.keepCopies(copiesOf(reference, 'x'))).toEqual({ outcome: 'gone' });
      expect(await store.shareCase(shareOf(reference))).toEqual({ outcome: 'gone' });
      await store.eraseStale(NOW + 9 * DAY);
      await store.eraseCase({ reference, ...step });
      expect(await store.storedBytes()).toBe(empty);
    }
  });
}
