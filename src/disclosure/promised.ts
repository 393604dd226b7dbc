/**
 * What became of something that was promised: kept in time, kept too late, not done and in time still, not done and too
 * late, not due yet because nobody can tell when (a report after a fix that is not there), put off to another time: before
 * it came, or when it had passed; a message of which the team said that it needs no answer (`settled`, `settled-late`), or
 * in a case that was closed without an answer to it. And of a day before which nothing was to be published: it is to come, it came first, something was published before it, or it was moved before it came.
 *
 * Of what article 14 asks also what did not stand: `said`, told as done, and afterwards `recalled` or `restated` as done at
 * another moment; `dropped`, not done when it was owed no more; a mark that was taken back (`unmarked`), or moved to another
 * moment (`remarked`); and what was told otherwise after it was done (`corrected`). `done` had no day by which it was due.
 */
export const promiseOutcomes = [
  'kept',
  'late',
  'open',
  'overdue',
  'undated',
  'done',
  'moved',
  'moved-late',
  'dropped',
  'dropped-late',
  'said',
  'said-late',
  'recalled',
  'restated',
  'unmarked',
  'remarked',
  'corrected',
  'settled',
  'settled-late',
  'unanswered',
  'embargo',
  'embargo-held',
  'embargo-broken',
  'embargo-recalled',
  'embargo-moved',
] as const;
export type PromiseOutcome = (typeof promiseOutcomes)[number];

/** Something that was promised in a case, or that the law asks, and what became of it. Times in ms. */
export interface Promised {
  /** One of the names of deadlines; of a mark, that of its track. */
  name: string;
  /** Of what did not stand: the moment that was said, of a mark since when the team knew. */
  dueAt: number | null;
  /** When it was done, or put off, or taken back, or the case was closed instead. */
  doneAt: number | null;
  /** User id of who did it; null where nobody did, or nothing says who. */
  by: string | null;
  /** When that happened, in ms, where `doneAt` is what somebody said afterwards. Not in a document. */
  at?: number | undefined;
  outcome: PromiseOutcome;
}

/** What became of a promise that nobody put off, at `now`. */
export function outcomeOf(dueAt: number | null, doneAt: number | null, now: number): PromiseOutcome {
  if (dueAt === null) return doneAt === null ? 'undated' : 'done';
  if (doneAt !== null) return doneAt <= dueAt ? 'kept' : 'late';
  return now <= dueAt ? 'open' : 'overdue';
}

/** Whether an outcome follows from the times of a promise. */
export function isOutcome({ outcome, dueAt, doneAt }: Promised, now: number): boolean {
  const plain = outcomeOf(dueAt, doneAt, now);
  const isBoth = dueAt !== null && doneAt !== null;
  switch (outcome) {
    case 'moved':
    case 'dropped':
    case 'settled':
      return plain === 'kept';
    case 'moved-late':
    case 'dropped-late':
    case 'said-late':
    case 'settled-late':
      return plain === 'late';
    // Documents of before `done` say so of what had no day.
    case 'kept':
    case 'said':
      return plain === 'kept' || plain === 'done';
    case 'recalled':
    case 'restated':
    case 'unmarked':
    case 'remarked':
      return isBoth && dueAt <= doneAt;
    case 'corrected':
      return plain === 'done';
    case 'unanswered':
      return isBoth;
    case 'embargo':
      return doneAt === null && dueAt !== null && now < dueAt;
    case 'embargo-held':
      return dueAt !== null && (doneAt ?? now) >= dueAt;
    case 'embargo-broken':
    case 'embargo-recalled':
    case 'embargo-moved':
      return isBoth && doneAt < dueAt;
    default:
      return outcome === plain;
  }
}
