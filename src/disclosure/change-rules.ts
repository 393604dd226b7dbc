import { organisation } from '../organisation.ts';
import type { Case, CaseStatus, ClaimAnswer, Credit } from './case.ts';
import { owedDuties } from './clock.ts';
import { type Duty, dutiesOf, type Track, trackOf, tracks } from './duties.ts';
import { needsFixDate } from './fix-date.ts';
import type { ProblemCode } from './problems.ts';
import { endOfDay } from './zoned-day.ts';

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
  /** It was said to be exploited, as the opened report says. */
  claimed?: true | undefined;
  /** What the team found about that; "true" is `exploited`. */
  claimAnswer?: Exclude<ClaimAnswer, 'true'> | undefined;
  exploited?: boolean | undefined;
  /** With `exploited`: since when the team knows of it, where that is not now. A later one corrects it. */
  exploitedSince?: number | undefined;
  /** A severe incident, and since when the team knows of it, as with `exploited`. */
  incident?: boolean | undefined;
  incidentSince?: number | undefined;
  /** A duty that was done. */
  reported?: Duty | undefined;
  /** With `reported`: when it was done, where that is not now. A later one corrects it. */
  reportedAt?: number | undefined;
  /** A duty that was not done after all. */
  unreported?: Duty | undefined;
  /** A duty that was done, and of which the authorities or users were told something else since; when, where not now. */
  corrected?: Duty | undefined;
  correctedAt?: number | undefined;
  /** The day on which it may be published, at 0:00 UTC; null takes it away. Another day is to be agreed anew. */
  publishOn?: number | null | undefined;
  /** Whether the reporter agreed to that day. */
  publishAgreed?: boolean | undefined;
  /** Whether it was published. */
  published?: boolean | undefined;
  /** What the reporter wrote needs no answer. */
  settled?: true | undefined;
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
 * @param isAnswer whether it is one that the reporter can read
 */
export function faultOfChange(
  current: Case,
  wanted: Change,
  {
    now,
    hasReply,
    isAnswer,
    leastReward,
  }: { now: number; hasReply: boolean; isAnswer: boolean; leastReward: number },
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
    faultOfDuties(current, { ...wanted, status }) ??
    faultOfDone(current, { ...wanted, status }, now) ??
    faultOfPublication(current, wanted, now) ??
    faultOfClaim(current, { ...wanted, status }, now) ??
    (isAnswer ? null : faultOfMessage(current, wanted))
  );
}

/** What a reporter wrote is answered, or looked at and found to need no answer, before the case closes. */
function faultOfMessage({ status, waitingSince }: Case, wanted: Change): ProblemCode | null {
  const isClosing = wanted.status === 'closed' && status !== 'closed';
  return isClosing && waitingSince !== null && !wanted.settled ? 'message-waits' : null;
}

/** What was said to be exploited is looked at before the case closes, whose clocks then end. */
function faultOfClaim(current: Case, wanted: Change, now: number): ProblemCode | null {
  const { claimedAt, claimAnswer, status } = current;
  if (wanted.claimAnswer !== undefined && claimedAt === null) return 'not-claimed';
  // It would put off a look that no clock reminds of.
  if (wanted.claimAnswer === 'unclear' && status === 'closed' && wanted.status === 'closed')
    return 'case-closed';
  const isClosing = wanted.status === 'closed' && status !== 'closed';
  // What is no weak spot, or known already, is not exploited here.
  if (!isClosing || claimedAt === null || status === 'rejected' || status === 'duplicate') return null;
  const answer = wanted.claimAnswer ?? claimAnswer;
  const isMarked = markAfter(current, wanted, 'exploited', now) !== null;
  return isMarked || answer === 'true' || answer === 'not-true' ? null : 'claim-unanswered';
}

/** A day to come is agreed on; who agreed did so to a day. */
function faultOfPublication(
  current: Case,
  { publishOn = current.publishOn, publishAgreed, published }: Change,
  now: number,
): ProblemCode | null {
  if (publishOn !== current.publishOn && publishOn !== null && isPast(publishOn, now))
    return 'publication-past';
  const isAboutDay = publishAgreed !== undefined || published === true;
  return isAboutDay && publishOn === null ? 'no-publication-date' : null;
}

/** A duty is done once there is something to report, and the last of them about a fix. */
function faultOfDone(
  current: Case,
  { status = current.status, ...wanted }: Change,
  now: number,
): ProblemCode | null {
  const { reported, corrected } = wanted;
  const duty = reported ?? corrected;
  if (duty === undefined) return null;
  if (corrected !== undefined && current.reported[corrected] === null) return 'not-reported';
  // People tell moments by the minute.
  const since = Math.floor((markAfter(current, wanted, trackOf(duty), now) ?? 0) / MINUTE) * MINUTE;
  const at = wanted.reportedAt ?? wanted.correctedAt;
  if (at !== undefined && (at > now || at < since)) return 'reported-at';
  // It is due a month after the notification.
  const isNotified = current.reported['incident-notification'] !== null;
  if (reported === 'incident-final-report' && !isNotified) return 'notification-first';
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

/** What is no weak spot, or known already, stays so as it closes. */
export function dismissedAtAfter(current: Case, status: CaseStatus, now: number): number | null {
  if (status === 'closed') return current.dismissedAt;
  return status === 'rejected' || status === 'duplicate' ? (current.dismissedAt ?? now) : null;
}

/** Nobody knew of it in the future, or long before the report, nor only after what they did about it. */
function faultOfSince(current: Case, wanted: Change, now: number): ProblemCode | null {
  for (const track of tracks) {
    const since = wanted[marks[track].since];
    if (since === undefined) continue;
    const isMarked = current[marks[track].at] !== null;
    const done = dutiesOf(track).flatMap((duty) => (isMarked ? (current.reported[duty] ?? []) : []));
    const isAfterDone = done.some((at) => at + MINUTE <= since);
    if (since > now || since < current.receivedAt - LONGEST_KNOWN || isAfterDone) return `${track}-since`;
  }
  return null;
}

/** What marks a case on each track, and when. */
export const marks = {
  exploited: { at: 'exploitedAt', is: 'exploited', since: 'exploitedSince' },
  incident: { at: 'incidentAt', is: 'incident', since: 'incidentSince' },
} as const satisfies Record<Track, { at: keyof Case; is: keyof Change; since: keyof Change }>;

/**
 * Since when the team knows, after a change; null where there is no mark. The clocks run from when it knew: with a mark
 * that was there already, only a moment of its own moves it. What is not true is not marked.
 */
export function markAfter(current: Case, wanted: Change, track: Track, now: number): number | null {
  const { at, is, since } = marks[track];
  const isMarked = track === 'exploited' && wanted.claimAnswer === 'not-true' ? false : wanted[is];
  if (isMarked === undefined) return current[at];
  return isMarked ? (wanted[since] ?? current[at] ?? now) : null;
}

/** A case that closes, or is closed, has no clock: so nothing may be owed to the authorities in it. */
function faultOfDuties(current: Case, { status, ...wanted }: Change): ProblemCode | null {
  const { reported, unreported, corrected } = wanted;
  for (const track of tracks) {
    const isMarked = markAfter(current, wanted, track, 0) !== null;
    const wasMarked = current[marks[track].at] !== null;
    const isAbout = [reported, unreported, corrected].some((duty) => duty && trackOf(duty) === track);
    if (isAbout && (!isMarked || !wasMarked)) return track === 'exploited' ? 'not-exploited' : 'not-incident';
    if (status !== 'closed' || !isMarked) continue;
    if (current.status === 'closed' && !wasMarked) return 'case-closed';
    if (unreported !== undefined && current.status === 'closed') return 'case-closed';
    if (unreported !== undefined) return 'reports-owed';
    if (current.status === 'closed') continue;
    const owed = wasMarked ? owedDuties(current).filter((duty) => trackOf(duty) === track) : dutiesOf(track);
    if (owed.some((name) => name !== reported)) return 'reports-owed';
  }
  return null;
}

/** The expected day after a change: what is no weakness, or known already, has none, and gets none once it is closed. */
export function fixDayAfter(
  current: Case,
  { status = current.status, fixExpectedAt }: Change,
): number | null {
  if (status === 'rejected' || status === 'duplicate') return null;
  const isMeant = status !== 'closed' || current.resolvedAt !== null;
  return fixExpectedAt === undefined || !isMeant ? current.fixExpectedAt : fixExpectedAt;
}

/** Whether the day was over at `now` where the organisation is: its clock counts from then. */
export function isPast(day: number, now: number): boolean {
  return endOfDay(day, organisation.timeZone) <= now;
}
