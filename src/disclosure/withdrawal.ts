import { languageCodes } from '../i18n/languages.ts';
import { type Case, type CaseEvent, origins, receivedCase } from './case.ts';
import { type Actor, type Change, type ChangeResult, change, LONGEST_KNOWN } from './changes.ts';
import { owedDuties } from './clock.ts';
import type { ProblemCode } from './problems.ts';

/** What happened in a case that the reports to the authorities rest on. */
const OF_DUTIES: readonly CaseEvent['kind'][] = [
  'exploited',
  'incident',
  'reported',
  'unreported',
  'corrected',
];

/**
 * What is left of a case that its reporter withdraws while reports to the authorities are owed: the clocks of CRA
 * article 14, who handles them, and nothing of the report or its reporter. No receipt opens it, and its language and
 * origin say nothing. Null where nothing is owed: then nothing need be left.
 * @param events what happened in the case so far
 */
export function stubOf(
  current: Case,
  events: readonly CaseEvent[],
  now: number,
): { stub: Case; events: CaseEvent[] } | null {
  if (owedDuties(current).length === 0) return null;
  const { reference, receivedAt, respondBy, assignee, resolvedAt } = current;
  const { exploitedAt, incidentAt, reported } = current;
  const version = current.version + 1;
  const stub: Case = {
    // Named one by one: what a case learns to hold later is not in a stub by itself.
    ...receivedCase({
      ...{ reference, receivedAt, respondBy, attachments: [], replyKey: null, urgent: false },
      ...{ language: languageCodes[0], origin: origins[0], bodyHash: '' },
      // Is the hash of no access token.
      receiptId: `withdrawn:${reference}`,
    }),
    ...{ version, assignee, exploitedAt, incidentAt, reported, resolvedAt },
    status: resolvedAt === null ? 'received' : 'resolved',
    withdrawnAt: now,
  };
  const ofFix = fixesIn(events);
  const kept = events.filter((event) => OF_DUTIES.includes(event.kind) || ofFix.includes(event));
  return { stub, events: [...kept, { version, at: now, by: null, kind: 'withdrawn', value: '' }] };
}

/** When a fix came, and when it was taken back: from then on a final report is due, or is not. */
function fixesIn(events: readonly CaseEvent[]): CaseEvent[] {
  let isFixed = false;
  return events.filter(({ kind, value }) => {
    if (kind !== 'status' || value === 'closed') return false;
    const wasFixed = isFixed;
    isFixed = value === 'resolved';
    return isFixed !== wasFixed;
  });
}

/**
 * Changes a stub: a report that was made, or was not after all, the mark taken back, since when there is a fix, or that none will come. With
 * the last duty it closes, and is erased as any closed case is: until then it shows that the duties were done in time.
 */
export function changeStub(
  current: Case,
  wanted: Change,
  { hasReply, ...actor }: Actor & { hasReply: boolean },
): ChangeResult {
  const { reported, reportedAt, unreported, corrected, correctedAt, fixAvailableAt, ...rest } = wanted;
  const { exploited, exploitedSince, incident, incidentSince, ...others } = rest;
  const isOther = hasReply || Object.values(others).some((value) => value !== undefined);
  const code = isOther ? 'withdrawn' : faultOfFix(current, wanted, actor.now);
  if (code) return { ok: false, code };
  // What it has in common with any other case changes as it does there.
  const result = change(
    {
      ...current,
      withdrawnAt: null,
      // One that has closed with its last report opens again where that is taken back.
      status: current.resolvedAt === null ? 'received' : 'resolved',
      resolvedAt: fixAvailableAt === undefined ? current.resolvedAt : fixAvailableAt,
    },
    {
      ...{ reported, reportedAt, unreported, corrected, correctedAt },
      ...{ exploited, exploitedSince, incident, incidentSince },
    },
    { ...actor, hasReply: false, leastReward: 0 },
  );
  if (!result.ok) return result;
  const version = current.version + 1;
  const { exploitedAt, incidentAt, reported: made } = result.changed;
  const changed: Case = { ...current, version, exploitedAt, incidentAt, reported: made, eraseAt: null };
  const events = [...result.events];
  const add = (kind: CaseEvent['kind'], value: string) =>
    events.push({ version, at: actor.now, by: actor.by, kind, value });
  if (fixAvailableAt === null && current.noFixAt === null) {
    changed.noFixAt = actor.now;
    changed.resolvedAt = null;
    add('fix-available', '');
  } else if (fixAvailableAt && fixAvailableAt !== current.resolvedAt) {
    changed.noFixAt = null;
    changed.resolvedAt = fixAvailableAt;
    add('fix-available', new Date(fixAvailableAt).toISOString());
  }
  if (events.length === 0) return { ok: true, changed: current, events, figure: null, tallies: [] };
  // A correction owes nothing.
  if (events.every(({ kind }) => kind === 'corrected')) return changedStub();
  // One that is closed opens again with what is owed anew.
  if (owedDuties({ ...changed, status: 'received' }).length > 0) {
    changed.status = changed.resolvedAt === null ? 'received' : 'resolved';
    changed.closedAt = null;
  } else if (current.status !== 'closed') {
    changed.status = 'closed';
    changed.closedAt = actor.now;
    add('status', 'closed');
  }
  return changedStub();

  function changedStub(): ChangeResult {
    return { ok: true, changed, events, figure: null, tallies: [] };
  }
}

/** A stub that is closed stays as it is, but for a fix that came after all, or a report that was not made: that is owed then. */
function faultOfFix(
  current: Case,
  { fixAvailableAt, unreported, corrected }: Change,
  now: number,
): ProblemCode | null {
  const { noFixAt, exploitedAt } = current;
  const isFixAfterAll = noFixAt !== null && exploitedAt !== null && typeof fixAvailableAt === 'number';
  const isTakenBack = unreported !== undefined && current.reported[unreported] !== null;
  const isCorrected = corrected !== undefined && current.reported[corrected] !== null;
  if (current.status === 'closed' && !isFixAfterAll && !isTakenBack && !isCorrected) return 'case-closed';
  if (typeof fixAvailableAt !== 'number') return null;
  return fixAvailableAt > now || fixAvailableAt < current.receivedAt - LONGEST_KNOWN ? 'fix-available' : null;
}
