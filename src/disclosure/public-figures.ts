import * as z from 'zod/mini';
import { halfWithin } from './spans.ts';
import type { Tallies } from './tallies.ts';

/** A month with fewer reports is not shown, and no middle of fewer spans: who reported then might be recognised by it. */
export const LEAST = 5;

const count = z.int().check(z.nonnegative());
/** Hours, rounded up to the end of a step (`spans.ts`); null for fewer than `LEAST`, and where half were not done. */
const within = z.nullable(count);
const month = z.string().check(z.regex(/^\d{4}-\d{2}$/));

const reports = {
  received: count,
  /** Answered in time; and overdue: those answered too late, and those that nobody answered when it was due. */
  inTime: count,
  overdue: count,
  answered: count,
  /** Within so many hours half were answered; who is overdue and not answered counts among the slowest. */
  halfAnsweredWithinHours: within,
  fixed: count,
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
  /** The shown ones together, without those that are hidden, which would follow by subtraction; null where none is shown. */
  together: z.nullable(z.strictObject(reports)),
});
export type PublicFigures = z.infer<typeof publicFiguresSchema>;
export type ShownMonth = z.infer<typeof shown>;
export type Reports = Omit<ShownMonth, 'month'>;

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
  return { months, together: told.length === 0 ? null : reportsOf(told.reduce(added)) };
}

function whyHidden(one: Tallies, received: number): 'few' | 'other-way' | null {
  if (one.received !== received) return 'other-way';
  return received < LEAST ? 'few' : null;
}

function reportsOf({ received, inTime, overdue, answers, fixes }: Tallies): Reports {
  const answered = sum(answers);
  const fixed = sum(fixes);
  const unanswered = Math.max(0, overdue - (answered - inTime));
  return {
    ...{ received, inTime, overdue, answered, fixed },
    halfAnsweredWithinHours: answered + unanswered < LEAST ? null : halfWithin(answers, unanswered),
    halfFixedWithinHours: fixed < LEAST ? null : halfWithin(fixes),
  };
}

/** Whether fewer than `LEAST` are answered or overdue, so that no middle of them is told. */
export function hasFewAnswers({ inTime, overdue }: Reports): boolean {
  return inTime + overdue < LEAST;
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
