import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import {
  atOnce,
  DAY,
  HOUR,
  makeAnswered,
  makeCase,
  makeChange,
  NOW,
  type Open,
  readInbox,
  referencesOf,
  searchAll,
} from './stores.ts';

const answered = { status: 'closed', closedAt: NOW, respondedAt: NOW } as const;

/** The order of the inbox, and finding cases by what they are. */
export function inboxContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  it('the inbox goes by deadline, then longest waiting, then oldest open, then newest closed', async () => {
    const closed = (closedAt: number) => makeAnswered(store, { status: 'closed', closedAt });
    const waiting = (waitingSince: number) => makeAnswered(store, { waitingSince });
    const oldClosed = await closed(NOW + DAY);
    const openLater = await makeAnswered(store, { receivedAt: NOW - DAY });
    const waitsLess = await waiting(NOW + 3 * HOUR);
    const dueLater = await makeCase(store, { receivedAt: NOW + HOUR });
    const newClosed = await closed(NOW + 2 * DAY);
    const openFirst = await makeAnswered(store, { receivedAt: NOW - 2 * DAY });
    const waitsMost = await waiting(NOW + 2 * HOUR);
    const dueFirst = await makeCase(store, { receivedAt: NOW });
    const exploited = await makeAnswered(store, { exploitedAt: NOW, waitingSince: NOW });
    const order = [exploited, dueFirst, dueLater, waitsMost, waitsLess, openFirst, openLater];
    const expected = referencesOf([...order, newClosed, oldClosed]);
    expect(await readInbox(other, { limit: 50 })).toEqual([expected]);
    expect(await readInbox(other, { limit: 1 })).toEqual(expected.map((reference) => [reference]));
    const { cases } = await other.listCases({ status: null, after: null, limit: 50 });
    expect(cases[0]).toEqual(exploited);
  });

  it('what is said to be exploited stands before all that is late, in every list, until somebody has found out', async () => {
    const late = await makeCase(store, { receivedAt: NOW - 90 * DAY });
    const claimed = await makeCase(store, { receivedAt: NOW, claimedAt: NOW });
    const known = await makeAnswered(store, { fixExpectedAt: NOW - 50 * DAY, claimedAt: NOW - 1 });
    const rest = await makeAnswered(store);
    expect(await readInbox(other, { limit: 1 })).toEqual(
      referencesOf([known, claimed, late, rest]).map((reference) => [reference]),
    );
    expect(await readInbox(other, { status: 'received', limit: 1 })).toEqual(
      referencesOf([claimed, late]).map((reference) => [reference]),
    );
    await makeChange(store, claimed, { claimAnswer: 'not-true', claimAnsweredAt: NOW });
    expect(await readInbox(other)).toEqual([referencesOf([known, late, claimed]), [rest.reference]]);
  });

  it('the inbox comes page by page, ties included, each case once', async () => {
    const cases = [];
    for (const delay of [0, 0, 0, 0, 1, 1, 1]) cases.push(await makeCase(store, { receivedAt: NOW + delay }));
    const expected = cases.map(({ receivedAt, reference }) => `${receivedAt} ${reference}`).sort();
    const pages = await readInbox(other, { limit: 3 });
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(expected.map((line) => line.split(' ')[1]));
  });

  it('a page that ends with the last case has no next one', async () => {
    for (let count = 0; count < 4; count += 1) await makeCase(store);
    expect((await readInbox(other, { limit: 2 })).map(({ length }) => length)).toEqual([2, 2]);
  });

  it('a change moves a case to its new place, and it stands in the list once', async () => {
    const [one, two, three] = [
      await makeCase(store, { receivedAt: NOW }),
      await makeCase(store, { receivedAt: NOW + 1 }),
      await makeCase(store, { receivedAt: NOW + 2 }),
    ];
    const names = referencesOf([one, two, three]);
    expect(await readInbox(other)).toEqual([names]);
    const answered = await makeChange(other, one, { status: 'confirmed', respondedAt: NOW });
    expect(await readInbox(store)).toEqual([[names[1], names[2], names[0]]]);
    const marked = await makeChange(store, answered, { exploitedAt: NOW });
    expect(await readInbox(other)).toEqual([names]);
    await makeChange(other, marked, { status: 'closed', closedAt: NOW, exploitedAt: null });
    expect(await readInbox(store)).toEqual([[names[1], names[2], names[0]]]);
  });

  it('a list of one status has the cases of that status, in the same order, page by page', async () => {
    const fresh = [];
    for (const delay of [2, 0, 1]) fresh.push(await makeCase(store, { receivedAt: NOW + delay }));
    const [last, first, second] = referencesOf(fresh);
    const fixing = await makeAnswered(store, { status: 'fixing' });
    const received = { status: 'received', limit: 2 } as const;
    expect(await readInbox(other, received)).toEqual([[first, second], [last]]);
    expect(await readInbox(other, { status: 'fixing' })).toEqual([[fixing.reference]]);
    expect(await readInbox(other, { status: 'closed' })).toEqual([[]]);
    await makeChange(other, fixing, { status: 'closed', closedAt: NOW });
    expect(await readInbox(store, { status: 'fixing' })).toEqual([[]]);
    expect(await readInbox(store, { status: 'closed' })).toEqual([[fixing.reference]]);
  });

  it('the list goes on where it was, also when the last case of a page is gone', async () => {
    const names = [];
    for (const delay of [0, 1, 2]) names.push((await makeCase(store, { receivedAt: NOW + delay })).reference);
    const { next } = await store.listCases({ status: null, after: null, limit: 2 });
    await other.eraseCase({ reference: names[1] ?? '', mails: [], now: NOW });
    const rest = await store.listCases({ status: null, after: next, limit: 2 });
    expect(referencesOf(rest.cases)).toEqual([names[2]]);
  });

  it('a cursor that is none is as the beginning', async () => {
    const { reference } = await makeCase(store);
    for (const after of ['', '-', '+', '9', 'zzz', "' OR 1 --", `9999:${reference}`]) {
      for (const status of [null, 'received'] as const) {
        const page = await store.listCases({ status, after, limit: 9 });
        expect(referencesOf(page.cases)).toEqual([reference]);
      }
    }
  });

  it('cases are found by the beginning of the last six characters of their reference', async () => {
    const names = ['CVD-2026-ABD000', 'CVD-2025-ABC999', 'CVD-2026-ABC123', 'CVD-2026-XYZ123'];
    for (const reference of names) await makeCase(store, { reference });
    const search = async (code: string, limit = 10) =>
      (await searchAll(other, { code, limit, pages: 1 })).flat().map((reference) => reference.slice(-6));
    expect(await search('A')).toEqual(['ABC123', 'ABC999', 'ABD000']);
    expect(await search('ABC')).toEqual(['ABC123', 'ABC999']);
    expect(await search('ABC999')).toEqual(['ABC999']);
    expect(await search('A', 2)).toEqual(['ABC123', 'ABC999']);
    for (const none of ['ABE', 'BC1', '123', 'ABC9990', '%', '_', '*', 'Z']) {
      expect(await search(none)).toEqual([]);
    }
  });

  it('a search gives each case as it is, and two with the same characters both', async () => {
    const first = await makeCase(store, { reference: 'CVD-2026-QRS456' });
    const second = await makeCase(store, { reference: 'CVD-2027-QRS456' });
    const changed = await makeChange(other, first, { reward: 100 });
    const all = { status: null, after: null, limit: 10 };
    const found = await store.searchCases({ code: 'QRS456', ...all });
    expect(found).toEqual({ cases: [changed, second], next: null });
    await other.eraseCase({ reference: second.reference, mails: [], now: NOW });
    expect((await store.searchCases({ code: 'Q', ...all })).cases).toEqual([changed]);
  });

  it('a search comes page by page, of all or of one status, each case once', async () => {
    const names: string[] = [];
    for (const code of ['M00001', 'M00002', 'M00002', 'M00003', 'MZ0000', 'N00000']) {
      const reference = `CVD-${2026 + names.length}-${code}`;
      names.push((await makeCase(store, { reference, ...(code === 'M00002' ? answered : {}) })).reference);
    }
    expect(await searchAll(other, { code: 'M', limit: 2 })).toEqual([
      names.slice(0, 2),
      names.slice(2, 4),
      names.slice(4, 5),
    ]);
    expect(await searchAll(other, { code: 'M', limit: 5 })).toEqual([names.slice(0, 5)]);
    const closed = { code: 'M', status: 'closed', limit: 1 } as const;
    expect(await searchAll(other, closed)).toEqual([names.slice(1, 2), names.slice(2, 3)]);
    expect(await searchAll(other, { ...closed, status: 'fixing' })).toEqual([[]]);
    const first = await makeCase(store, { reference: 'CVD-2026-P00001' });
    const reopened = await makeChange(store, first, { status: 'fixing' });
    expect(await searchAll(other, { code: 'P', status: 'received', limit: 1 })).toEqual([[]]);
    expect(await searchAll(other, { code: 'P', status: 'fixing', limit: 1 })).toEqual([[reopened.reference]]);
  });

  it('a search for nothing goes through all, in an order that no change moves', async () => {
    const names = ['CVD-2026-000001', 'CVD-2027-000001', 'CVD-2025-M00000', 'CVD-2026-ZZZZZZ'];
    const made = [];
    for (const reference of names.toReversed()) made.push(await makeCase(store, { reference }));
    const [last] = made;
    const from = async (after: string | null) =>
      store.searchCases({ code: '', status: null, after, limit: 2 });
    const first = await from(null);
    if (last) await makeChange(other, last, { status: 'fixing' });
    const second = await from(first.next);
    expect([first, second].map(({ cases }) => referencesOf(cases))).toEqual([
      names.slice(0, 2),
      names.slice(2),
    ]);
    expect(second.next).toBeNull();
  });

  it('a search goes on behind its cursor, and one that is none is as the beginning', async () => {
    const { reference } = await makeCase(store, { reference: 'CVD-2026-ABC123' });
    const search = async (after: string) =>
      referencesOf((await other.searchCases({ code: 'AB', status: null, after, limit: 5 })).cases);
    const none = ['', '-', '+', ':', 'ABC', "' OR 1 --", 'ABC123:CVD-2026-ABC124', 'ABC12U:CVD-2026-ABC12U'];
    for (const after of [...none, '000000:CVD-2026-000000', 'ABC123:CVD-2025-ABC123']) {
      expect(await search(after)).toEqual([reference]);
    }
    for (const after of ['ABC123:CVD-2026-ABC123', 'ABC124:CVD-2020-ABC124', 'ZZZZZZ:CVD-2026-ZZZZZZ']) {
      expect(await search(after)).toEqual([]);
    }
  });

  it('a search looks at no more than a thousand cases at once, and still comes to the end', async () => {
    const nameOf = (index: number) => `CVD-2026-K0${String(index).padStart(4, '0')}`;
    const isAnswered = (index: number) => index === 3 || index === 1050;
    await atOnce(1100, [store, other], (through, index) =>
      makeCase(through, { reference: nameOf(index), ...(isAnswered(index) ? answered : {}) }),
    );
    const search = { code: 'K', limit: 50 };
    const closed = [[nameOf(3)], [nameOf(1050)]];
    expect(await searchAll(store, { ...search, status: 'closed' })).toEqual(closed);
    expect(await searchAll(store, { ...search, status: 'fixing' })).toEqual([[], []]);
    const pages = await searchAll(other, search);
    expect(pages).toHaveLength(22);
    expect(pages.flat()).toEqual(Array.from({ length: 1100 }, (_, index) => nameOf(index)));
  });

  it('closed cases are listed from the longest ago on, those closed before a time only', async () => {
    await makeCase(store);
    await makeAnswered(store, { status: 'resolved', resolvedAt: NOW });
    const closed = (closedAt: number) => makeAnswered(store, { status: 'closed', closedAt });
    const [late, early, middle] = [await closed(NOW + 30), await closed(NOW + 10), await closed(NOW + 20)];
    const list = (before: number, limit = 10) => other.listClosed({ before, limit });
    expect(await list(NOW + DAY)).toEqual([early, middle, late]);
    expect(await list(NOW + DAY, 2)).toEqual([early, middle]);
    expect(await list(NOW + 20)).toEqual([early]);
    expect(await list(NOW + 10)).toEqual([]);
    await store.eraseCase({ reference: early.reference, mails: [], now: NOW });
    expect(await list(NOW + DAY)).toEqual([middle, late]);
  });

  it('a case that is reopened is not listed as closed, and one that is closed again once', async () => {
    const closed = await makeAnswered(store, { status: 'closed', closedAt: NOW });
    const list = () => store.listClosed({ before: NOW + DAY, limit: 10 });
    expect(await list()).toEqual([closed]);
    const reopened = await makeChange(other, closed, { status: 'fixing', closedAt: null });
    expect(await list()).toEqual([]);
    const again = await makeChange(other, reopened, { status: 'closed', closedAt: NOW + HOUR });
    expect(await list()).toEqual([again]);
    expect(await store.listClosed({ before: NOW + HOUR, limit: 10 })).toEqual([]);
  });

  it('a closed case in which a message waits, or whose erasure is announced, is not among those to announce', async () => {
    const closed = await makeAnswered(store, { status: 'closed', closedAt: NOW });
    const list = () => other.listClosed({ before: NOW + DAY, limit: 10 });
    const waiting = await makeChange(other, closed, { waitingSince: NOW + HOUR });
    expect(await list()).toEqual([]);
    const answered = await makeChange(store, waiting, { waitingSince: null });
    expect(await list()).toEqual([answered]);
    const announced = await makeChange(other, answered, { eraseAt: NOW + DAY });
    expect(await list()).toEqual([]);
    const again = await makeChange(other, announced, { eraseAt: null });
    expect(await list()).toEqual([again]);
  });

  it('cases to be erased are listed from the longest ago on, those before a time only', async () => {
    await makeCase(store);
    const closed = { status: 'closed', closedAt: NOW - 300 * DAY } as const;
    const toErase = (eraseAt: number | null) => makeAnswered(store, { ...closed, eraseAt });
    await toErase(null);
    const [late, early, middle] = [await toErase(NOW + 30), await toErase(NOW + 10), await toErase(NOW + 20)];
    const list = (before: number, limit = 10) => other.listErasable({ before, limit });
    expect(await list(NOW + DAY)).toEqual([early, middle, late]);
    expect(await list(NOW + DAY, 2)).toEqual([early, middle]);
    expect(await list(NOW + 20)).toEqual([early]);
    expect(await list(NOW + 10)).toEqual([]);
    await store.eraseCase({ reference: early.reference, mails: [], now: NOW });
    await makeChange(other, middle, { eraseAt: null });
    expect(await list(NOW + DAY)).toEqual([late]);
  });
}
