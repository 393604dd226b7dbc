import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { ample, randomId } from '../support/cases.ts';
import { ABSENT, makeCase, NOW, type Open } from './stores.ts';

const STORED = { outcome: 'stored', hasMail: false };

/** How attachments come in, chunk by chunk. */
export function attachmentsContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
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
