import { organisation } from '../organisation.ts';
import type { Case, CaseEvent, EventKind } from './case.ts';
import { type Deadline, type DeadlineName, deadlinesOf, TO_ANSWER } from './clock.ts';
import { endOfDay, startOfDay } from './zoned-day.ts';

/**
 * What became of something that was promised: kept in time, kept too late, not done and in time still, not done and too
 * late, not due yet because nobody can tell when (a report after a fix that is not there), or put off to another day:
 * before it came, or when it had passed.
 */
export const promiseOutcomes = ['kept', 'late', 'open', 'overdue', 'undated', 'moved', 'moved-late'] as const;
export type PromiseOutcome = (typeof promiseOutcomes)[number];

/** Something that was promised in a case, or that the law asks, and what became of it. Times in ms. */
export interface Promised {
  /** One of the names of deadlines. */
  name: string;
  dueAt: number | null;
  /** When it was done, or put off. */
  doneAt: number | null;
  /** User id of who did it; null where nobody did, or nothing says who. */
  by: string | null;
  outcome: PromiseOutcome;
}

/** Days that are promised, may be put off, and when such a day is due. */
const DAYS = [
  { kind: 'fix-expected', name: 'fix-date', dueOn: endOfDay },
  { kind: 'publication', name: 'publication', dueOn: startOfDay },
] as const satisfies { kind: EventKind; name: DeadlineName; dueOn: typeof endOfDay }[];

/**
 * Every promise of a case, the first one due first, those without a day last: as its deadlines stand, and by what happened
 * also what stands in none of them any more, messages that were answered and days that were put off.
 * @param events all that happened, oldest first
 * @param timeZone in which a day begins and ends, as an IANA name
 */
export function promisesOf(
  one: Case,
  events: readonly CaseEvent[],
  now: number,
  timeZone = organisation.timeZone,
): Promised[] {
  const current = deadlinesOf(one, timeZone).map((deadline): Promised => {
    const { name, dueAt, doneAt } = deadline;
    return { name, dueAt, doneAt, by: whoDid(deadline, events), outcome: outcomeOf(dueAt, doneAt, now) };
  });
  const all = [...current, ...answeredMessages(events), ...daysPutOff(events, timeZone)];
  return all.toSorted((a, b) => (a.dueAt ?? Number.MAX_VALUE) - (b.dueAt ?? Number.MAX_VALUE));
}

/** What became of a promise that nobody put off, at `now`. */
export function outcomeOf(dueAt: number | null, doneAt: number | null, now: number): PromiseOutcome {
  if (dueAt === null) return doneAt === null ? 'undated' : 'kept';
  if (doneAt !== null) return doneAt <= dueAt ? 'kept' : 'late';
  return now <= dueAt ? 'open' : 'overdue';
}

/** Whether an outcome follows from the times of a promise. */
export function isOutcome({ outcome, dueAt, doneAt }: Promised, now: number): boolean {
  const plain = outcomeOf(dueAt, doneAt, now);
  if (outcome === 'moved' || outcome === 'moved-late')
    return dueAt !== null && doneAt !== null && plain === (outcome === 'moved' ? 'kept' : 'late');
  return outcome === plain;
}

/** Messages after the first response, each with the answer that ended its waiting. One that waits is a deadline. */
function answeredMessages(events: readonly CaseEvent[]): Promised[] {
  const answered: Promised[] = [];
  let since: number | null = null;
  let isResponded = false;
  for (const { kind, value, at, by } of events) {
    if (kind === 'response') isResponded = true;
    if (kind === 'message' && isResponded) since ??= at;
    const isEnd = kind === 'reply' || kind === 'settled' || (kind === 'status' && value === 'closed');
    if (!isEnd || since === null) continue;
    const dueAt = since + TO_ANSWER;
    answered.push({ name: 'message', dueAt, doneAt: at, by, outcome: outcomeOf(dueAt, at, at) });
    since = null;
  }
  return answered;
}

/** Days in whose place another one came, or none. */
function daysPutOff(events: readonly CaseEvent[], timeZone: string): Promised[] {
  return DAYS.flatMap(({ kind, name, dueOn }) => {
    const told = events.filter((event) => event.kind === kind);
    return told.flatMap(({ value }, index): Promised[] => {
      const next = told[index + 1];
      const day = Date.parse(value);
      if (!next || next.value === value || Number.isNaN(day)) return [];
      const dueAt = dueOn(day, timeZone);
      const outcome = next.at <= dueAt ? 'moved' : 'moved-late';
      return [{ name, dueAt, doneAt: next.at, by: next.by, outcome }];
    });
  });
}

/** Whoever told of it by its name, also later than it was done; else who did something at that very moment. */
function whoDid({ name, doneAt }: Deadline, events: readonly CaseEvent[]): string | null {
  if (doneAt === null) return null;
  const told = events.findLast(({ kind, value }) => kind === 'reported' && value.split(' ')[0] === name);
  return (told ?? events.find(({ at, by }) => at === doneAt && by !== null))?.by ?? null;
}
