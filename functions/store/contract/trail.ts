import type { TrailNote } from '../../../src/log/trail.ts';

/** The verbs about who did what; part of `Store`, and atomic as all of them. The trail is of no case, and outlives each. */
export interface TrailStore {
  /**
   * Adds entries to the trail, numbered from `number` on, all or none. False, and nothing done, when an entry has that
   * number or a later one: somebody else was first, or an earlier call was and its answer was lost. Read again then. No quota
   * stops it; what it takes counts as stored.
   */
  appendTrail(input: { number: number; notes: readonly string[]; at: number }): Promise<boolean>;

  /** Entries of the trail before a number (null: from the end), newest first, `limit` at most. */
  readTrail(input: { before: number | null; limit: number }): Promise<TrailNote[]>;

  /**
   * Erases the entries that were added before this time, oldest first, up to `MOST_ERASED` in one call, and gives how
   * many. The newest entry stays whatever its age: the next one follows it.
   */
  eraseTrail(before: number): Promise<number>;
}

/** Entries of the trail that one call of `eraseTrail` erases at most. */
export const MOST_ERASED = 1000;
