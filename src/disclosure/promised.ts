/**
 * What became of something that was promised: kept in time, kept too late, not done and in time still, not done and too
 * late, not due yet because nobody can tell when (a report after a fix that is not there), put off to another time: before
 * it came, or when it had passed; or a message in a case that was closed without an answer to it. And of a day before which
 * nothing was to be published: it is to come, it came first, something was published before it, or it was moved before it came.
 */
export const promiseOutcomes = [
  'kept',
  'late',
  'open',
  'overdue',
  'undated',
  'moved',
  'moved-late',
  'unanswered',
  'embargo',
  'embargo-held',
  'embargo-broken',
  'embargo-moved',
] as const;
export type PromiseOutcome = (typeof promiseOutcomes)[number];

/** Something that was promised in a case, or that the law asks, and what became of it. Times in ms. */
export interface Promised {
  /** One of the names of deadlines. */
  name: string;
  dueAt: number | null;
  /** When it was done, or put off, or the case was closed instead. */
  doneAt: number | null;
  /** User id of who did it; null where nobody did, or nothing says who. */
  by: string | null;
  outcome: PromiseOutcome;
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
  if (outcome === 'embargo') return doneAt === null && dueAt !== null && now < dueAt;
  if (outcome === 'embargo-held') return dueAt !== null && (doneAt ?? now) >= dueAt;
  if (outcome === 'embargo-broken' || outcome === 'embargo-moved')
    return dueAt !== null && doneAt !== null && doneAt < dueAt;
  if (outcome === 'unanswered') return dueAt !== null && doneAt !== null;
  return outcome === plain;
}
