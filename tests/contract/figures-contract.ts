import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../functions/store/store.ts';
import { changeInput, newCaseInput } from '../support/cases.ts';
import { atOnce, makeCase, NOW, type Open } from './stores.ts';

const nothing = { received: 0, answered: 0, late: 0, totalMs: 0, slowestMs: 0, leaves: 0 };

/** What is kept of each month. */
export function figuresContract(open: Open): void {
  let store: Store;
  let other: Store;
  beforeEach(async () => {
    [store, other] = await open();
  });

  it('months of which nothing is known are zeros, in the order asked for', async () => {
    await makeCase(store);
    expect(await other.readFigures(['2026-12', '2026-11', '2026-10'])).toEqual([
      { month: '2026-12', ...nothing },
      { month: '2026-11', ...nothing, received: 1 },
      { month: '2026-10', ...nothing },
    ]);
    expect(await other.readFigures([])).toEqual([]);
  });

  it('a case counts in the month in which it was received, by UTC', async () => {
    const december = Date.UTC(2026, 11, 1);
    for (const receivedAt of [december - 1, december, december + 1]) await makeCase(store, { receivedAt });
    const figures = await other.readFigures(['2026-11', '2026-12']);
    expect(figures.map(({ received }) => received)).toEqual([1, 2]);
  });

  it('only cases that were created are counted, not repeats and not refused ones', async () => {
    const limits = [{ key: 'all', most: 1, windowSeconds: 60 }];
    const first = newCaseInput({ receivedAt: NOW }, limits);
    const { receiptId, reference } = first.newCase;
    const calls = [
      first,
      first,
      newCaseInput({ receivedAt: NOW, receiptId }),
      newCaseInput({ receivedAt: NOW, reference }),
      newCaseInput({ receivedAt: NOW }, limits),
    ];
    const outcomes = [];
    for (const input of calls) outcomes.push((await store.createCase(input)).outcome);
    expect(outcomes).toEqual(['created', 'repeated', 'conflict', 'reference-taken', 'limited']);
    expect(await other.readFigures(['2026-11'])).toMatchObject([{ received: 1 }]);
  });

  it('first responses add up: how many, how many late, how long together and at most', async () => {
    for (const [ms, isLate] of [
      [5000, false],
      [300_000_000, true],
      [2000, false],
    ] as const) {
      const figure = { month: '2026-12', ms, isLate };
      await store.changeCase(changeInput(await makeCase(store), {}, { figure }));
    }
    const answered = { answered: 3, late: 1, totalMs: 300_007_000, slowestMs: 300_000_000 };
    expect(await other.readFigures(['2026-11', '2026-12'])).toEqual([
      { month: '2026-11', ...nothing, received: 3 },
      { month: '2026-12', ...nothing, ...answered },
    ]);
  });

  it('responses that are counted at once are all counted', async () => {
    await atOnce(10, [store, other], async (through, index) => {
      const figure = { month: '2026-11', ms: index + 1, isLate: index >= 7 };
      await through.changeCase(changeInput(await makeCase(through), {}, { figure }));
    });
    const answered = { answered: 10, late: 3, totalMs: 55, slowestMs: 10 };
    expect(await store.readFigures(['2026-11'])).toEqual([
      { month: '2026-11', ...nothing, received: 10, ...answered },
    ]);
  });

  it('figures stay when the case is erased', async () => {
    const current = await makeCase(store);
    const figure = { month: '2026-11', ms: 5000, isLate: true };
    await store.changeCase(changeInput(current, {}, { figure }));
    const before = await store.readFigures(['2026-11']);
    expect(before).toMatchObject([{ received: 1, answered: 1, late: 1 }]);
    await store.eraseCase({ reference: current.reference, mails: [], now: NOW });
    expect(await other.readFigures(['2026-11'])).toEqual(before);
  });
}
