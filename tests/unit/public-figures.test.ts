import { describe, expect, it } from 'vitest';
import { monthsToShow } from '../../src/disclosure/public-figures.ts';
import { SPAN_STEPS } from '../../src/disclosure/spans.ts';
import type { Tallies } from '../../src/disclosure/tallies.ts';

/** What is true of a month, and nobody outside may know. */
interface Truth {
  received: number;
  inTime: number;
  late: number;
  unanswered: number;
  fixed: number;
}

const none: Truth = { received: 0, inTime: 0, late: 0, unanswered: 0, fixed: 0 };
const together = (one: Truth, other: Truth): Truth => ({
  received: one.received + other.received,
  inTime: one.inTime + other.inTime,
  late: one.late + other.late,
  unanswered: one.unanswered + other.unanswered,
  fixed: one.fixed + other.fixed,
});

function talliesOf(month: string, { received, inTime, late, unanswered, fixed }: Truth): Tallies {
  const first = (count: number) => Array.from({ length: SPAN_STEPS }, (_, step) => (step === 0 ? count : 0));
  const overdue = late + unanswered;
  return { month, received, inTime, overdue, answers: first(inTime + late), fixes: first(fixed) };
}

function published(...truths: Truth[]) {
  const tallies = truths.map((one, at) => talliesOf(`2026-${String(at + 1).padStart(2, '0')}`, one));
  return monthsToShow(
    tallies,
    tallies.map(({ received }) => received),
  );
}
const rowOf = (truth: Truth) => JSON.stringify(published(truth));

/** Every month of up to so many reports that can be. */
function truthsUpTo(most: number): Truth[] {
  const upTo = (end: number) => Array.from({ length: end + 1 }, (_, value) => value);
  return upTo(most).flatMap((received) =>
    upTo(received).flatMap((inTime) =>
      upTo(received - inTime).flatMap((late) =>
        upTo(received - inTime - late).flatMap((unanswered) =>
          upTo(inTime + late).map((fixed) => ({ received, inTime, late, unanswered, fixed })),
        ),
      ),
    ),
  );
}

/** What somebody would count from the figures, and what is left when one number is taken from another. */
const secrets: Record<string, (one: Truth) => number> = {
  'in time': ({ inTime }) => inTime,
  overdue: ({ late, unanswered }) => late + unanswered,
  late: ({ late }) => late,
  unanswered: ({ unanswered }) => unanswered,
  answered: ({ inTime, late }) => inTime + late,
  fixed: ({ fixed }) => fixed,
  'not in time': ({ received, inTime }) => received - inTime,
  'not answered': ({ received, inTime, late }) => received - inTime - late,
  'neither in time nor overdue': ({ received, inTime, late, unanswered }) =>
    received - inTime - late - unanswered,
  'answered and not fixed': ({ inTime, late, fixed }) => inTime + late - fixed,
};

describe('what an outsider learns from the public figures', () => {
  const groups = new Map<string, Truth[]>();
  for (const truth of truthsUpTo(14)) {
    const row = rowOf(truth);
    groups.set(row, [...(groups.get(row) ?? []), truth]);
  }

  it.each(Object.entries(secrets))(
    'how many are “%s” is never a number from 1 to 4, also by subtraction',
    (_, secret) => {
      const told = [...groups.values()].map((truths) => new Set(truths.map(secret)));
      const exact = told.filter(
        (values) => values.size === 1 && [...values].every((one) => one > 0 && one < 5),
      );
      expect(exact).toEqual([]);
    },
  );

  it('that none is overdue is told, and from the first one on that there is one', () => {
    const month = { ...none, received: 9, inTime: 5 };
    const overdue = [0, 1, 4].map((unanswered) => published({ ...month, unanswered }).together?.overdue);
    expect(overdue).toEqual([
      { from: 0, to: 0 },
      { from: 1, to: 4 },
      { from: 1, to: 4 },
    ]);
  });

  it('day against day: when a number reaches the next range, and when the first is overdue; of no other day anything', () => {
    let month = none;
    let before = rowOf(month);
    const days: string[] = [];
    const day = (name: string, change: Partial<Truth>) => {
      month = { ...month, ...change };
      const row = rowOf(month);
      if (row !== before) days.push(name);
      before = row;
    };
    for (let count = 1; count <= 12; count++) day(`received ${count}`, { received: count });
    day('unanswered 1', { unanswered: 1 });
    for (let count = 2; count <= 4; count++) day(`unanswered ${count}`, { unanswered: count });
    for (let count = 1; count <= 8; count++) day(`in time ${count}`, { inTime: count });
    for (let count = 1; count <= 8; count++) day(`fixed ${count}`, { fixed: count });
    expect(days).toEqual(['received 5', 'received 10', 'unanswered 1', 'in time 5', 'fixed 5']);
  });

  it('with five reports of their own: no more than that there are fewer than five others', () => {
    const own = { received: 5, inTime: 5, late: 0, unanswered: 0, fixed: 5 };
    const others = truthsUpTo(4);
    const onTime = others.filter(({ late, unanswered }) => late + unanswered === 0);
    expect(new Set(onTime.map((one) => rowOf(together(own, one)))).size).toBe(1);
    // That one is overdue is what everybody may know.
    const overdue = others.filter(({ late, unanswered }) => late + unanswered > 0);
    expect(new Set(overdue.map((one) => published(together(own, one)).together?.overdue.from))).toEqual(
      new Set([1]),
    );
  });

  it('with nine of their own that the team takes seriously: whether there is another. That is not prevented', () => {
    const own = { ...none, received: 9 };
    expect(rowOf(own)).not.toBe(rowOf({ ...own, received: 10 }));
    expect(rowOf({ ...own, received: 10 })).toBe(rowOf({ ...own, received: 13 }));
  });

  it('from all months together nothing that their rows do not say', () => {
    const months = Array.from({ length: 4 }, () => ({ ...none, received: 9, inTime: 8, unanswered: 1 }));
    expect(published(...months).together).toMatchObject({
      received: { from: 20, to: 36 },
      inTime: { from: 20, to: 36 },
      overdue: { from: 4, to: 16 },
      fixed: { from: 0, to: 16 },
    });
  });

  it('of a month with few reports nothing, also from the total', () => {
    const full = { ...none, received: 8, inTime: 8 };
    expect(JSON.stringify(published(full, none))).toBe(
      JSON.stringify(published(full, { ...none, received: 4, inTime: 3, unanswered: 1 })),
    );
  });
});
