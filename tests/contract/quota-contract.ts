import { beforeEach, expect, it } from 'vitest';
import {
  bytesOfCase,
  bytesOfMessage,
  messageRecord,
  quotaFor,
  storageEntry,
} from '../../functions/store/quota.ts';
import type { Quota, Store } from '../../functions/store/store.ts';
import { ample, changeInput, messageIn, newCaseInput, newMessage, randomId } from '../support/cases.ts';
import { atOnce, countOf, DAY, makeCase, NOW, type Open, takeAll } from './stores.ts';

const FULL = { outcome: 'storage-full', hasMail: true };

/** A quota with room for so many bytes, that warns from `warnAt` on. */
function room(most: number, warnAt = most + 1, now = NOW): Quota {
  return { ...quotaFor('team', 0, now), most, warnAt };
}

/** What bytes are counted, and where they end. */
export function quotaContract(open: Open): void {
  let store: Store;
  let other: Store;
  let stores: readonly [Store, Store];
  beforeEach(async () => {
    stores = await open();
    [store, other] = stores;
  });

  /** Puts a chunk of 3000 bytes, which is a multiple of what base64 works in. */
  const put = (reference: string, attachmentId: string, index: number, extras: Partial<Chunk> = {}) =>
    store.putChunk({
      ...{ reference, attachmentId, index, bytes: new Uint8Array(3000), count: 2 },
      ...{ eraseAt: Date.now() + DAY, quota: ample, limits: [], now: NOW, ...extras },
    });
  /** How much is stored since the last time. */
  let last = 0;
  async function added(): Promise<number> {
    const before = last;
    last = await other.storedBytes();
    return last - before;
  }
  beforeEach(() => {
    last = 0;
  });

  it('a case, a message and a chunk count once, and all of it comes back when the case is erased', async () => {
    expect(await added()).toBe(0);
    const input = newCaseInput({ receivedAt: NOW, replyKey: 'locked, één' });
    const { newCase } = input;
    const ofCase = bytesOfCase(JSON.stringify(newCase), messageRecord(input.report));
    for (const expected of [ofCase, 0]) {
      await store.createCase(input);
      expect(await added()).toBe(expected);
    }
    const message = { ...newMessage('team', NOW), by: 'Zoë <zoe@example.com>' };
    const change = changeInput(newCase, {}, { message: messageIn(message) });
    for (const expected of [bytesOfMessage(messageRecord(message)), 0]) {
      await store.changeCase(change);
      expect(await added()).toBe(expected);
    }
    await store.changeCase(changeInput(change.changed, { status: 'closed', closedAt: NOW }));
    expect(await added()).toBe(0);
    const attachmentId = randomId();
    await put(newCase.reference, attachmentId, 0);
    const chunk = await added();
    expect([3000, 4000]).toContain(chunk);
    for (const [index, expected] of [
      [0, 0],
      [1, chunk],
      [1, 0],
    ] as const) {
      await put(newCase.reference, attachmentId, index);
      expect(await added()).toBe(expected);
    }
    await makeCase(other);
    const rest = await added();
    for (const expected of [rest, rest]) {
      await store.eraseCase({ reference: newCase.reference, mails: [], now: NOW });
      expect(await other.storedBytes()).toBe(expected);
    }
  });

  it('what an upload held that was not completed in time comes back, what is complete stays', async () => {
    const { reference } = await makeCase(store);
    const { reference: erased } = await makeCase(store);
    const [whole, half] = [randomId(), randomId()];
    const before = await store.storedBytes();
    const eraseAt = Date.now() + 600;
    for (const index of [0, 1]) await put(reference, whole, index, { eraseAt });
    const complete = await store.storedBytes();
    // More than are erased in one go.
    for (let index = 0; index < 60; index += 1) await put(reference, randomId(), 0, { eraseAt });
    await put(reference, half, 1, { eraseAt });
    await put(erased, half, 1, { eraseAt });
    const later = await put(reference, randomId(), 0);
    expect(later).toMatchObject({ outcome: 'stored' });
    await store.eraseCase({ reference: erased, mails: [], now: NOW });
    const ofErased = before - (await sizeOf(reference));
    await new Promise((done) => setTimeout(done, 700));
    // One upload still has time.
    const chunk = (complete - before) / 2;
    for (let turn = 0; turn < 2; turn += 1) {
      await other.eraseStale(Date.now());
      expect(await store.storedBytes()).toBe(complete - ofErased + chunk);
    }
    await store.eraseCase({ reference, mails: [], now: NOW });
    expect(await store.storedBytes()).toBe(0);

    /** What a case counted for without its chunks. */
    async function sizeOf(name: string): Promise<number> {
      const found = await store.findCase(name);
      const [report] = await store.readMessages(name);
      if (!found || !report) throw new Error('no such case');
      return bytesOfCase(JSON.stringify(found), messageRecord(report));
    }
  });

  it('a case that would pass the quota is refused, and nothing of it is stored or counted', async () => {
    await makeCase(store);
    const stored = await store.storedBytes();
    const limits = [{ key: 'all', most: 1, windowSeconds: 60 }];
    const input = newCaseInput({ receivedAt: NOW }, limits);
    const size = bytesOfCase(JSON.stringify(input.newCase), messageRecord(input.report));
    const tight = { ...input, quota: room(stored + size - 1) };
    expect(await store.createCase(tight)).toEqual(FULL);
    expect(await store.findCase(input.newCase.reference)).toBeNull();
    expect(await store.storedBytes()).toBe(stored);
    const [first] = await store.readFigures(['2026-11']);
    expect(first?.received).toBe(1);
    // It counted as no hit, and what fits exactly fits.
    expect(await other.createCase({ ...input, quota: room(stored + size) })).toEqual({ outcome: 'created' });
    expect(await store.createCase(tight)).toEqual({ outcome: 'repeated', existing: input.newCase });
  });

  it('a message that would pass the quota is refused, a change without one never', async () => {
    const current = await makeCase(store);
    const message = messageIn(newMessage('reporter', NOW));
    const quota = room(0);
    expect(await store.changeCase(changeInput(current, {}, { message, quota }))).toEqual(FULL);
    expect(await store.readMessages(current.reference)).toHaveLength(1);
    expect(await store.findCase(current.reference)).toEqual(current);
    const closed = changeInput(current, { status: 'closed', closedAt: NOW }, { quota });
    expect(await store.changeCase(closed)).toEqual({ outcome: 'changed' });
    const more = room((await store.storedBytes()) + bytesOfMessage(messageRecord(message.message)));
    expect(await store.changeCase(changeInput(closed.changed, {}, { message, quota: more }))).toEqual({
      outcome: 'changed',
    });
  });

  it('a chunk that would pass the quota is refused, one that is in is not', async () => {
    const { reference } = await makeCase(store);
    const attachmentId = randomId();
    await put(reference, attachmentId, 0);
    const quota = room(await store.storedBytes());
    expect(await put(reference, attachmentId, 1, { quota })).toEqual(FULL);
    expect(await put(reference, attachmentId, 0, { quota })).toEqual({ outcome: 'stored', hasMail: false });
    expect(await store.listChunks(reference)).toEqual({ [attachmentId]: [0] });
    const more = room(quota.most + 4000);
    expect(await put(reference, attachmentId, 1, { quota: more })).toMatchObject({ outcome: 'stored' });
  });

  it('of many at once so many are stored as fit', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    const size = bytesOfCase(JSON.stringify(input.newCase), messageRecord(input.report));
    const quota = room(5 * size);
    const outcomes = await atOnce(12, stores, (through) =>
      through.createCase({ ...newCaseInput({ receivedAt: NOW }), quota }),
    );
    expect(countOf(outcomes, 'created')).toBe(5);
    expect(countOf(outcomes, 'storage-full')).toBe(7);
    expect(await store.storedBytes()).toBe(5 * size);
  });

  it('the step that reaches the warning announces it once a day, and a refusal has a mail of its own', async () => {
    const { reference, ...current } = await makeCase(store);
    await store.removeMail((await takeAll(store, NOW))[0]?.id ?? '');
    const stored = await store.storedBytes();
    const attachmentId = randomId();
    const quota = room(stored + 12_000, stored + 3000);
    expect(await put(reference, attachmentId, 0, { quota, count: 9 })).toEqual({
      outcome: 'stored',
      hasMail: true,
    });
    expect(await put(reference, attachmentId, 1, { quota, count: 9 })).toEqual({
      outcome: 'stored',
      hasMail: false,
    });
    const full = { ...quota, most: stored };
    const message = messageIn(newMessage('reporter', NOW));
    const refused = changeInput({ reference, ...current }, {}, { message, quota: full });
    for (const hasMail of [true, false])
      expect(await store.changeCase(refused)).toEqual({ outcome: 'storage-full', hasMail });
    const tomorrow = room(stored + 99_000, stored + 3000, NOW + DAY);
    const input = { ...newCaseInput({ receivedAt: NOW + DAY }), mails: [], quota: tomorrow };
    expect(await store.createCase(input)).toEqual({ outcome: 'created' });
    const due = await takeAll(other, NOW + DAY);
    expect(due.map(({ id }) => id).sort()).toEqual([
      'storage.filling.2026-11-23',
      'storage.filling.2026-11-24',
      'storage.full.2026-11-23',
    ]);
    expect(due[0]).toMatchObject({ kind: 'storage-warning', reference: '' });
  });

  it('a step that takes more than a part of one of its limits announces that once a day, whatever it stores', async () => {
    const { reference, ...current } = await makeCase(store);
    await store.removeMail((await takeAll(store, NOW))[0]?.id ?? '');
    const flooded = async (days = 0) => {
      const ids = (await takeAll(other, NOW + days * DAY)).map(({ id }) => id);
      for (const id of ids) await other.removeMail(id);
      return ids;
    };
    /** A limit of ten, of which six may be counted before it is told. */
    const watching = (key: string, weight: number, now = NOW) => {
      const limit = { key, weight, most: 10, windowSeconds: DAY / 1000 };
      const budget = { limit, warnAt: 6, warning: storageEntry('flooded', now) };
      return { quota: { ...ample, budget }, limits: [limit] };
    };
    const create = (weight: number, now = NOW) =>
      store.createCase({
        ...newCaseInput({ receivedAt: now }),
        mails: [],
        ...watching('reports', weight, now),
      });
    await create(6);
    expect(await flooded()).toEqual([]);
    await create(1);
    expect(await flooded()).toEqual(['storage.flooded.2026-11-23']);
    await create(1);
    // What is refused announces nothing: it was told by then.
    expect(await create(5)).toMatchObject({ outcome: 'limited', reached: 0 });
    expect(await flooded()).toEqual([]);
    for (const days of [1, 2]) {
      await create(7, NOW + days * DAY);
      expect(await flooded(days)).toEqual([`storage.flooded.2026-11-${23 + days}`]);
    }
    const third = NOW + 3 * DAY;
    const message = messageIn(newMessage('reporter', third));
    const change = changeInput(
      { reference, ...current },
      {},
      { message, now: third, ...watching('messages', 7, third) },
    );
    await store.changeCase(change);
    expect(await flooded(3)).toEqual(['storage.flooded.2026-11-26']);
    const fourth = NOW + 4 * DAY;
    const input = { now: fourth, ...watching('attachments', 7, fourth) };
    expect(await put(reference, randomId(), 0, input)).toEqual({ outcome: 'stored', hasMail: true });
    expect(await flooded(4)).toEqual(['storage.flooded.2026-11-27']);
  });
}

type Chunk = Parameters<Store['putChunk']>[0];
