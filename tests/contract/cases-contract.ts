import { beforeEach, expect, it } from 'vitest';
import type { HitLimit, Store } from '../../functions/store/store.ts';
import { newCaseInput } from '../support/cases.ts';
import { counted } from '../support/counted.ts';
import { ABSENT, atOnce, countOf, NOW, type Open, takeAll } from './stores.ts';

const page = { status: null, after: null, limit: 10 };
const guesses = [{ key: 'guesses', most: 3, windowSeconds: 60 }];
const own = { key: 'own', most: 5, windowSeconds: 60 };

/** How cases come in and are found again. */
export function casesContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  it('a created case is found, with its message, its place in the list and its outbox entry', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    expect(await store.createCase(input)).toEqual({ outcome: 'created' });
    const { reference } = input.newCase;
    expect(await other.findCase(reference)).toEqual(input.newCase);
    expect(await other.readMessages(reference)).toEqual([input.report]);
    expect(await other.readEvents(reference)).toEqual([]);
    expect(await other.listCases(page)).toEqual({ cases: [input.newCase], next: null });
    expect(await takeAll(store, NOW)).toEqual([{ ...input.mail, attempts: 1 }]);
  });

  it('what does not exist is null or empty', async () => {
    expect(await store.findCase(ABSENT)).toBeNull();
    expect(await store.readMessages(ABSENT)).toEqual([]);
    expect(await store.readEvents(ABSENT)).toEqual([]);
    expect(await store.listCases(page)).toEqual({ cases: [], next: null });
    const search = { code: '0', status: null, after: null, limit: 10 };
    expect(await store.searchCases(search)).toEqual({ cases: [], next: null });
    expect(await store.listDue({ now: NOW, limit: 10 })).toEqual([]);
    expect(await store.listClosed({ before: NOW, limit: 10 })).toEqual([]);
    expect(await store.listErasable({ before: NOW, limit: 10 })).toEqual([]);
    expect(await takeAll(store, NOW)).toEqual([]);
    expect(await store.outboxState()).toEqual({ waiting: 0, failing: 0, oldestAt: null });
  });

  it('every field comes back as it was, whatever characters or numbers it looks like', async () => {
    const input = newCaseInput({ replyKey: '123', bodyHash: 'null', language: 'en', urgent: true });
    input.report.sealed = 'naïve “quotes” \u{1f512} \\ " \n 0001 ';
    await store.createCase(input);
    expect(await store.findCase(input.newCase.reference)).toEqual(input.newCase);
    expect((await store.readMessages(input.newCase.reference))[0]?.sealed).toBe(input.report.sealed);
  });

  it('a repeat under the same receipt gives the first case and changes nothing', async () => {
    const first = newCaseInput({ receivedAt: NOW });
    await store.createCase(first);
    const { receiptId, bodyHash } = first.newCase;
    const again = newCaseInput({ receiptId, bodyHash, receivedAt: NOW + 5000 });
    expect(await other.createCase(again)).toEqual({ outcome: 'repeated', existing: first.newCase });
    expect((await store.listCases(page)).cases).toHaveLength(1);
    expect(await takeAll(store, NOW + 5000)).toHaveLength(1);
  });

  it('another body under the same receipt is a conflict and changes nothing', async () => {
    const first = newCaseInput({ receivedAt: NOW });
    await store.createCase(first);
    const clash = newCaseInput({ receiptId: first.newCase.receiptId });
    expect(await store.createCase(clash)).toEqual({ outcome: 'conflict' });
    expect(await store.findCase(clash.newCase.reference)).toBeNull();
    expect(await store.findCase(first.newCase.reference)).toEqual(first.newCase);
  });

  it('a reference is given once', async () => {
    const first = newCaseInput();
    await store.createCase(first);
    const second = newCaseInput({ reference: first.newCase.reference });
    expect(await store.createCase(second)).toEqual({ outcome: 'reference-taken' });
    const retried = newCaseInput({ receiptId: second.newCase.receiptId });
    expect(await store.createCase(retried)).toEqual({ outcome: 'created' });
  });

  it('twenty submissions of one report at once make one case', async () => {
    const { receiptId, bodyHash } = newCaseInput().newCase;
    const outcomes = await atOnce(20, [store, other], (through) =>
      through.createCase(newCaseInput({ receiptId, bodyHash })),
    );
    expect(countOf(outcomes, 'created')).toBe(1);
    expect(countOf(outcomes, 'repeated')).toBe(19);
    expect((await store.outboxState()).waiting).toBe(1);
  });

  it('a limit lets so many new cases through in a window, and a repeat for nothing', async () => {
    const limits = [
      { key: 'visitor', most: 2, windowSeconds: 60 },
      { key: 'all', most: 100, windowSeconds: 60 },
    ];
    const first = newCaseInput({ receivedAt: NOW }, limits);
    await store.createCase(first);
    await store.createCase(newCaseInput({ receivedAt: NOW }, limits));
    const late = NOW + 15_000;
    const refused = newCaseInput({ receivedAt: late }, limits);
    expect(await other.createCase(refused)).toEqual({
      outcome: 'limited',
      retryAfterSeconds: 45,
      reached: 0,
    });
    expect(await store.findCase(refused.newCase.reference)).toBeNull();
    expect(await store.createCase({ ...first, limits })).toMatchObject({ outcome: 'repeated' });
    expect(await store.createCase(newCaseInput({ receivedAt: NOW + 60_000 }, limits))).toEqual({
      outcome: 'created',
    });
  });

  it('of several limits that are reached the first is named, and the wait is that for the last', async () => {
    const visitor = { key: 'visitor', most: 1, windowSeconds: 60 };
    const lane = { key: 'lane', most: 1, windowSeconds: 900 };
    const all = { key: 'all', most: 2, windowSeconds: 3600 };
    const first = newCaseInput({ receivedAt: NOW }, [visitor, lane, all]);
    expect(await store.createCase(first)).toEqual({ outcome: 'created' });
    const tell = (...limits: HitLimit[]) => other.createCase(newCaseInput({ receivedAt: NOW }, limits));
    const limited = { outcome: 'limited', retryAfterSeconds: 900 };
    expect(await tell(visitor, all, lane)).toEqual({ ...limited, reached: 0 });
    expect(await tell(all, lane, visitor)).toEqual({ ...limited, reached: 1 });
    expect(await tell(all)).toEqual({ outcome: 'created' });
  });

  it('a case is found under its receipt, and guesses are counted until there are too many', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const find = (receiptId: string, now = NOW) => other.findCaseByReceipt({ receiptId, guesses, own, now });
    const { receiptId } = input.newCase;
    expect(await find(receiptId)).toEqual({ outcome: 'found', found: input.newCase });
    for (const misses of [1, 2, 3])
      expect(await find('0'.repeat(64))).toEqual({ outcome: 'unknown', misses });
    const refused = { outcome: 'limited', retryAfterSeconds: 60 };
    expect(await find('0'.repeat(64))).toEqual(refused);
    // Who has the code is not kept out by who guesses from the same address.
    expect(await find(receiptId)).toMatchObject({ outcome: 'found' });
    expect(await find('0'.repeat(64), NOW + 60_000)).toEqual({ outcome: 'unknown', misses: 1 });
    const another = [{ key: 'another visitor', most: 3, windowSeconds: 60 }];
    expect(await store.findCaseByReceipt({ receiptId, guesses: another, own, now: NOW })).toMatchObject({
      outcome: 'found',
    });
  });

  it('a guess counts for the visitor and for the network around them, until either is reached', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const network = { key: 'network', most: 4, windowSeconds: 900 };
    const find = (visitor: string, receiptId = '0'.repeat(64)) => {
      const guesses = [{ key: visitor, most: 2, windowSeconds: 60 }, network];
      return other.findCaseByReceipt({ receiptId, guesses, own, now: NOW });
    };
    for (const visitor of ['a', 'b']) {
      for (const misses of [1, 2]) expect(await find(visitor)).toEqual({ outcome: 'unknown', misses });
    }
    const refused = { outcome: 'limited', retryAfterSeconds: 900 };
    for (const visitor of ['a', 'b', 'c']) expect(await find(visitor)).toEqual(refused);
    expect(await counted(store, network, NOW)).toBe(4);
    expect(await find('c', input.newCase.receiptId)).toMatchObject({ outcome: 'found' });
  });

  it('a case is asked for so often and no more', async () => {
    const input = newCaseInput({ receivedAt: NOW });
    await store.createCase(input);
    const { receiptId } = input.newCase;
    const find = () => other.findCaseByReceipt({ receiptId, guesses, own, now: NOW });
    for (let count = 0; count < 5; count += 1) expect(await find()).toMatchObject({ outcome: 'found' });
    expect(await find()).toEqual({ outcome: 'busy', retryAfterSeconds: 60 });
  });
}
