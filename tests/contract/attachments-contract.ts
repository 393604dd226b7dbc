import { randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { ample, randomId } from '../support/cases.ts';
import { ABSENT, makeCase, makeChange, NOW, type Open } from './stores.ts';

const STORED = { outcome: 'stored', hasMail: false };

/** How attachments come in, chunk by chunk. */
export function attachmentsContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  it('attachments that messages announced come back with the case as they were, beside those of the report', async () => {
    const ofReport = { id: randomId(), size: 5000 };
    const current = await makeCase(store, { attachments: [ofReport] });
    const ofMessage = { id: randomId(), size: 6000, number: 2, announcedAt: NOW + 1 };
    const ofTeam = { id: randomId(), size: 7000, from: 'team', number: 3, announcedAt: NOW + 2 } as const;
    const attachments = [ofReport, ofMessage, ofTeam];
    await makeChange(other, current, { attachments });
    expect((await store.findCase(current.reference))?.attachments).toEqual(attachments);
    expect((await store.findCases([current.reference])).cases[0]?.attachments).toEqual(attachments);
  });

  it('chunks come in any order and more than once, and the first bytes of each stay', async () => {
    const { reference } = await makeCase(store);
    const attachmentId = randomId();
    const eraseAt = Date.now() + 60_000;
    const room = { quota: ample, limits: [], now: NOW };
    const put = (index: number, bytes: Uint8Array) =>
      other.putChunk({ reference, attachmentId, index, bytes, count: 3, eraseAt, ...room });
    const bytes = [0, 1, 2].map((fill) => new Uint8Array(70_000).fill(fill + 200));
    for (const index of [2, 0, 2]) expect(await put(index, bytes[index] ?? new Uint8Array())).toEqual(STORED);
    expect(await store.listChunks(reference)).toEqual({ [attachmentId]: [0, 2] });
    expect(await put(0, new Uint8Array(70_000).fill(9))).toEqual(STORED);
    expect(await put(1, bytes[1] ?? new Uint8Array())).toEqual(STORED);
    for (const index of [0, 1, 2])
      expect(await store.readChunk({ reference, attachmentId, index })).toEqual(bytes[index]);
    expect(await store.readChunk({ reference, attachmentId, index: 3 })).toBeNull();
    const stray = { reference: ABSENT, attachmentId, index: 0, bytes: new Uint8Array(1), count: 1, eraseAt };
    expect(await store.putChunk({ ...stray, ...room })).toEqual({ outcome: 'gone' });
  });

  it('a chunk may come in parts, in order and each more than once; it is in with its last one', async () => {
    const { reference } = await makeCase(store);
    const attachmentId = randomId();
    const before = await store.storedBytes();
    const [first, second, third] = [30, 60, 7].map((size, at) => new Uint8Array(size).fill(at + 250));
    const whole = Buffer.concat([first, second, third].map((bytes) => bytes ?? new Uint8Array()));
    const put = (bytes: Uint8Array | undefined, start: number, index = 0) =>
      other.putChunk({
        ...{ reference, attachmentId, index, bytes: bytes ?? new Uint8Array(), count: 2 },
        ...{ part: { start, length: whole.length }, eraseAt: Date.now() + 60_000 },
        ...{ quota: ample, limits: [], now: NOW },
      });
    expect(await put(second, 30)).toEqual({ outcome: 'gap' });
    for (let times = 0; times < 2; times += 1) expect(await put(first, 0)).toEqual(STORED);
    expect(await store.listParts({ reference, attachmentId })).toEqual([{ index: 0, bytes: 30 }]);
    expect(await store.listChunks(reference)).toEqual({});
    expect(await store.readChunk({ reference, attachmentId, index: 0 })).toBeNull();
    expect(await put(third, 90)).toEqual({ outcome: 'gap' });
    // The whole of what is here in part: it goes on where it stopped.
    expect(await put(whole, 0)).toEqual({ outcome: 'gap' });
    for (let times = 0; times < 2; times += 1) expect(await put(second, 30)).toEqual(STORED);
    expect(await put(first, 0)).toEqual(STORED);
    expect(await store.listParts({ reference, attachmentId })).toEqual([{ index: 0, bytes: 90 }]);
    expect(await put(third, 90)).toEqual(STORED);
    expect(await store.listParts({ reference, attachmentId })).toEqual([]);
    expect(await store.listParts({ reference, attachmentId: randomId() })).toEqual([]);
    expect(await store.listChunks(reference)).toEqual({ [attachmentId]: [0] });
    expect(await store.readChunk({ reference, attachmentId, index: 0 })).toEqual(new Uint8Array(whole));
    expect(await put(second, 30)).toEqual(STORED);
    expect(await put(whole, 0, 1)).toEqual(STORED);
    expect(await store.listChunks(reference)).toEqual({ [attachmentId]: [0, 1] });
    // Each byte counts once, in the base64 of kv as well.
    const stored = (await store.storedBytes()) - before;
    expect([2 * whole.length, 2 * Math.ceil(whole.length / 3) * 4]).toContain(stored);
  });

  it('parts of several chunks of an attachment do not get mixed up, and are in as they came', async () => {
    const { reference } = await makeCase(store);
    const attachmentId = randomId();
    const chunks = [0, 1, 2].map((index) => randomBytes(index === 2 ? 12_301 : 12_000));
    const put = (index: number, start: number) => {
      const whole = chunks[index] ?? new Uint8Array();
      return other.putChunk({
        ...{ reference, attachmentId, index, bytes: whole.subarray(start, start + 3000), count: 3 },
        ...{ part: { start, length: whole.length }, eraseAt: Date.now() + 60_000 },
        ...{ quota: ample, limits: [], now: NOW },
      });
    };
    for (let start = 0; start < 12_000; start += 3000)
      for (const index of [1, 0, 2]) {
        expect(await put(index, start)).toEqual(STORED);
        if (start > 0) continue;
        const begun = await store.listParts({ reference, attachmentId });
        expect(begun.find((one) => one.index === index)?.bytes).toBe(3000);
      }
    expect(await store.listParts({ reference, attachmentId })).toEqual([{ index: 2, bytes: 12_000 }]);
    expect(await put(2, 12_000)).toEqual(STORED);
    expect(await store.listParts({ reference, attachmentId })).toEqual([]);
    for (const [index, bytes] of chunks.entries())
      expect(await store.readChunk({ reference, attachmentId, index })).toEqual(new Uint8Array(bytes));
  });

  it('a part counts towards quota and limits; one that is refused changes nothing', async () => {
    const { reference } = await makeCase(store);
    const attachmentId = randomId();
    const limit = { key: `bytes:parts:${attachmentId}`, most: 40, windowSeconds: 3600, weight: 30 };
    const put = (start: number, most = Number.MAX_SAFE_INTEGER) =>
      store.putChunk({
        ...{ reference, attachmentId, index: 0, bytes: new Uint8Array(30).fill(200), count: 1 },
        ...{ part: { start, length: 90 }, eraseAt: Date.now() + 60_000, now: NOW },
        ...{ quota: { ...ample, most }, limits: [limit] },
      });
    expect(await put(0)).toEqual(STORED);
    expect(await put(0)).toEqual(STORED);
    expect(await put(30)).toMatchObject({ outcome: 'limited' });
    expect(await put(30, 1)).toMatchObject({ outcome: 'storage-full' });
    expect(await store.listParts({ reference, attachmentId })).toEqual([{ index: 0, bytes: 30 }]);
  });

  it('parts of an upload that is not completed in time are erased, and what they counted for is given back', async () => {
    const { reference } = await makeCase(store);
    const attachmentId = randomId();
    const before = await store.storedBytes();
    const now = Date.now();
    await store.putChunk({
      ...{ reference, attachmentId, index: 0, bytes: new Uint8Array(30).fill(200), count: 1 },
      ...{ part: { start: 0, length: 90 }, eraseAt: now + 300 },
      ...{ quota: ample, limits: [], now: NOW },
    });
    expect(await store.storedBytes()).toBeGreaterThan(before);
    await new Promise((done) => setTimeout(done, 500));
    await store.eraseStale(Date.now());
    expect(await other.listParts({ reference, attachmentId })).toEqual([]);
    expect(await store.storedBytes()).toBe(before);
  });

  it('chunks of an upload that is not completed in time are erased, those of a complete one stay', async () => {
    const { reference } = await makeCase(store);
    const [whole, half] = [randomId(), randomId()];
    const eraseAt = Date.now() + 700;
    const put = (attachmentId: string, index: number) =>
      store.putChunk({
        reference,
        attachmentId,
        index,
        bytes: new Uint8Array(10),
        count: 2,
        eraseAt,
        quota: ample,
        limits: [],
        now: NOW,
      });
    for (const index of [0, 1]) await put(whole, index);
    await put(half, 0);
    expect(await other.listChunks(reference)).toEqual({ [whole]: [0, 1], [half]: [0] });
    await new Promise((done) => setTimeout(done, 900));
    await store.eraseStale(Date.now());
    expect(await other.listChunks(reference)).toEqual({ [whole]: [0, 1] });
    expect(await store.readChunk({ reference, attachmentId: half, index: 0 })).toBeNull();
  });
}
