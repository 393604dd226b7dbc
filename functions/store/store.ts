import type { Case, SealedMessage } from '../../src/disclosure/case.ts';

/** A limit that counts in the same step as the work it guards. */
export interface HitLimit {
  /** What is counted, e.g. a visitor's keyed hash. */
  key: string;
  /** Hits allowed within one window. */
  most: number;
  /** Length of a window in seconds, counted from 1970. */
  windowSeconds: number;
}

/** A notification that waits to be sent. */
export interface MailEntry {
  /** Unique; also the idempotency key towards the mail service. */
  id: string;
  kind: 'report-received';
  reference: string;
}

/** An entry taken from the outbox; `attempts` counts this one as well. */
export interface DueMail extends MailEntry {
  attempts: number;
}

export type CreateOutcome =
  | { outcome: 'created' }
  /** The same submission was accepted before, as `existing`. */
  | { outcome: 'repeated'; existing: Case }
  /** Another submission was accepted under this receipt. */
  | { outcome: 'conflict' }
  /** Another case has this reference; try again with a fresh one. */
  | { outcome: 'reference-taken' }
  | { outcome: 'limited'; retryAfterSeconds: number };

export interface CasePage {
  cases: Case[];
  /** Pass it as `after` to get the next page; null on the last one. */
  next: string | null;
}

export interface OutboxState {
  waiting: number;
  /** Of those waiting, how many have failed. */
  failing: number;
  /** When the first of them is or was due, in ms; null when nothing waits. */
  firstDueAt: number | null;
}

/** The store did not answer, refused or timed out. What was asked may have been done all the same. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/**
 * Where cases live. Every verb is atomic on its own and throws StoreError when the store fails. Times are in
 * ms since 1970, UTC, and always come from the caller.
 */
export interface Store {
  /**
   * Stores a case, its first sealed message, its index entry and its outbox entry, all or nothing, and counts
   * one hit for each limit. Durable when it returns.
   *
   * A repeat with the same receipt id and body hash changes nothing, counts nothing and gives the case as it
   * was accepted; so a call whose answer was lost can be made again. A limit that is reached stops a new case
   * before anything is stored; hits are counted only for cases that were created.
   */
  createCase(input: {
    newCase: Case;
    sealedReport: string;
    mail: MailEntry;
    limits: readonly HitLimit[];
  }): Promise<CreateOutcome>;

  /** The case with this reference, without its messages, or null. */
  findCase(reference: string): Promise<Case | null>;

  /** The sealed messages of a case, oldest first; empty when there is no such case. */
  readMessages(reference: string): Promise<SealedMessage[]>;

  /** Cases by time received, newest first, `limit` at a time. Never loads messages. */
  listCases(page: { after: string | null; limit: number }): Promise<CasePage>;

  /**
   * Takes up to `limit` outbox entries that are due at `now`, longest due first, counts an attempt for each,
   * and makes them due again at `leaseUntil`: an entry whose sender dies comes back by itself. Two callers at
   * once never take the same entry.
   */
  takeDueMail(input: { now: number; leaseUntil: number; limit: number }): Promise<DueMail[]>;

  /** Removes an entry that has arrived. Removing it again does nothing. */
  removeMail(id: string): Promise<void>;

  /** Makes an entry that failed due again at `dueAt`; does nothing when the entry is gone. */
  postponeMail(id: string, dueAt: number): Promise<void>;

  /** Counts of the outbox. */
  outboxState(): Promise<OutboxState>;

  /** Lets go of files and connections. */
  close(): Promise<void>;
}

/** The order of `listCases` as a text that sorts: time received in 15 digits, then reference. */
export function cursorOf(one: Pick<Case, 'receivedAt' | 'reference'>): string {
  return `${String(one.receivedAt).padStart(15, '0')}:${one.reference}`;
}

/** Reads a cursor; null for one that is not ours. */
export function parseCursor(cursor: string): { receivedAt: number; reference: string } | null {
  const [, time, reference] = /^(\d{15}):(CVD-[\w-]{11})$/.exec(cursor) ?? [];
  return time === undefined || reference === undefined ? null : { receivedAt: Number(time), reference };
}
