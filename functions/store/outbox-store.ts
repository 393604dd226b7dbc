import type { DueMail, GatheredMail, Gathering, OutboxState } from './values.ts';

/** The verbs about notifications that wait to be sent; part of `Store`, and atomic as all of them. */
export interface OutboxStore {
  /**
   * Takes up to `limit` outbox entries that are due at `now`, longest due first, counts an attempt for each,
   * and makes them due again at `leaseUntil`: an entry whose sender dies comes back by itself. Two callers at
   * once never take the same entry.
   *
   * What is due and was never tried goes by `gather` first: where a limit of its kind is reached, the entry leaves the
   * outbox and joins a digest, in this same step. A digest is an entry as any other, of the kind `digest` and about
   * its name. It comes after everything else that is due, and takes in no more from its first attempt on, so each
   * attempt finds the same in it.
   */
  takeDueMail(input: {
    now: number;
    leaseUntil: number;
    limit: number;
    gather?: readonly Gathering[];
  }): Promise<DueMail[]>;

  /** What was put in the digest with this id, oldest first; without that of cases that were erased since. */
  readGathered(digestId: string): Promise<GatheredMail[]>;

  /** Removes an entry that is settled, and what was gathered in it. Removing it again does nothing. */
  removeMail(id: string): Promise<void>;

  /** Makes an entry that failed due again at `dueAt`; does nothing when the entry is gone. */
  postponeMail(id: string, dueAt: number): Promise<void>;

  /** Counts of the outbox. What was gathered counts as its digest does, from when that is due. */
  outboxState(): Promise<OutboxState>;
}

/** Entries that one call of `takeDueMail` puts in digests at most: as many as the clock wakes in a day. */
export const MOST_GATHERED = 2000;
