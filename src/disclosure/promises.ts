import type { Case, CaseEvent } from './case.ts';
import { type Deadline, deadlinesOf } from './clock.ts';

/**
 * What became of something that was promised: kept in time, kept too late, not done and in time still, not done and too
 * late, or not due yet because nobody can tell when (a report after a fix that is not there).
 */
export const promiseOutcomes = ['kept', 'late', 'open', 'overdue', 'undated'] as const;
export type PromiseOutcome = (typeof promiseOutcomes)[number];

/** Something that was promised in a case, or that the law asks, and what became of it. Times in ms. */
export interface Promised {
  /** One of the names of deadlines. */
  name: string;
  dueAt: number | null;
  doneAt: number | null;
  /** User id of who did it; null where nobody did, or nothing says who. */
  by: string | null;
  outcome: PromiseOutcome;
}

/** Every promise of a case as it stands, in the order of its deadlines. @param events all that happened, oldest first */
export function promisesOf(one: Case, events: readonly CaseEvent[], now: number): Promised[] {
  return deadlinesOf(one).map((deadline) => {
    const { name, dueAt, doneAt } = deadline;
    return { name, dueAt, doneAt, by: whoDid(deadline, events), outcome: outcomeOf(dueAt, doneAt, now) };
  });
}

/** What became of a promise, at `now`. */
export function outcomeOf(dueAt: number | null, doneAt: number | null, now: number): PromiseOutcome {
  if (dueAt === null) return doneAt === null ? 'undated' : 'kept';
  if (doneAt !== null) return doneAt <= dueAt ? 'kept' : 'late';
  return now <= dueAt ? 'open' : 'overdue';
}

/** Whoever told of it by its name, also later than it was done; else who did something at that very moment. */
function whoDid({ name, doneAt }: Deadline, events: readonly CaseEvent[]): string | null {
  if (doneAt === null) return null;
  const told = events.findLast(({ kind, value }) => kind === 'reported' && value.split(' ')[0] === name);
  return (told ?? events.find(({ at, by }) => at === doneAt && by !== null))?.by ?? null;
}
