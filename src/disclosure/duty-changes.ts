// What a change says about exploitation, incidents, and the duties that follow from them.
import type { Case, CaseEvent, ClaimAnswer } from './case.ts';
import { type Actor, eventsFor } from './case-events.ts';
import { type Change, markAfter, marks } from './change-rules.ts';
import { claimAnsweredOf } from './clock.ts';
import { dutiesOf, nothingDone, tracks } from './duties.ts';
import { moment } from './moments.ts';

/** Puts what is said about exploitation, marks and duties into `changed`. @returns what happened */
export function changeDuties(changed: Case, current: Case, wanted: Change, { by, now }: Actor): CaseEvent[] {
  const event = eventsFor(changed.version, { by, now });
  const events: CaseEvent[] = [];
  const isOver = ['closed', 'rejected', 'duplicate'].includes(current.status);
  const isKnown = current.claimedAt !== null || current.exploitedAt !== null || isOver;
  if (wanted.claimed && !isKnown) {
    changed.claimedAt = now;
    changed.urgent = true;
    events.push(event('claimed', ''));
  }
  for (const track of tracks) {
    const { at } = marks[track];
    const markedAt = markAfter(current, wanted, track, now);
    if (markedAt === current[at]) continue;
    changed[at] = markedAt;
    // Who only corrects the moment has done what was done.
    if (markedAt === null || current[at] === null)
      for (const duty of dutiesOf(track))
        changed.reported = { ...changed.reported, [duty]: nothingDone[duty] };
    events.push(event(track, markedAt === null ? 'no' : sinceOf(markedAt, now)));
  }
  if (isTakenUp(changed, current)) changed.checkFrom = now;
  const answer = answerOf(changed, current, wanted);
  // The same answer again starts "can't tell yet" anew, and says nothing otherwise.
  if (changed.claimedAt !== null && answer && (answer === 'unclear' || answer !== current.claimAnswer)) {
    changed.claimAnswer = answer;
    changed.claimAnsweredAt = now;
    // What is no weak spot is looked at no more.
    if (answer === 'unclear' && changed.dismissedAt === null) changed.checkFrom = now;
    events.push(event('claim-answered', answer));
  }
  const { reported: name, unreported, corrected } = wanted;
  if (name !== undefined) {
    const { reportedAt = current.reported[name] ?? now } = wanted;
    if (reportedAt !== current.reported[name]) {
      changed.reported = { ...changed.reported, [name]: reportedAt };
      events.push(event('reported', dutyAt(name, reportedAt, now)));
    }
  }
  if (unreported !== undefined && current.reported[unreported] !== null) {
    changed.reported = { ...changed.reported, [unreported]: null };
    events.push(event('unreported', unreported));
  }
  if (corrected !== undefined)
    events.push(event('corrected', dutyAt(corrected, wanted.correctedAt ?? now, now)));
  return events;
}

/** Whether a claim is looked at anew: the case was dismissed before anybody answered it, and is no more. */
function isTakenUp(changed: Case, current: Case): boolean {
  const { claimedAt, dismissedAt } = current;
  if (claimedAt === null || dismissedAt === null || changed.dismissedAt !== null) return false;
  const answeredAt = claimAnsweredOf(current);
  return answeredAt === null || answeredAt > dismissedAt;
}

/** What a change says about a claim: who marks the case says that it is true, and who takes the mark back that it is not. */
function answerOf(changed: Case, current: Case, { exploited, claimAnswer }: Change): ClaimAnswer | undefined {
  if (changed.exploitedAt !== null) return exploited ? 'true' : undefined;
  return current.exploitedAt !== null && exploited === false ? 'not-true' : claimAnswer;
}

/** What the timeline says of a mark: the moment, where it is not that of the event itself. */
function sinceOf(exploitedAt: number, now: number): string {
  return exploitedAt === now ? 'yes' : moment(exploitedAt);
}

/** A duty, and behind a space the moment, where that is not the one of the event itself. */
function dutyAt(duty: string, at: number, now: number): string {
  return at === now ? duty : `${duty} ${moment(at)}`;
}
