import {
  type Assessment,
  type AuthorityReport,
  assessments,
  authorityReports,
  type Case,
  type CaseEvent,
  type CaseStatus,
  type Credit,
  type EventKind,
} from './case.ts';
import { monthOf, owedReports } from './clock.ts';
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
  /** A report to the authorities that was made now. */
  reported?: AuthorityReport | undefined;
  /** In a stub: since when a fix is available; null when none will come. See `changeStub`. */
  fixAvailableAt?: number | null | undefined;
}

/** Who does it and when; `by` is a user id. */
export interface Actor {
  by: string;
  now: number;
}

/** How long a first response took, for the figures of its month. */
export interface ResponseFigure {
  month: string;
  ms: number;
  isLate: boolean;
}

export type ChangeResult =
  | { ok: true; changed: Case; events: CaseEvent[]; figure: ResponseFigure | null }
  | { ok: false; code: ProblemCode };

const DAY = 24 * 60 * 60 * 1000;
/** Nobody knows of an exploitation, or a fix, longer before the report than this, in ms; it catches a slip in the year. */
export const LONGEST_KNOWN = 366 * DAY;
const nothingReported = { 'early-warning': null, notification: null, 'final-report': null };

/**
 * The first response that the policy promises (P1): an assessment, and for a confirmed report the day on which a
 * fix is expected. The sealed reply goes along with it.
 */
export function respond(
  current: Case,
  { assessment, fixExpectedAt }: { assessment: Assessment; fixExpectedAt: number | null },
  { by, now }: Actor,
): ChangeResult {
  if (current.withdrawnAt !== null) return { ok: false, code: 'withdrawn' };
  if (current.respondedAt !== null) return { ok: false, code: 'already-responded' };
  const isPromised = needsFixDate(assessment);
  if (isPromised && fixExpectedAt === null) return { ok: false, code: 'fix-date-needed' };
  if (isPromised && fixExpectedAt !== null && isPast(fixExpectedAt, now))
    return { ok: false, code: 'fix-date-past' };
  // Only what is confirmed will be fixed.
  const fixDay = isPromised ? fixExpectedAt : null;
  const changed: Case = {
    ...current,
    version: current.version + 1,
    status: assessment,
    assessment,
    fixExpectedAt: fixDay,
    respondedAt: now,
    waitingSince: null,
  };
  const event = eventsFor(changed.version, { by, now });
  const events = [event('response', assessment)];
  if (fixDay !== null) events.push(event('fix-expected', dayOf(fixDay)));
  const figure = {
    month: monthOf(now),
    ms: Math.max(0, now - current.receivedAt),
    isLate: now > current.respondBy,
  };
  return { ok: true, changed, events, figure };
}

/**
 * Changes a case by the table. A change that changes nothing makes no events, and the version stays.
 * @param leastReward what a reward is at least, in whole euros
 * @param hasReply whether a sealed reply goes along: a reward is never set without its reason
 */
export function change(
  current: Case,
  wanted: Change,
  { by, now, hasReply, leastReward }: Actor & { hasReply: boolean; leastReward: number },
): ChangeResult {
  const code = faultOf(current, wanted, { now, hasReply, leastReward });
  if (code) return { ok: false, code };
  const changed: Case = { ...current, version: current.version + 1 };
  const event = eventsFor(changed.version, { by, now });
  const events: CaseEvent[] = [];
  if (wanted.status !== undefined && wanted.status !== current.status) {
    changed.status = wanted.status;
    changed.assessment = assessments.find((one) => one === wanted.status) ?? current.assessment;
    changed.resolvedAt = resolvedAtAfter(current, wanted.status, now);
    changed.closedAt = wanted.status === 'closed' ? now : null;
    if (wanted.status === 'closed') changed.waitingSince = null;
    events.push(event('status', wanted.status));
  }
  const fixExpectedAt = fixDayAfter(current, wanted);
  if (fixExpectedAt !== current.fixExpectedAt) {
    changed.fixExpectedAt = fixExpectedAt;
    events.push(event('fix-expected', fixExpectedAt === null ? '' : dayOf(fixExpectedAt)));
  }
  if (wanted.reward !== undefined && wanted.reward !== current.reward) {
    changed.reward = wanted.reward;
    events.push(event('reward', String(wanted.reward ?? '')));
  }
  if (wanted.credit !== undefined && wanted.credit !== current.credit) {
    changed.credit = wanted.credit;
    events.push(event('credit', wanted.credit));
  }
  if (wanted.assignee !== undefined && wanted.assignee !== current.assignee) {
    changed.assignee = wanted.assignee;
    events.push(event('assigned', wanted.assignee ?? ''));
  }
  const exploitedAt = exploitedAfter(current, wanted, now);
  if (exploitedAt !== current.exploitedAt) {
    changed.exploitedAt = exploitedAt;
    // Who only corrects the moment has reported what was reported.
    if (exploitedAt === null || current.exploitedAt === null) changed.reported = nothingReported;
    events.push(event('exploited', exploitedAt === null ? 'no' : sinceOf(exploitedAt, now)));
  }
  if (wanted.reported !== undefined && current.reported[wanted.reported] === null) {
    changed.reported = { ...changed.reported, [wanted.reported]: now };
    events.push(event('reported', wanted.reported));
  }
  if (hasReply) {
    changed.waitingSince = null;
    events.push(event('reply', ''));
  }
  return { ok: true, changed: events.length === 0 ? current : changed, events, figure: null };
}

/** A message of the reporter has come in and waits for an answer. */
export function receiveMessage(
  current: Case,
  now: number,
): { ok: true; changed: Case; events: CaseEvent[]; figure: null } {
  const changed: Case = {
    ...current,
    version: current.version + 1,
    followUps: current.followUps + 1,
    waitingSince: current.status === 'closed' ? null : (current.waitingSince ?? now),
  };
  const events: CaseEvent[] = [{ version: changed.version, at: now, by: null, kind: 'message', value: '' }];
  return { ok: true, changed, events, figure: null };
}

/** A day as `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function faultOf(
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
  return faultOfSince(current, wanted, now) ?? faultOfExploited(current, { ...wanted, status });
}

function faultOfSince({ receivedAt }: Case, { exploitedSince }: Change, now: number): ProblemCode | null {
  if (exploitedSince === undefined) return null;
  return exploitedSince > now || exploitedSince < receivedAt - LONGEST_KNOWN ? 'exploited-since' : null;
}

/** The clocks run from when the team knew: with a mark that was there already, only a moment of its own moves it. */
function exploitedAfter({ exploitedAt }: Case, { exploited, exploitedSince }: Change, now: number) {
  if (exploited === undefined) return exploitedAt;
  return exploited ? (exploitedSince ?? exploitedAt ?? now) : null;
}

/** What the timeline says of a mark: the moment, where it is not that of the event itself. */
function sinceOf(exploitedAt: number, now: number): string {
  return exploitedAt === now ? 'yes' : new Date(exploitedAt).toISOString();
}

/** A case that closes, or is closed, has no clock: so nothing may be owed to the authorities in it. */
function faultOfExploited(current: Case, { status, exploited, reported }: Change): ProblemCode | null {
  const isMarked = exploited ?? current.exploitedAt !== null;
  if (reported !== undefined && (!isMarked || current.exploitedAt === null)) return 'not-exploited';
  if (status !== 'closed' || !isMarked) return null;
  if (current.status === 'closed' && current.exploitedAt === null) return 'case-closed';
  const owed = current.exploitedAt === null ? authorityReports : owedReports(current);
  return owed.some((name) => name !== reported) ? 'reports-owed' : null;
}

/** The expected day after a change: what is no weakness, or known already, has none. */
function fixDayAfter(current: Case, { status = current.status, fixExpectedAt }: Change): number | null {
  if (status === 'rejected' || status === 'duplicate') return null;
  return fixExpectedAt === undefined ? current.fixExpectedAt : fixExpectedAt;
}

/** A fix that is taken back is no fix; a case that closes keeps the time of its fix. */
function resolvedAtAfter({ resolvedAt }: Case, status: CaseStatus, now: number): number | null {
  if (status === 'resolved') return now;
  return status === 'closed' ? resolvedAt : null;
}

function eventsFor(version: number, { by, now }: Actor) {
  return (kind: EventKind, value: string): CaseEvent => ({ version, at: now, by, kind, value });
}

/** Whether the day was over at `now` everywhere on earth. */
function isPast(day: number, now: number): boolean {
  return day + DAY + DAY / 2 <= now;
}
