import { type AuthorityReport, authorityReports, type Case, type CaseStatus, type Credit } from './case.ts';
import { owedReports } from './clock.ts';
import { needsFixDate } from './fix-date.ts';
import type { ProblemCode } from './problems.ts';

/** Which status may follow which. Out of `received` leads only the first response. */
export const transitions: Record<CaseStatus, readonly CaseStatus[]> = {
  received: [],
  confirmed: ['fixing', 'resolved', 'rejected', 'duplicate'],
  rejected: ['closed', 'confirmed', 'duplicate'],
  duplicate: ['closed', 'confirmed', 'rejected'],
  fixing: ['resolved', 'confirmed'],
  resolved: ['closed', 'fixing'],
  closed: ['confirmed', 'fixing'],
};

/** What the team may change besides the first response; what is absent stays. */
export interface Change {
  status?: CaseStatus | undefined;
  /** At 0:00 UTC of the day; null takes it away. */
  fixExpectedAt?: number | null | undefined;
  /** In whole euros; null takes it away. */
  reward?: number | null | undefined;
  credit?: Credit | undefined;
  assignee?: string | null | undefined;
  exploited?: boolean | undefined;
  /** With `exploited`: since when the team knows of it, where that is not now. A later one corrects it. */
  exploitedSince?: number | undefined;
  /** A report to the authorities that was made. */
  reported?: AuthorityReport | undefined;
  /** With `reported`: when it was made, where that is not now. A later one corrects it. */
  reportedAt?: number | undefined;
  /** A report to the authorities that was not made after all. */
  unreported?: AuthorityReport | undefined;
  /** In a stub: since when a fix is available; null when none will come. See `changeStub`. */
  fixAvailableAt?: number | null | undefined;
}

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
/** Nobody knows of an exploitation, or a fix, longer before the report than this, in ms; it catches a slip in the year. */
export const LONGEST_KNOWN = 366 * DAY;

/**
 * What stands in the way of a change.
 * @param leastReward what a reward is at least, in whole euros
 * @param hasReply whether a sealed reply goes along
 */
export function faultOfChange(
  current: Case,
  wanted: Change,
  { now, hasReply, leastReward }: { now: number; hasReply: boolean; leastReward: number },
): ProblemCode | null {
  const { status = current.status, reward = current.reward } = wanted;
  if (current.withdrawnAt !== null) return 'withdrawn';
  if (wanted.fixAvailableAt !== undefined) return 'not-withdrawn';
  const fixExpectedAt = fixDayAfter(current, wanted);
  const isNew = {
    status: status !== current.status,
    fix: fixExpectedAt !== current.fixExpectedAt,
    reward: reward !== current.reward,
  };
  if (current.respondedAt === null && (isNew.status || isNew.fix || isNew.reward)) return 'response-needed';
  if (isNew.status && !transitions[current.status].includes(status)) return 'transition-not-allowed';
  // P1: whoever has a confirmed report knows when to expect a fix, also when it is taken up again.
  const isPromised = needsFixDate(status);
  const isPromisedAnew = isPromised && !needsFixDate(current.status);
  if ((isNew.status || isNew.fix) && isPromised && fixExpectedAt === null) return 'fix-date-needed';
  if ((isNew.fix || isPromisedAnew) && fixExpectedAt !== null && isPast(fixExpectedAt, now))
    return 'fix-date-past';
  if (isNew.reward && reward !== null && reward < leastReward) return 'reward-too-low';
  if (isNew.reward && !hasReply) return 'reward-needs-reply';
  return (
    faultOfSince(current, wanted, now) ??
    faultOfExploited(current, { ...wanted, status }) ??
    faultOfReport(current, { ...wanted, status }, now)
  );
}

/** A report is made once there is something to report, and the last of them about a fix. */
function faultOfReport(
  current: Case,
  { status = current.status, reported, reportedAt, ...wanted }: Change,
  now: number,
): ProblemCode | null {
  if (reported === undefined) return null;
  // People tell moments by the minute.
  const since = Math.floor((exploitedAfter(current, wanted, now) ?? 0) / MINUTE) * MINUTE;
  if (reportedAt !== undefined && (reportedAt > now || reportedAt < since)) return 'reported-at';
  const isFixed = resolvedAtAfter(current, status, now) !== null;
  const isMade = current.reported['final-report'] !== null;
  return reported === 'final-report' && !isFixed && !isMade ? 'fix-first' : null;
}

/** A fix that is taken back is no fix; a case that closes keeps the time of its fix. */
export function resolvedAtAfter(current: Case, status: CaseStatus, now: number): number | null {
  if (status === current.status) return current.resolvedAt;
  if (status === 'resolved') return now;
  return status === 'closed' ? current.resolvedAt : null;
}

function faultOfSince({ receivedAt }: Case, { exploitedSince }: Change, now: number): ProblemCode | null {
  if (exploitedSince === undefined) return null;
  return exploitedSince > now || exploitedSince < receivedAt - LONGEST_KNOWN ? 'exploited-since' : null;
}

/** The clocks run from when the team knew: with a mark that was there already, only a moment of its own moves it. */
export function exploitedAfter({ exploitedAt }: Case, { exploited, exploitedSince }: Change, now: number) {
  if (exploited === undefined) return exploitedAt;
  return exploited ? (exploitedSince ?? exploitedAt ?? now) : null;
}

/** A case that closes, or is closed, has no clock: so nothing may be owed to the authorities in it. */
function faultOfExploited(
  current: Case,
  { status, exploited, reported, unreported }: Change,
): ProblemCode | null {
  const isMarked = exploited ?? current.exploitedAt !== null;
  const isAboutReport = reported !== undefined || unreported !== undefined;
  if (isAboutReport && (!isMarked || current.exploitedAt === null)) return 'not-exploited';
  if (status !== 'closed' || !isMarked) return null;
  if (current.status === 'closed' && current.exploitedAt === null) return 'case-closed';
  if (unreported !== undefined && current.status === 'closed') return 'case-closed';
  if (unreported !== undefined) return 'reports-owed';
  const owed = current.exploitedAt === null ? authorityReports : owedReports(current);
  return owed.some((name) => name !== reported) ? 'reports-owed' : null;
}

/** The expected day after a change: what is no weakness, or known already, has none. */
export function fixDayAfter(
  current: Case,
  { status = current.status, fixExpectedAt }: Change,
): number | null {
  if (status === 'rejected' || status === 'duplicate') return null;
  return fixExpectedAt === undefined ? current.fixExpectedAt : fixExpectedAt;
}

/** Whether the day was over at `now` everywhere on earth. */
export function isPast(day: number, now: number): boolean {
  return day + DAY + DAY / 2 <= now;
}
