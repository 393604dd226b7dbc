import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import {
  atOnce,
  DAY,
  HOUR,
  LEASE,
  makeAnswered,
  makeCase,
  makeChange,
  NOW,
  type Open,
  readInbox,
  referencesOf,
  searchAll,
} from './stores.ts';

/** Puts another record in the place of the one that the stores opened last have of a case. */
export type Spoil = (reference: string, record: string) => Promise<void>;

/** Cases whose record can't be read: what stands behind them goes on, and they are named. */
export function unreadableContract(open: Open, spoil: Spoil): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });
  const LATER = NOW + 300 * DAY;
  /** No JSON, and JSON that another version may have written. */
  const records = [() => '{', (one: Case) => JSON.stringify({ ...one, status: 'unheard-of' })];

  /** Cases in the order in which they stand in every list; of the first `count` the record can't be read. */
  async function spoiled(
    all: number,
    count: number,
    make: (place: number) => Promise<Case>,
  ): Promise<Case[]> {
    const cases: Case[] = [];
    for (let place = 0; place < all; place += 1) cases.push(await make(place));
    for (const [place, one] of cases.slice(0, count).entries())
      await spoil(one.reference, records[place % 2]?.(one) ?? '');
    return cases;
  }
  const named = (cases: readonly Case[]) => referencesOf(cases).toSorted();

  it.each([
    ['listDue', {}],
    ['listClosed', { status: 'closed', closedAt: NOW }],
    ['listErasable', { status: 'closed', closedAt: NOW, eraseAt: NOW }],
  ] as const)('%s looks for others in their place, however few it is asked for', async (verb, fields) => {
    const cases = await spoiled(6, 4, async (place) =>
      'status' in fields
        ? makeChange(store, await makeCase(store), {
            ...fields,
            ...{
              respondedAt: NOW,
              closedAt: NOW + place,
              ...('eraseAt' in fields ? { eraseAt: NOW + place } : {}),
            },
          })
        : makeCase(store, { receivedAt: NOW + place }),
    );
    const list = (limit: number) => other[verb]({ now: LATER, before: LATER, limit });
    expect(await other.listUnreadable()).toEqual([]);
    expect(await list(1)).toEqual(cases.slice(4, 5));
    expect(await list(9)).toEqual(cases.slice(4));
    expect(await store.listUnreadable()).toEqual(named(cases.slice(0, 4)));
  });

  it('pages of the inbox and of a search go on behind them, and hold all others', async () => {
    const cases = await spoiled(7, 4, (place) => makeCase(store, { receivedAt: NOW + place }));
    const readable = referencesOf(cases.slice(4));
    for (const status of [null, 'received'] as const) {
      expect((await readInbox(other, { status, limit: 2 })).flat()).toEqual(readable);
      expect((await searchAll(other, { code: '', status, limit: 2 })).flat().toSorted()).toEqual(
        readable.toSorted(),
      );
    }
    const isReversed = true;
    const { cases: newest } = await other.listCases({ status: null, after: null, limit: 9, isReversed });
    expect(referencesOf(newest)).toEqual(readable.toReversed());
    const found = await other.findCases(referencesOf(cases));
    expect(referencesOf(found.cases).toSorted()).toEqual(readable.toSorted());
    expect(found.unreadable.toSorted()).toEqual(named(cases.slice(0, 4)));
    expect(await store.listUnreadable()).toEqual(named(cases.slice(0, 4)));
  });

  it('one that is mended is in its lists again, one that is erased is named no more', async () => {
    const [mended, erased] = await spoiled(2, 2, () => makeCase(store));
    if (!mended || !erased) throw new Error('there are two');
    expect(await other.listDue({ now: LATER, limit: 9 })).toEqual([]);
    expect(await store.listUnreadable()).toEqual(named([mended, erased]));
    await spoil(mended.reference, JSON.stringify(mended));
    expect(await other.eraseCase({ reference: erased.reference, mails: [], now: NOW })).toBe(true);
    expect(await store.listUnreadable()).toEqual([]);
    expect(await other.listDue({ now: LATER, limit: 9 })).toEqual([mended]);
  });

  it('what was gathered of them can be put back: it is in the outbox as it was, and goes into the next digest', async () => {
    const gather = [
      {
        ...{ kind: 'report-received' as const, limits: [{ key: 'own', most: 0, windowSeconds: 3600 }] },
        digest: { name: 'news', after: 0, apart: HOUR, most: 9 },
      },
    ];
    const take = (now: number, rules: typeof gather = gather) =>
      store.takeDueMail({ now, leaseUntil: now + LEASE, limit: 9, gather: rules });
    for (let place = 0; place < 4; place += 1) await makeCase(store, { receivedAt: NOW + place });
    const [{ id: digestId } = { id: '' }] = await take(NOW + 9);
    const [first, second, third, erased] = await other.readGathered(digestId);
    if (!first || !second || !third || !erased) throw new Error('there are four');
    const back = { digestId, ids: [first, third, erased].map(({ id }) => id), now: NOW + 20 };
    await other.eraseCase({ reference: erased.reference, mails: [], now: NOW });
    await atOnce(4, [store, other], (through) => through.putBack(back));
    expect(await other.readGathered(digestId)).toEqual([second]);
    expect(await other.hasMail({ reference: third.reference, kind: 'report-received' })).toBe(true);
    expect(await other.outboxState()).toEqual({ waiting: 3, failing: 0, oldestAt: NOW });
    await store.removeMail(digestId);
    // In this hour there was a digest already.
    expect([await take(NOW + 19), await take(NOW + 20)]).toEqual([[], []]);
    const [next] = await take(NOW + 2 * HOUR);
    expect(next?.kind).toBe('digest');
    expect(await other.readGathered(next?.id ?? '')).toEqual([first, third]);
    // Where there is room it goes by itself, and once.
    await store.putBack({ digestId: next?.id ?? '', ids: [third.id, digestId], now: NOW + 3 * HOUR });
    await store.removeMail(next?.id ?? '');
    const { addedAt: _, ...alone } = third;
    expect(await take(NOW + 3 * HOUR, [])).toEqual([{ ...alone, attempts: 1 }]);
    await store.removeMail(third.id);
    expect(await other.outboxState()).toEqual({ waiting: 0, failing: 0, oldestAt: null });
  });

  it('one alone is asked for in vain, and says so', async () => {
    const [odd] = await spoiled(1, 1, () => makeCase(store));
    await expect(other.findCase(odd?.reference ?? '')).rejects.toThrow();
  });

  it('what can be erased is listed from behind the first ones on', async () => {
    const cases: Case[] = [];
    for (let place = 0; place < 5; place += 1)
      cases.push(await makeAnswered(store, { status: 'closed', closedAt: NOW, eraseAt: NOW + place }));
    const list = (skip: number, limit = 2) => other.listErasable({ before: LATER, limit, skip });
    expect([await list(0), await list(2), await list(4)]).toEqual([
      cases.slice(0, 2),
      cases.slice(2, 4),
      cases.slice(4),
    ]);
    expect(await list(5)).toEqual([]);
  });
}
