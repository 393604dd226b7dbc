import { expect } from 'vitest';
import type { TeamDigest } from '../../functions/mail/budget.ts';
import type { Store } from '../../functions/store/store.ts';
import { deadlineNames } from '../../src/disclosure/clock.ts';
import { liveThrough, type YearPlan } from './year.ts';

/** From summer to summer: a winter, both changes of the clock, and the 29th of February 2028; no job at Christmas. */
const year = {
  ...{ from: Date.UTC(2027, 5, 1), days: 366, starts: [1, 90, 170, 255] },
  ...{ missing: [206, 212] as const, retentionDays: 30 },
};
/** From February to May 2028, with a week without a job around the leap day, and the change of the clock. */
const quarter = {
  ...{ from: Date.UTC(2028, 1, 1), days: 110, starts: [1, 20] },
  ...{ missing: [26, 32] as const, retentionDays: 30 },
};

/** A year from June 2027; the summaries are those of June to April, as nothing had happened before. */
export function liveThroughYear(store: Store, teamDigest: TeamDigest) {
  return liveThroughAll(store, { ...year, teamDigest }, 11);
}

/** The days from February to May 2028, with what makes them different from others. */
export function liveThroughQuarter(store: Store, teamDigest: TeamDigest) {
  return liveThroughAll(store, { ...quarter, teamDigest }, 3);
}

/** The 80 days from February 2028 on, with each kind of case once. */
export function liveThroughSpring(store: Store, teamDigest: TeamDigest) {
  return liveThroughAll(store, { ...quarter, days: 80, starts: [1], teamDigest }, 2);
}

async function liveThroughAll(store: Store, plan: YearPlan, summaries: number) {
  const seen = await liveThrough(store, plan);
  // It was a test of something: every clock ran, fixes came late, and what could end ended.
  expect([...seen.kinds].toSorted()).toEqual([...deadlineNames].toSorted());
  expect(seen.erased.length).toBeGreaterThan(plan.starts.length * 3);
  expect(seen.lateNews).toBeGreaterThanOrEqual(plan.starts.length * 2);
  expect(seen.mails.filter(({ id }) => id.startsWith('monthly-summary.'))).toHaveLength(summaries);
  return seen;
}
