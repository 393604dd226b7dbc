import * as z from 'zod/mini';
import { halfWithin } from './spans.ts';
import type { Tallies } from './tallies.ts';

/**
 * A month with fewer reports is not shown, no middle is told of fewer answers or fixes, and numbers are told in ranges of
 * so many: who reported might be recognised by a small one, or by what is left when it is taken from a larger one.
 */
export const LEAST = 5;

const count = z.int().check(z.nonnegative());
/** Hours, rounded up to the end of a step (`spans.ts`); null for fewer than `LEAST`, and where half were not done. */
const within = z.nullable(count);
const month = z.string().check(z.regex(/^\d{4}-\d{2}$/));
/** A number that is at least `from` and at most `to`. */
const range = z.strictObject({ from: count, to: count });

const reports = {
  received: range,
  /** Answered in time; and overdue: those answered too late, and those that nobody answered when it was due. */
  inTime: range,
  /** That none is overdue is told, and that one is: 0 stands apart from 1 to 4. */
  overdue: range,
  answered: range,
  /** Within so many hours half were answered; who is overdue and not answered counts among the slowest. */
  halfAnsweredWithinHours: within,
  fixed: range,
  halfFixedWithinHours: within,
};
const shown = z.strictObject({ month, ...reports });
/** With too few reports; or counted in another way, as an earlier version did. */
const hidden = z.strictObject({ month, hidden: z.enum(['few', 'other-way']) });

/** What is published of how reports went, by the month in which they were received. Names as in the signed file. */
export const publicFiguresSchema = z.strictObject({
  /** Origin of the site. */
  site: z.string().check(z.maxLength(300)),
  /** ISO 8601, UTC. */
  made: z.iso.datetime(),
  /** A first response is promised within so many days. */
  promisedDays: count,
  /** `LEAST`, when it was made. */
  least: count,
  /** The checkpoint of the log when it was made; `root` is base64. */
  log: z.strictObject({ origin: z.string(), size: count, root: z.string() }),
  /** Oldest first. */
  months: z.array(z.union([shown, hidden])).check(z.maxLength(100)),
  /**
   * The shown ones together: the sums of their ranges, so that no number of a month follows by subtraction; null where none
   * is shown.
   */
  together: z.nullable(z.strictObject(reports)),
});
export type PublicFigures = z.infer<typeof publicFiguresSchema>;
export type ShownMonth = z.infer<typeof shown>;
export type Reports = Omit<ShownMonth, 'month'>;
export type Range = z.infer<typeof range>;

/**
 * What may be told of these months.
 * @param received how many reports came in, of each of them: where the tallies know fewer, an earlier version counted
 */
export function monthsToShow(
  tallies: readonly Tallies[],
  received: readonly number[],
): Pick<PublicFigures, 'months' | 'together'> {
  const states = tallies.map((one, at) => ({ one, why: whyHidden(one, received[at] ?? 0) }));
  const months = states.map(({ one, why }) =>
    why === null ? { month: one.month, ...reportsOf(one) } : { month: one.month, hidden: why },
  );
  const told = states.flatMap(({ one, why }) => (why === null ? [one] : []));
  return { months, together: told.length === 0 ? null : togetherOf(told) };
}

function whyHidden(one: Tallies, received: number): 'few' | 'other-way' | null {
  if (one.received !== received) return 'other-way';
  return received < LEAST ? 'few' : null;
}

function reportsOf(one: Tallies): Reports {
  const { received, inTime, overdue, answers, fixes } = one;
  return {
    received: rangeOf(received),
    inTime: rangeOf(inTime),
    overdue:
      overdue === 0 ? { from: 0, to: 0 } : { ...rangeOf(overdue), from: Math.max(1, rangeOf(overdue).from) },
    answered: rangeOf(sum(answers)),
    fixed: rangeOf(sum(fixes)),
    ...halvesOf(one),
  };
}

function togetherOf(months: readonly Tallies[]): Reports {
  const each = months.map(reportsOf);
  const ranges = (name: 'received' | 'inTime' | 'overdue' | 'answered' | 'fixed'): Range => ({
    from: sum(each.map((one) => one[name].from)),
    to: sum(each.map((one) => one[name].to)),
  });
  return {
    received: ranges('received'),
    inTime: ranges('inTime'),
    overdue: ranges('overdue'),
    answered: ranges('answered'),
    fixed: ranges('fixed'),
    ...halvesOf(months.reduce(added)),
  };
}

/** The range of `LEAST` numbers that one is in, such as 5 to 9. */
export function rangeOf(one: number): Range {
  const from = Math.floor(one / LEAST) * LEAST;
  return { from, to: from + LEAST - 1 };
}

function halvesOf({ inTime, overdue, answers, fixes }: Tallies) {
  const answered = sum(answers);
  const unanswered = Math.max(0, overdue - (answered - inTime));
  return {
    halfAnsweredWithinHours: answered < LEAST ? null : halfWithin(answers, unanswered),
    halfFixedWithinHours: sum(fixes) < LEAST ? null : halfWithin(fixes),
  };
}

/** Whether too few are answered to tell of a middle, or to say that half of all are not answered yet. */
export function hasFewAnswers({ answered, overdue }: Reports): boolean {
  return answered.from < LEAST && overdue.from < 2 * LEAST;
}

function added(one: Tallies, other: Tallies): Tallies {
  const both = (a: readonly number[], b: readonly number[]) => a.map((value, at) => value + (b[at] ?? 0));
  return {
    month: one.month,
    received: one.received + other.received,
    inTime: one.inTime + other.inTime,
    overdue: one.overdue + other.overdue,
    answers: both(one.answers, other.answers),
    fixes: both(one.fixes, other.fixes),
  };
}

const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);
