import { type AuthorityReport, authorityReports, type Case } from './case.ts';
import { type Running, runningDeadlines } from './case-groups.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** What the clock keeps time for: the promise of the policy, and the reports of CRA article 14. */
export type DeadlineName = 'first-response' | AuthorityReport;

export interface Deadline {
  name: DeadlineName;
  /** In ms since 1970; null while it is not known yet. */
  dueAt: number | null;
  /** When it was met; null while it is open. */
  doneAt: number | null;
}

/** A deadline that runs. */
export type OpenDeadline = Running<Deadline>;

/**
 * When the first response is due: `days` times 24 hours after receipt, whatever clocks do in between, so that
 * the promise means the same in every time zone.
 */
export function respondBy(receivedAt: Date, days: number): Date {
  return new Date(receivedAt.getTime() + days * DAY);
}

/**
 * Every deadline that follows from a case. The three of an actively exploited weakness are those of Regulation
 * (EU) 2024/2847, article 14(2): early warning within 24 hours, notification within 72 hours, final report no
 * later than 14 days after a fix is available. Who withdrew a report waits for no answer; these three run on.
 */
export function deadlinesOf(one: Case): Deadline[] {
  const { respondBy: promised, respondedAt, exploitedAt, resolvedAt, reported } = one;
  const promise: Deadline = { name: 'first-response', dueAt: promised, doneAt: respondedAt };
  const promises = one.withdrawnAt === null ? [promise] : [];
  if (exploitedAt === null) return promises;
  const fixedAt = resolvedAt === null ? null : Math.max(resolvedAt, exploitedAt);
  const deadlines: Deadline[] = [
    ...promises,
    { name: 'early-warning', dueAt: exploitedAt + DAY, doneAt: reported['early-warning'] },
    { name: 'notification', dueAt: exploitedAt + 3 * DAY, doneAt: reported.notification },
    {
      name: 'final-report',
      dueAt: fixedAt === null ? null : fixedAt + 14 * DAY,
      doneAt: reported['final-report'],
    },
  ];
  // Where no fix will come, nothing is due after it.
  return deadlines.filter(
    ({ name, doneAt }) => name !== 'final-report' || one.noFixAt === null || doneAt !== null,
  );
}

/** The reports to the authorities that are owed and not made. */
export function owedReports(one: Case): AuthorityReport[] {
  const deadlines = deadlinesOf(one);
  return authorityReports.filter((name) => deadlines.some((d) => d.name === name && d.doneAt === null));
}

/** The deadlines that run, the first one due first. A closed case has none. */
export function openDeadlines(one: Case): OpenDeadline[] {
  return runningDeadlines({ status: one.status, deadlines: deadlinesOf(one) });
}

/** One reminder of a deadline; `step` counts whole days from it: -1 is 24 hours before, 0 at the deadline. */
export interface Reminder {
  name: DeadlineName;
  dueAt: number;
  step: number;
}

/** The reminder that belongs to `now`; null earlier than 24 hours before. What came before it is past. */
function reminderAt({ name, dueAt }: OpenDeadline, now: number): Reminder | null {
  const step = Math.floor((now - dueAt) / DAY);
  return step < -1 ? null : { name, dueAt, step };
}

/** The reminders of a case that are due at `now`: at most one for each deadline, the latest. */
export function remindersOf(one: Case, now: number): Reminder[] {
  return openDeadlines(one).flatMap((deadline) => reminderAt(deadline, now) ?? []);
}

/** When the next reminder after `now` is due; null when no deadline runs. */
export function nextReminderAt(one: Case, now: number): number | null {
  const times = openDeadlines(one).map((deadline) => {
    const last = reminderAt(deadline, now);
    return deadline.dueAt + (last === null ? -1 : last.step + 1) * DAY;
  });
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * When the clock must look at a case that has just changed: at its first reminder, even when that is past. What
 * was reminded of before is not repeated, so looking too early is safe and looking too late is not.
 */
export function wakeAtOf(one: Case): number | null {
  const [first] = openDeadlines(one);
  return first ? first.dueAt - DAY : null;
}

/** The month of a moment in UTC, `2026-11`: under which figures are kept. */
export function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}

/** The `count` months that end with the month of `now`, oldest first. */
export function monthsUntil(now: number, count: number): string[] {
  const date = new Date(now);
  return Array.from({ length: count }, (_, index) =>
    monthOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (count - 1 - index), 1)),
  );
}
