import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { SPAN_STEPS } from '../../src/disclosure/spans.ts';
import type { Tally } from '../../src/disclosure/tallies.ts';
import { changeInput } from '../support/cases.ts';
import { atOnce, makeCase, NOW, type Open } from './stores.ts';

const month = '2026-11';
const overdue: Tally = { month, name: 'overdue', once: 'promise' };
const inTime: Tally = { month, name: 'in-time', once: 'promise' };
const answer = (step: number): Tally => ({ month, name: `answer-${step}`, once: 'answer' });
const fix = (step: number): Tally => ({ month, name: `fix-${step}`, once: 'fix' });
/** As many as there are steps, with these in their places. */
const spans = (counts: Record<number, number> = {}) =>
  Array.from({ length: SPAN_STEPS }, (_, step) => counts[step] ?? 0);
const none = { received: 0, inTime: 0, overdue: 0, answers: spans(), fixes: spans() };

/** What is counted of the cases of a month. */
export function talliesContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });
  const tallied = async () => (await other.readTallies([month]))[0];
  const remind = (reference: string, tallies: readonly Tally[], seenVersion = 1) =>
    store.remind({ reference, seenVersion, wakeAt: null, tallies, mails: [], now: NOW });

  it('months of which nothing is known are zeros, in the order asked for', async () => {
    await makeCase(store);
    expect(await other.readTallies(['2026-12', month])).toEqual([
      { month: '2026-12', ...none },
      { month, ...none, received: 1 },
    ]);
    expect(await other.readTallies([])).toEqual([]);
  });

  it('a change counts what it brings, whichever of its month it is', async () => {
    const first = await makeCase(store);
    const second = await makeCase(store);
    await store.changeCase(changeInput(first, {}, { tallies: [inTime, answer(4)] }));
    await store.changeCase(changeInput(second, {}, { tallies: [overdue, answer(SPAN_STEPS - 1)] }));
    await store.changeCase(changeInput({ ...first, version: 2 }, {}, { tallies: [fix(80)] }));
    expect(await tallied()).toEqual({
      ...{ month, received: 2, inTime: 1, overdue: 1 },
      ...{ answers: spans({ 4: 1, [SPAN_STEPS - 1]: 1 }), fixes: spans({ 80: 1 }) },
    });
  });

  it('a case that the clock found overdue stays so, however often it is found and whenever it is answered', async () => {
    const current = await makeCase(store);
    await atOnce(5, [store, other], (through) =>
      through.remind({
        ...{ reference: current.reference, seenVersion: 1, wakeAt: null },
        ...{ tallies: [overdue], mails: [], now: NOW },
      }),
    );
    expect(await tallied()).toMatchObject({ overdue: 1 });
    await store.changeCase(changeInput(current, {}, { tallies: [overdue, answer(90)] }));
    await remind(current.reference, [overdue], 2);
    expect(await tallied()).toEqual({ month, ...none, received: 1, overdue: 1, answers: spans({ 90: 1 }) });
  });

  it('one that was in time is never overdue, and one that is fixed again counts as it did first', async () => {
    const current = await makeCase(store);
    await store.changeCase(changeInput(current, {}, { tallies: [inTime] }));
    await remind(current.reference, [overdue], 2);
    await store.changeCase(changeInput({ ...current, version: 2 }, {}, { tallies: [fix(10)] }));
    await store.changeCase(changeInput({ ...current, version: 3 }, {}, { tallies: [fix(20)] }));
    expect(await tallied()).toEqual({ month, ...none, received: 1, inTime: 1, fixes: spans({ 10: 1 }) });
  });

  it('what is stale counts nothing', async () => {
    const { reference, ...current } = await makeCase(store);
    expect(await remind(reference, [overdue], 7)).toBe(false);
    const stale = changeInput({ reference, ...current, version: 7 }, {}, { tallies: [inTime] });
    expect(await store.changeCase(stale)).toEqual({ outcome: 'stale' });
    expect(await tallied()).toEqual({ month, ...none, received: 1 });
  });

  it('tallies stay when the case is erased or withdrawn', async () => {
    const current = await makeCase(store);
    await remind(current.reference, [overdue]);
    await store.eraseCase({ reference: current.reference, mails: [], now: NOW });
    expect(await tallied()).toEqual({ month, ...none, received: 1, overdue: 1 });
  });

  it('of a case whose reporter withdraws it unanswered nothing counts as overdue any more', async () => {
    const [erased, left, early] = [await makeCase(store), await makeCase(store), await makeCase(store)];
    for (const { reference } of [erased, left]) await remind(reference, [overdue]);
    const step = { seenVersion: 1, overdueIn: month, mails: [], now: NOW };
    expect(await other.eraseCase({ ...step, reference: erased.reference, seenVersion: 7 })).toBe(false);
    expect(await tallied()).toMatchObject({ received: 3, overdue: 2 });
    expect(await other.eraseCase({ ...step, reference: erased.reference })).toBe(true);
    const stub = { ...left, version: 2, withdrawnAt: NOW, receiptId: `withdrawn:${left.reference}` };
    expect(await other.withdrawCase({ ...step, stub, events: [] })).toBe(true);
    expect(await tallied()).toMatchObject({ received: 3, overdue: 0 });
    await remind((await makeCase(store)).reference, [overdue]);
    // One that was not counted takes nothing from others.
    expect(await other.eraseCase({ ...step, reference: early.reference })).toBe(true);
    expect(await tallied()).toMatchObject({ received: 4, overdue: 1 });
  });

  it('spam that is erased leaves all figures as if it had never come', async () => {
    await makeCase(store);
    const before = [await tallied(), await other.readFigures([month])];
    const late = await makeCase(store);
    const early = await makeCase(store);
    await remind(late.reference, [overdue]);
    const spam = [late, early].map(({ reference }) => ({ reference, seenVersion: 1, month }));
    expect(await store.eraseSpam(spam)).toHaveLength(2);
    expect([await tallied(), await other.readFigures([month])]).toEqual(before);
  });
}
