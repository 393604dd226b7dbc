import { type Assessment, assessments, type Case, type CaseEvent, type EventKind } from './case.ts';
import { type Actor, dayOf, eventsFor, newsIn } from './case-events.ts';
import {
  type Change,
  dismissedAtAfter,
  faultOfChange,
  fixDayAfter,
  isPast,
  resolvedAtAfter,
  transitions,
} from './change-rules.ts';
import { monthOf, owedDuties } from './clock.ts';
import { changeDuties } from './duty-changes.ts';
import { needsFixDate } from './fix-date.ts';
import type { ProblemCode } from './problems.ts';
import { changePublication } from './publication-changes.ts';
import { type Tally, talliesOfFix, talliesOfResponse } from './tallies.ts';

export { type Actor, dayOf, newsIn } from './case-events.ts';
export { type Change, LONGEST_KNOWN, transitions } from './change-rules.ts';

/** How long a first response took, for the figures of its month. */
export interface ResponseFigure {
  month: string;
  ms: number;
  isLate: boolean;
}

export type ChangeResult =
  | {
      ok: true;
      changed: Case;
      events: CaseEvent[];
      figure: ResponseFigure | null;
      /** What the public figures count of it. */
      tallies: Tally[];
    }
  | { ok: false; code: ProblemCode };

/**
 * The first response that the policy promises (P1): an assessment, and for a confirmed report the day on which a
 * fix is expected, which the reporter reads also where they can't read the sealed reply that goes along: a message of
 * theirs then waits on.
 * @param close whether the case closes with it: what is no weak spot, or known already, needs nothing more
 */
export function respond(
  current: Case,
  {
    assessment,
    fixExpectedAt,
    close = false,
  }: { assessment: Assessment; fixExpectedAt: number | null; close?: boolean | undefined },
  { by, now, isForReporter = true }: Actor,
): ChangeResult {
  if (current.withdrawnAt !== null) return { ok: false, code: 'withdrawn' };
  if (current.respondedAt !== null) return { ok: false, code: 'already-responded' };
  const isPromised = needsFixDate(assessment);
  if (isPromised && fixExpectedAt === null) return { ok: false, code: 'fix-date-needed' };
  if (isPromised && fixExpectedAt !== null && isPast(fixExpectedAt, now))
    return { ok: false, code: 'fix-date-past' };
  if (close && !transitions[assessment].includes('closed'))
    return { ok: false, code: 'transition-not-allowed' };
  // A closed case has no clock: nothing may be owed to the authorities in it.
  if (close && owedDuties(current).length > 0) return { ok: false, code: 'reports-owed' };
  const waitingSince = isForReporter ? null : current.waitingSince;
  if (close && waitingSince !== null) return { ok: false, code: 'message-waits' };
  // Only what is confirmed will be fixed.
  const fixDay = isPromised ? fixExpectedAt : null;
  const changed: Case = {
    ...current,
    version: current.version + 1,
    status: close ? 'closed' : assessment,
    assessment,
    fixExpectedAt: fixDay,
    respondedAt: now,
    dismissedAt: isPromised ? null : now,
    toldAt: now,
    closedAt: close ? now : null,
    waitingSince,
  };
  const event = eventsFor(changed.version, { by, now });
  const events = [event('response', assessment)];
  if (fixDay !== null) events.push(event('fix-expected', dayOf(fixDay)));
  if (close) events.push(event('status', 'closed'));
  const figure = {
    month: monthOf(now),
    ms: Math.max(0, now - current.receivedAt),
    isLate: now > current.respondBy,
  };
  return { ok: true, changed, events, figure, tallies: talliesOfResponse(current, now) };
}

/**
 * Changes a case by the table. A change that changes nothing makes no events, and the version stays.
 * @param leastReward what a reward is at least, in whole euros
 * @param hasReply whether a sealed reply goes along: a reward is never set without its reason
 */
export function change(
  current: Case,
  wanted: Change,
  actor: Actor & { hasReply: boolean; leastReward: number },
): ChangeResult {
  const { by, now, hasReply, isForReporter = true, leastReward } = actor;
  const isAnswer = hasReply && isForReporter;
  const code = faultOfChange(current, wanted, { now, hasReply, isAnswer, leastReward });
  if (code) return { ok: false, code };
  const changed: Case = { ...current, version: current.version + 1 };
  const event = eventsFor(changed.version, { by, now });
  const events: CaseEvent[] = [];
  if (wanted.status !== undefined && wanted.status !== current.status) {
    changed.status = wanted.status;
    changed.assessment = assessments.find((one) => one === wanted.status) ?? current.assessment;
    changed.resolvedAt = resolvedAtAfter(current, wanted.status, now);
    changed.dismissedAt = dismissedAtAfter(current, wanted.status, now);
    changed.closedAt = wanted.status === 'closed' ? now : null;
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
  events.push(...changeDuties(changed, current, wanted, { by, now }));
  events.push(...changePublication(changed, current, wanted, { by, now }));
  if (wanted.settled && current.waitingSince !== null && !isAnswer) {
    changed.waitingSince = null;
    events.push(event('settled', ''));
  }
  if (isAnswer) changed.waitingSince = null;
  if (newsIn(events).length > 0 || isAnswer) changed.toldAt = now;
  if (hasReply) events.push(event('reply', ''));
  // What opens again, or waits, is not erased as announced.
  if (changed.status !== 'closed' || events.some(({ kind }) => kind === 'publication'))
    changed.eraseAt = null;
  const isFixed = changed.resolvedAt !== null && current.resolvedAt === null;
  const tallies = isFixed ? talliesOfFix(current, changed.resolvedAt ?? now) : [];
  return { ok: true, changed: events.length === 0 ? current : changed, events, figure: null, tallies };
}

/**
 * Changes a case as `change` does, and closes it in the same step: as if it had been closed right after.
 * @returns what stands in the way of either, and then neither happens
 */
export function changeAndClose(
  current: Case,
  wanted: Change,
  actor: Parameters<typeof change>[2],
): ChangeResult {
  const first = change(current, wanted, actor);
  if (!first.ok) return first;
  const closing = change(first.changed, { status: 'closed' }, { ...actor, hasReply: false });
  if (!closing.ok) return closing;
  const version = current.version + 1;
  const events = [...first.events, ...closing.events].map((event) => ({ ...event, version }));
  const tallies = [...first.tallies, ...closing.tallies];
  return { ...closing, changed: { ...closing.changed, version }, events, tallies };
}

/**
 * A message of the reporter has come in and waits for an answer, also where the case is closed. One that agrees to the
 * day of publication asks for none: the status page sends such a message with words of its own.
 * @param attachments those of the case from then on
 * @param agreesTo the day of publication to which it agrees, at 0:00 UTC; it must be the one of the case
 */
export function receiveMessage(
  current: Case,
  now: number,
  attachments = current.attachments,
  agreesTo?: number,
): Extract<ChangeResult, { ok: true }> {
  const isAgreed = agreesTo !== undefined && current.publishAgreedAt === null;
  const changed: Case = {
    ...current,
    attachments,
    version: current.version + 1,
    followUps: current.followUps + 1,
    waitingSince: isAgreed ? current.waitingSince : (current.waitingSince ?? now),
    publishAgreedAt: isAgreed ? now : current.publishAgreedAt,
    eraseAt: null,
  };
  const event = (kind: EventKind, value: string): CaseEvent => ({
    ...{ version: changed.version, at: now, by: null, kind, value },
  });
  const events = [event('message', '')];
  if (isAgreed) events.push(event('publication-agreed', 'yes'));
  return { ok: true, changed, events, figure: null, tallies: [] };
}
