import type { Case } from '../../../src/disclosure/case.ts';
import type { Tally } from '../../../src/disclosure/tallies.ts';
import type { MailEntry } from './values.ts';

/** So many are named that can't be read; where there are more, mending these brings the others. */
export const MOST_UNREADABLE = 100;

/** The verbs about what time brings; part of `Store`, and atomic as all of them. */
export interface ClockStore {
  /** Cases that the clock must look at by `now`, the longest due first, `limit` at most. As all lists: see `listUnreadable`. */
  listDue(input: { now: number; limit: number }): Promise<Case[]>;

  /**
   * Makes the clock look at a case again at `wakeAt` (null: not any more), and announces `mails`: adds those to the
   * outbox whose id was never announced for this case. False, and nothing done, when the version is another.
   *
   * With `changed`, which has the same version, the record is replaced in this step, and index entries follow: what the
   * clock notes in a case stands in nobody's way who changes it. Each of `tallies` counts once for a case, as in
   * `changeCase`.
   */
  remind(input: {
    reference: string;
    seenVersion: number;
    wakeAt: number | null;
    changed?: Case;
    tallies?: readonly Tally[];
    mails: readonly MailEntry[];
    now: number;
  }): Promise<boolean>;

  /** Adds mails about no single case to the outbox; one whose id was announced before is passed over. */
  announce(input: { mails: readonly MailEntry[]; now: number }): Promise<void>;

  /**
   * Cases that were closed before this time, the longest ago first, `limit` at most: those of which nobody was told yet
   * that they will be erased, and that nothing holds back (see `indexEntriesOf`).
   */
  listClosed(input: { before: number; limit: number }): Promise<Case[]>;

  /** Cases whose `eraseAt` is before this time, the longest ago first, behind the first `skip` of them, `limit` at most. */
  listErasable(input: { before: number; limit: number; skip?: number }): Promise<Case[]>;

  /**
   * References of cases that are in no list, as their record can't be read: those that a list met, for as long as it is so,
   * in order, `MOST_UNREADABLE` at most. They hold up nothing that stands behind them: a list by time looks for others
   * in their place, past so many as a search looks at, and a page of any other holds fewer cases. What asks for one of them
   * alone throws.
   */
  listUnreadable(): Promise<string[]>;

  /**
   * Makes the index entries of cases anew that an earlier version stored, of `limit` at most, from where the call before
   * this one stopped, each unless it is changed meanwhile: what changes it makes them as well. True once all are done, and
   * from then on. A driver that does so as it is opened has nothing left to do.
   */
  reindex(limit: number): Promise<boolean>;
}
