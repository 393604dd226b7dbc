// When the team is reminded of what the clock keeps time for.
import type { Case } from './case.ts';
import { type DeadlineName, type OpenDeadline, openDeadlines } from './clock.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** How long before a deadline the team is reminded, the longest first, and how often after it, in ms. */
interface Rhythm {
  ahead: readonly number[];
  every: number;
}

const DAILY: Rhythm = { ahead: [DAY], every: DAY };
const OTHERS: Partial<Record<DeadlineName, Rhythm>> = {
  'exploitation-check': { ahead: [6 * HOUR], every: DAY },
  message: { ahead: [], every: DAY },
  'fix-date': { ahead: [3 * DAY], every: DAY },
  progress: { ahead: [], every: 7 * DAY },
  publication: { ahead: [3 * DAY], every: DAY },
};
const rhythmOf = (name: DeadlineName): Rhythm => OTHERS[name] ?? DAILY;

/**
 * One reminder of a deadline. `step` is 0 at the deadline, then counts the times after it, and before it is a negative
 * number of days: -1 is 24 hours before, -0.25 six hours.
 */
export interface Reminder {
  name: DeadlineName;
  dueAt: number;
  step: number;
}

/** The reminder that belongs to `now`; null earlier than the first. What came before it is past. */
function reminderAt({ name, dueAt }: OpenDeadline, now: number): Reminder | null {
  const { ahead, every } = rhythmOf(name);
  if (now >= dueAt) return { name, dueAt, step: Math.floor((now - dueAt) / every) };
  const before = ahead.findLast((ms) => now >= dueAt - ms);
  return before === undefined ? null : { name, dueAt, step: -before / DAY };
}

/** When the reminder after the one of `now` is due. */
function reminderAfter({ name, dueAt }: OpenDeadline, now: number): number {
  const { ahead, every } = rhythmOf(name);
  if (now >= dueAt) return dueAt + (Math.floor((now - dueAt) / every) + 1) * every;
  const next = ahead.find((ms) => now < dueAt - ms);
  return dueAt - (next ?? 0);
}

/** The reminders of a case that are due at `now`: at most one for each deadline, the latest. */
export function remindersOf(one: Case, now: number): Reminder[] {
  return openDeadlines(one).flatMap((deadline) => reminderAt(deadline, now) ?? []);
}

/** When the next reminder after `now` is due; null when no deadline runs. */
export function nextReminderAt(one: Case, now: number): number | null {
  const times = openDeadlines(one).map((deadline) => reminderAfter(deadline, now));
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * When the clock must look at a case that has just changed: at its first reminder, even when that is past; null when no
 * deadline runs. What was reminded of before is not repeated, so looking too early is safe and looking too late is not.
 */
export function wakeAtOf(one: Case): number | null {
  const times = openDeadlines(one).map(({ name, dueAt }) => dueAt - (rhythmOf(name).ahead[0] ?? 0));
  return times.length === 0 ? null : Math.min(...times);
}
