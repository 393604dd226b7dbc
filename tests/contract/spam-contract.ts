import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { monthOf } from '../../src/disclosure/clock.ts';
import {
  ample,
  changeInput,
  messageIn,
  newAlert,
  newCaseInput,
  newMail,
  newMessage,
  randomId,
} from '../support/cases.ts';
import {
  ABSENT,
  atOnce,
  DAY,
  makeCase,
  makeChange,
  NOW,
  type Open,
  readInbox,
  referencesOf,
  takeAll,
} from './stores.ts';

/** What `eraseSpam` takes of a case. */
const spamOf = ({ reference, version, receivedAt }: Case) => ({
  reference,
  seenVersion: version,
  month: monthOf(receivedAt),
});

/** Erasing many cases at once. */
export function spamContract(open: Open): void {
  let store: Store;
  let other: Store;
  let stores: readonly [Store, Store];
  beforeEach(async () => {
    stores = await open();
    [store, other] = stores;
  });

  it('a hundred cases go in one step with all that is in them, and give back what they counted for', async () => {
    const real = await makeCase(store);
    const before = await store.storedBytes();
    const spam: Case[] = [];
    for (let count = 0; count < 100; count += 1) {
      const input = newCaseInput({ receivedAt: NOW + count });
      const { reference } = input.newCase;
      await store.createCase({ ...input, alert: newAlert(reference) });
      spam.push(input.newCase);
    }
    const [first] = spam;
    if (!first) throw new Error('no case');
    const { reference, receiptId } = first;
    const attachmentId = randomId();
    const bytes = new Uint8Array(9);
    const chunk = { reference, attachmentId, index: 0, bytes, count: 2, eraseAt: Date.now() + DAY };
    await store.putChunk({ ...chunk, quota: ample, limits: [], now: NOW });
    const reminder = newMail('reminder', reference, 'first-response');
    const reminded = { reference, seenVersion: 1, wakeAt: NOW + DAY, mails: [reminder], now: NOW };
    expect(await store.remind(reminded)).toBe(true);
    const erased = await other.eraseSpam(spam.map(spamOf));
    expect(erased.toSorted()).toEqual(referencesOf(spam).toSorted());
    expect(await readInbox(store)).toEqual([[real.reference]]);
    expect(await store.findCases([real, ...spam].map((one) => one.reference))).toEqual({
      ...{ cases: [real], unreadable: [] },
    });
    expect(await store.storedBytes()).toBe(before);
    expect(await store.readMessages(reference)).toEqual([]);
    expect(await store.listChunks(reference)).toEqual({});
    expect(await store.findAlert(reference)).toBeNull();
    expect(await store.listDue({ now: NOW + 300 * DAY, limit: 99 })).toEqual([real]);
    expect((await takeAll(store, NOW + DAY)).map((mail) => mail.reference)).toEqual([real.reference]);
    // The receipt and the reference are free again, and nothing was announced of them.
    const again = newCaseInput({ receivedAt: NOW, reference, receiptId });
    expect(await store.createCase({ ...again, mails: [] })).toEqual({ outcome: 'created' });
    expect(await store.remind(reminded)).toBe(true);
    expect((await takeAll(store, NOW + DAY)).map(({ id }) => id)).toEqual([reminder.id]);
  });

  it('a case with another version than was seen stays, and the others go', async () => {
    const [changed, spam] = [await makeCase(store), await makeCase(store)];
    const fresh = await makeChange(store, changed, { urgent: true });
    const absent = { reference: ABSENT, seenVersion: 1, month: '2026-11' };
    expect(await other.eraseSpam([changed, spam].map(spamOf).concat(absent))).toEqual([spam.reference]);
    expect((await store.findCases([changed.reference, spam.reference])).cases).toEqual([fresh]);
    expect((await store.findCases([])).cases).toEqual([]);
    expect(await store.eraseSpam([])).toEqual([]);
  });

  it('what was erased as spam was not received: its own month counts one less, and never less than none', async () => {
    const december = Date.UTC(2026, 11, 1);
    const spam = [
      await makeCase(store, { receivedAt: december - 1 }),
      await makeCase(store, { receivedAt: december }),
    ];
    const answered = await makeCase(store, { receivedAt: december + 1 });
    const figure = { month: '2026-12', ms: 5000, isLate: false };
    await store.changeCase(changeInput(answered, { status: 'rejected' }, { figure }));
    await store.eraseSpam(spam.map(spamOf));
    const [november, last] = await other.readFigures(['2026-11', '2026-12']);
    expect(november?.received).toBe(0);
    expect(last).toEqual({
      month: '2026-12',
      received: 1,
      answered: 1,
      late: 0,
      totalMs: 5000,
      slowestMs: 5000,
      leaves: 0,
    });
    // Of a month that counts none (figures were not kept yet) none is taken.
    const old = await makeCase(store, { receivedAt: december });
    await store.eraseSpam([{ ...spamOf(old), month: '2026-10' }]);
    const [october] = await store.readFigures(['2026-10']);
    expect(october?.received).toBe(0);
    // Erasing in any other way changes no figures.
    await store.eraseCase({ reference: answered.reference, mails: [], now: NOW });
    expect((await store.readFigures(['2026-12']))[0]?.received).toBe(2);
  });

  it('of several at once each case is erased by one', async () => {
    const spam: Case[] = [];
    for (let count = 0; count < 10; count += 1) spam.push(await makeCase(store));
    const erased = await atOnce(6, stores, (through) => through.eraseSpam(spam.map(spamOf)));
    expect(erased.flat().toSorted()).toEqual(referencesOf(spam).toSorted());
    expect((await store.readFigures(['2026-11']))[0]?.received).toBe(0);
  });

  it('a case that is changed at the same moment is either changed or erased', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = await makeCase(store);
      const message = messageIn(newMessage('reporter', NOW));
      const [erased, changed] = await Promise.all([
        store.eraseSpam([spamOf(one)]),
        other.changeCase(changeInput(one, { followUps: 1 }, { message })),
      ]);
      expect(changed.outcome).toBe(erased.length === 1 ? 'gone' : 'changed');
    }
  });

  it('the list can be read from its end, page by page', async () => {
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1)
      made.push((await makeCase(store, { receivedAt: NOW + count, respondBy: NOW + DAY + count })).reference);
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<Store['listCases']>> = await other.listCases({
        ...{ status: 'received', after, limit: 3, isReversed: true },
      });
      found.push(...referencesOf(page.cases));
      after = page.next;
    } while (after !== null);
    expect(found).toEqual(made.toReversed());
    const all = await store.listCases({ status: null, after: 'none', limit: 1, isReversed: true });
    expect(referencesOf(all.cases)).toEqual(made.slice(-1));
  });
}
