// Spans of time as the figures keep them: in a fixed number of steps, so that a month takes little room and no span in it is exact.

const HOUR = 60 * 60 * 1000;

/** Where each step ends, in hours: each hour of three days, each day of sixty, each week of a year. */
const ends: readonly number[] = [
  ...steps(1, 72, 1),
  ...steps(4 * 24, 60 * 24, 24),
  ...steps(9 * 7 * 24, 52 * 7 * 24, 7 * 24),
];

/** How many steps there are; the last has what takes longer than all others. */
export const SPAN_STEPS = ends.length + 1;

/** The step, from 0, that a span of so many ms falls in: the first that does not end before it. */
export function stepOf(ms: number): number {
  const step = ends.findIndex((hours) => ms <= hours * HOUR);
  return step < 0 ? ends.length : step;
}

/**
 * The hours within which half of all was done, by the steps in which how many were: rounded up to the end of a step, so
 * that it is never better than it was.
 * @param more how many count and are not done yet
 * @returns null where half were not done, or not within a year
 */
export function halfWithin(counts: readonly number[], more = 0): number | null {
  const all = counts.reduce((sum, count) => sum + count, more);
  let done = 0;
  for (const [step, count] of counts.entries()) {
    done += count;
    if (count > 0 && done * 2 >= all) return ends[step] ?? null;
  }
  return null;
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);
}
