import { organisation } from '../organisation.ts';
import type { Case } from './case.ts';
import { type Running, runningDeadlines } from './case-groups.ts';
import { type Duty, duties } from './duties.ts';
import { hasFixDate } from './fix-date.ts';
import { addMonths, endOfDay, startOfDay } from './zoned-day.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** What the clock keeps time for: what the policy promises, what was agreed with a reporter, and CRA article 14. */
export const deadlineNames = [
  'first-response',
  'exploitation-check',
  ...duties,
  'message',
  'fix-date',
  'progress',
  'publication',
] as const;
export type DeadlineName = (typeof deadlineNames)[number];

export interface Deadline {
  name: DeadlineName;
  /** In ms since 1970; null while it is not known yet. */
  dueAt: number | null;
  /** When it was met; null while it is open. */
  doneAt: number | null;
}

/** A deadline that runs. */
export type OpenDeadline = Running<Deadline>;

/** The team looks within this whether what is said to be exploited is, in ms. */
export const TO_CHECK = DAY;
/** A message of the reporter waits this long before the team is reminded, in ms. */
export const TO_ANSWER = 2 * DAY;
/** A reporter hears something at least this often while the case is open, in ms. */
export const TO_TELL = 14 * DAY;
/** An erasure is announced this long before, in ms. */
export const ERASURE_AHEAD = 14 * DAY;

/**
 * When the first response is due: `days` times 24 hours after receipt, whatever clocks do in between, so that
 * the promise means the same in every time zone.
 */
export function respondBy(receivedAt: Date, days: number): Date {
  return new Date(receivedAt.getTime() + days * DAY);
}

/**
 * Every deadline that follows from a case: what runs, and what was met. Who withdrew a report waits for nothing; the
 * duties of article 14 run on.
 * @param timeZone in which a day begins and ends, as an IANA name
 */
export function deadlinesOf(one: Case, timeZone = organisation.timeZone): Deadline[] {
  const ofDuties = dutyDeadlines(one, timeZone);
  if (one.withdrawnAt !== null) return ofDuties;
  return [
    { name: 'first-response', dueAt: one.respondBy, doneAt: one.respondedAt },
    ...checkOf(one),
    ...ofDuties,
    ...messageOf(one),
    ...fixDateOf(one, timeZone),
    ...progressOf(one),
    ...publicationOf(one, timeZone),
  ];
}

/** What the clocks of article 14 follow from. */
export type DutyFacts = Pick<Case, 'exploitedAt' | 'incidentAt' | 'resolvedAt' | 'noFixAt' | 'reported'>;

/** The deadlines of the duties alone, in the order of `duties`. */
export function dutyDeadlines(one: DutyFacts, timeZone: string): Deadline[] {
  return duties.flatMap((duty) => dutyOf(one, duty, timeZone));
}

/**
 * When a duty of Regulation (EU) 2024/2847, article 14, is due: early warning within 24 hours, notification within 72,
 * final report no later than 14 days after a fix is available (14(2)), and of an incident no later than a month after
 * its notification (14(4)). For informing the users (14(8)) the law names no hours: ours are those of the notification.
 */
function dutyOf(one: DutyFacts, duty: Duty, timeZone: string): Deadline[] {
  const { exploitedAt, incidentAt, resolvedAt, reported } = one;
  const doneAt = reported[duty];
  const due = (since: number | null, dueAt: number | null): Deadline[] =>
    since === null ? [] : [{ name: duty, dueAt, doneAt }];
  const after = (since: number | null, ms: number) => due(since, since === null ? null : since + ms);
  switch (duty) {
    case 'early-warning':
      return after(exploitedAt, DAY);
    case 'notification':
    case 'inform-users':
      return after(exploitedAt, 3 * DAY);
    case 'final-report': {
      // Where no fix will come, nothing is due after it.
      if (one.noFixAt !== null && doneAt === null) return [];
      const fixedAt = resolvedAt === null || exploitedAt === null ? null : Math.max(resolvedAt, exploitedAt);
      return due(exploitedAt, fixedAt === null ? null : fixedAt + 14 * DAY);
    }
    case 'incident-early-warning':
      return after(incidentAt, DAY);
    case 'incident-notification':
    case 'incident-inform-users':
      return after(incidentAt, 3 * DAY);
    case 'incident-final-report': {
      const notifiedAt = reported['incident-notification'];
      return due(incidentAt, notifiedAt === null ? null : addMonths(notifiedAt, 1, timeZone));
    }
  }
}

/**
 * Whether it is exploited, as was said: an answer ends the look, and that it is no weak spot, or known already, what is
 * first. "Can't tell yet" starts it anew, and so does who takes up again what was dismissed without an answer.
 */
function checkOf(one: Case): Deadline[] {
  const { claimedAt, checkFrom, dismissedAt } = one;
  if (claimedAt === null) return [];
  const ends = [claimAnsweredOf(one), dismissedAt].filter((at) => at !== null);
  const doneAt = ends.length === 0 ? null : Math.min(...ends);
  return [{ name: 'exploitation-check', dueAt: (checkFrom ?? claimedAt) + TO_CHECK, doneAt }];
}

/** When it was told whether it is exploited, in ms; null where nobody did, or can tell yet. */
export function claimAnsweredOf(
  one: Pick<Case, 'claimAnswer' | 'claimAnsweredAt' | 'exploitedAt'>,
): number | null {
  const isAnswered = one.claimAnswer === 'true' || one.claimAnswer === 'not-true';
  return isAnswered ? one.claimAnsweredAt : one.exploitedAt;
}

/** Before the first response that is what a message waits for. */
function messageOf({ waitingSince, respondedAt }: Case): Deadline[] {
  return waitingSince === null || respondedAt === null
    ? []
    : [{ name: 'message', dueAt: waitingSince + TO_ANSWER, doneAt: null }];
}

function fixDateOf({ fixExpectedAt, status, resolvedAt }: Case, timeZone: string): Deadline[] {
  const isMeant = hasFixDate(status) || (status === 'closed' && resolvedAt !== null);
  return fixExpectedAt === null || !isMeant
    ? []
    : [{ name: 'fix-date', dueAt: endOfDay(fixExpectedAt, timeZone), doneAt: resolvedAt }];
}

function progressOf({ status, respondedAt, toldAt }: Case): Deadline[] {
  return respondedAt === null || status === 'closed'
    ? []
    : [{ name: 'progress', dueAt: (toldAt ?? respondedAt) + TO_TELL, doneAt: null }];
}

function publicationOf({ publishOn, publishedAt }: Case, timeZone: string): Deadline[] {
  return publishOn === null
    ? []
    : [{ name: 'publication', dueAt: startOfDay(publishOn, timeZone), doneAt: publishedAt }];
}

/**
 * The duties that are owed and not done. A closed case owes none: it closed with the last of those that there were then,
 * and of one from before there was another nobody is asked for that.
 */
export function owedDuties(one: Case): Duty[] {
  if (one.status === 'closed') return [];
  const deadlines = deadlinesOf(one);
  return duties.filter((name) => deadlines.some((d) => d.name === name && d.doneAt === null));
}

/** The deadlines that run, the first one due first. */
export function openDeadlines(one: Case): OpenDeadline[] {
  return runningDeadlines({ status: one.status, deadlines: deadlinesOf(one) });
}

/** Since when the day has passed on which a fix was expected, in ms; null where none has. */
export function fixLateSince(one: Case, now: number): number | null {
  const [late] = openDeadlines(one).filter(({ name, dueAt }) => name === 'fix-date' && dueAt <= now);
  return late?.dueAt ?? null;
}

/**
 * When the erasure of a closed case may be announced to the team, in ms; null while it waits for nobody's time: it is
 * open, a message in it is unanswered, or what was agreed about publishing is still to come.
 * @param retentionDays after how many days closed cases are erased
 */
export function erasureAnnouncedAt(one: Case, retentionDays: number): number | null {
  const { status, closedAt, waitingSince } = one;
  if (status !== 'closed' || closedAt === null || waitingSince !== null) return null;
  if (openDeadlines(one).length > 0) return null;
  return closedAt + Math.max(0, retentionDays * DAY - ERASURE_AHEAD);
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
