// Promises of a case that its fields say nothing of any more: they follow from what happened in it.
import type { Case, CaseEvent, EventKind } from './case.ts';
import { NEWS } from './changes.ts';
import { TO_ANSWER, TO_CHECK, TO_TELL } from './clock.ts';
import { outcomeOf, type Promised } from './promised.ts';
import { endOfDay } from './zoned-day.ts';

/** What answers a message, and what may say that there is no weak spot of its own. */
const ANSWERS: ReadonlySet<EventKind> = new Set(['reply', 'settled'] as const);
const ENDS: ReadonlySet<EventKind> = new Set(['response', 'status'] as const);
const NO_WEAK_SPOT: ReadonlySet<string> = new Set(['rejected', 'duplicate']);

/**
 * Messages after the first response, each with the answer that ended its waiting, or the closing of the case that did so
 * without one. One that waits is a deadline.
 */
export function answeredMessages(events: readonly CaseEvent[]): Promised[] {
  const answered: Promised[] = [];
  // What agrees to the day of publication asks nothing.
  const isAgreementAt = (time: number) =>
    events.some(({ at, kind, by }) => at === time && kind === 'publication-agreed' && by === null);
  let since: number | null = null;
  let isResponded = false;
  for (const { kind, value, at, by } of events) {
    if (kind === 'response') isResponded = true;
    if (kind === 'message' && isResponded && !isAgreementAt(at)) since ??= at;
    const isClosed = kind === 'status' && value === 'closed';
    if (since === null || !(isClosed || ANSWERS.has(kind))) continue;
    const dueAt = since + TO_ANSWER;
    // A reply that goes along with the closing stands behind it.
    const isAnswered = !isClosed || events.some((event) => event.at === at && ANSWERS.has(event.kind));
    const outcome = isAnswered ? outcomeOf(dueAt, at, at) : 'unanswered';
    answered.push({ name: 'message', dueAt, doneAt: at, by, outcome });
    since = null;
  }
  return answered;
}

/**
 * News for the reporter of an answered case, while it is open: each time that it came too late, and where it never did, the
 * last time, which stands for all of them. What is still to come is a deadline.
 */
export function tellings(events: readonly CaseEvent[]): Promised[] {
  const told: Promised[] = [];
  let since: number | null = null;
  for (const { kind, value, at, by } of events) {
    if (!NEWS.has(kind) || (since === null && kind !== 'response' && kind !== 'status')) continue;
    // What happened in the same moment is the same news.
    if (since !== null && at > since) {
      const dueAt = since + TO_TELL;
      told.push({ name: 'progress', dueAt, doneAt: at, by, outcome: outcomeOf(dueAt, at, at) });
    }
    since = kind === 'status' && value === 'closed' ? null : at;
  }
  const late = told.filter(({ outcome }) => outcome === 'late');
  return late.length > 0 ? late : told.slice(-1);
}

/**
 * Whether it is exploited, as was said: every answer of the team. "Can't tell yet" puts it off, by as long again. One that
 * waits for its answer is a deadline.
 * @param endedAt when the deadline was met, also where nobody answered: what is no weak spot is not exploited
 */
export function checks(
  { claimedAt }: Pick<Case, 'claimedAt'>,
  events: readonly CaseEvent[],
  endedAt: number | null,
): Promised[] {
  if (claimedAt === null) return [];
  const found: Promised[] = [];
  const add = (since: number, doneAt: number, { by, value }: Pick<CaseEvent, 'by' | 'value'>) => {
    const dueAt = since + TO_CHECK;
    const outcome = outcomeOf(dueAt, doneAt, doneAt);
    const putOff = outcome === 'kept' ? 'moved' : 'moved-late';
    const name = 'exploitation-check';
    found.push({ name, dueAt, doneAt, by, outcome: value === 'unclear' ? putOff : outcome });
  };
  // What was said with the report itself happened with it.
  let since = events.some(({ kind }) => kind === 'claimed') ? null : claimedAt;
  for (const event of events) {
    const { kind, value, at } = event;
    if (kind === 'claimed') since = at;
    if (kind !== 'claim-answered') continue;
    if (since !== null) add(since, at, event);
    since = value === 'unclear' ? at : null;
  }
  if (since === null || endedAt === null) return found;
  const from = since;
  const end =
    events.find(({ kind, value, at }) => at >= from && ENDS.has(kind) && NO_WEAK_SPOT.has(value)) ??
    events.find(({ at, by }) => at === endedAt && by !== null);
  const doneAt = end?.at ?? endedAt;
  // What was no weak spot before it was said is asked of nobody.
  if (doneAt >= from) add(from, doneAt, { by: end?.by ?? null, value: '' });
  return found;
}

/** Days on which a fix was expected, and in whose place another one came, or none. */
export function daysPutOff(events: readonly CaseEvent[], timeZone: string): Promised[] {
  const told = events.filter(({ kind }) => kind === 'fix-expected');
  return told.flatMap(({ value }, index): Promised[] => {
    const next = told[index + 1];
    const day = Date.parse(value);
    if (!next || next.value === value || Number.isNaN(day)) return [];
    const dueAt = endOfDay(day, timeZone);
    const outcome = next.at <= dueAt ? 'moved' : 'moved-late';
    return [{ name: 'fix-date', dueAt, doneAt: next.at, by: next.by, outcome }];
  });
}
