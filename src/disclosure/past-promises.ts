// Promises of a case that its fields say nothing of any more: they follow from what happened in it.
import type { Case, CaseEvent, EventKind } from './case.ts';
import { isUnread, newsIn } from './case-events.ts';
import { TO_ANSWER, TO_TELL } from './clock.ts';
import { outcomeOf, type Promised } from './promised.ts';
import { endOfDay } from './zoned-day.ts';

/** What ends the waiting of a message: an answer, where the reporter can read it, or that it needs none. */
const ANSWERS: ReadonlySet<EventKind> = new Set(['reply', 'settled'] as const);
/** What a fix is taken back by. */
const UNFIXED: ReadonlySet<string> = new Set(['confirmed', 'fixing']);

/**
 * Messages that waited after the first response, each with the answer that ended its waiting. To say that one needs no answer
 * is none, and the reporter is told nothing. To close a case answers nothing either: where a message waits no more, and nobody
 * answered it, it is told as closed without an answer. One that waits is a deadline.
 */
export function answeredMessages(
  { waitingSince }: Pick<Case, 'waitingSince'>,
  events: readonly CaseEvent[],
): Promised[] {
  const answered: Promised[] = [];
  // What agrees to the day of publication asks nothing.
  const isAgreement = (message: CaseEvent) =>
    events.some(
      ({ at, version, kind, by }) =>
        at === message.at && version === message.version && kind === 'publication-agreed' && by === null,
    );
  const isAnswer = (event: CaseEvent) =>
    ANSWERS.has(event.kind) && !(event.kind === 'reply' && isUnread(event, events));
  let since: number | null = null;
  let closed: CaseEvent | null = null;
  let isResponded = false;
  for (const event of events) {
    const { kind, value, at, by } = event;
    if (kind === 'message' && !isAgreement(event)) since ??= at;
    if (!isResponded) {
      // Until then that is what a message waits for.
      isResponded = kind === 'response';
      if (isAnswer(event) || (isResponded && !isUnread(event, events))) since = null;
      continue;
    }
    if (since === null) continue;
    if (kind === 'status' && value === 'closed') closed ??= event;
    if (!isAnswer(event)) continue;
    const dueAt = since + TO_ANSWER;
    const isInTime = at <= dueAt;
    const settled = isInTime ? 'settled' : 'settled-late';
    const outcome = kind === 'settled' ? settled : outcomeOf(dueAt, at, at);
    answered.push({ name: 'message', dueAt, doneAt: at, by, outcome });
    since = null;
    closed = null;
  }
  if (since === null || closed === null || (waitingSince !== null && waitingSince <= since)) return answered;
  const { at: doneAt, by } = closed;
  return [...answered, { name: 'message', dueAt: since + TO_ANSWER, doneAt, by, outcome: 'unanswered' }];
}

/**
 * News for the reporter of an answered case, while it is open: each time that it came too late, and where it never did, the
 * last time, which stands for all of them. What is still to come is a deadline.
 */
export function tellings(events: readonly CaseEvent[]): Promised[] {
  const told: Promised[] = [];
  let since: number | null = null;
  for (const { kind, value, at, by } of newsIn(events)) {
    if (since === null && kind !== 'response' && kind !== 'status') continue;
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
 * Days on which a fix was expected that are none any more: it was there, and then taken back; or another day came in its
 * place, or none. A day that is changed once the fix is there was met, or was not.
 */
export function fixDays(events: readonly CaseEvent[], timeZone: string): Promised[] {
  const found: Promised[] = [];
  let dueAt: number | null = null;
  let fixed: CaseEvent | null = null;
  let reopenedAt: number | null = null;
  const met = (due: number, { at: doneAt, by }: CaseEvent) =>
    found.push({ name: 'fix-date', dueAt: due, doneAt, by, outcome: outcomeOf(due, doneAt, doneAt) });
  for (const event of events) {
    const { kind, value, at, by } = event;
    if (kind === 'status' && value === 'resolved') fixed ??= event;
    if (kind === 'status' && UNFIXED.has(value) && fixed !== null) {
      if (dueAt !== null) met(dueAt, fixed);
      fixed = null;
      reopenedAt = at;
    }
    if (kind !== 'fix-expected') continue;
    const day = Date.parse(value);
    const next = Number.isNaN(day) ? null : endOfDay(day, timeZone);
    if (next === dueAt) continue;
    // The day that comes along with a fix that is taken back puts off none: that one was met, or was not.
    if (dueAt !== null && fixed !== null) met(dueAt, fixed);
    else if (dueAt !== null && at !== reopenedAt) {
      const outcome = at <= dueAt ? 'moved' : 'moved-late';
      found.push({ name: 'fix-date', dueAt, doneAt: at, by, outcome });
    }
    dueAt = next;
  }
  return found;
}
