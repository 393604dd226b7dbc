import type { Alert, Case, SealedMessage } from '../../src/disclosure/case.ts';

/** A limit that counts in the same step as the work it guards. */
export interface HitLimit {
  /** What is counted, e.g. a visitor's keyed hash. */
  key: string;
  /** How much one call counts for: 1 unless said otherwise, e.g. a number of bytes. */
  weight?: number;
  /** How much is allowed within one window. */
  most: number;
  /** Length of a window in seconds, counted from 1970. */
  windowSeconds: number;
}

export const mailKinds = [
  'report-received',
  'message-received',
  'report-withdrawn',
  'alert-confirmation',
  'case-news',
] as const;

/** A notification that waits to be sent. */
export interface MailEntry {
  /** Unique; also the idempotency key towards the mail service. */
  id: string;
  kind: (typeof mailKinds)[number];
  reference: string;
  /** The message that it is about, where it is about one; else empty. */
  messageId: string;
}

/** An entry taken from the outbox; `attempts` counts this one as well. */
export interface DueMail extends MailEntry {
  attempts: number;
}

type Limited = { outcome: 'limited'; retryAfterSeconds: number };

export type CreateOutcome =
  | { outcome: 'created' }
  /** The same submission was accepted before, as `existing`. */
  | { outcome: 'repeated'; existing: Case }
  /** Another submission was accepted under this receipt. */
  | { outcome: 'conflict' }
  /** Another case has this reference; try again with a fresh one. */
  | { outcome: 'reference-taken' }
  | Limited;

/** `misses` counts the visitor's unknown receipts in this window, this one included. */
export type FindOutcome =
  | { outcome: 'found'; found: Case }
  | { outcome: 'unknown'; misses: number }
  /** This case was asked for too often. */
  | { outcome: 'busy'; retryAfterSeconds: number }
  | Limited;

export type AppendOutcome =
  | { outcome: 'appended' }
  /** A message with this id is in the case already. */
  | { outcome: 'repeated' }
  | { outcome: 'full' }
  | { outcome: 'gone' }
  | Limited;

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

/** Names one chunk of an attachment; `index` counts from 0. */
export interface ChunkName {
  reference: string;
  attachmentId: string;
  index: number;
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
   * Stores a case, its first sealed message, its index entry, its alert and its outbox entries, all or nothing,
   * and counts one hit for each limit. Durable when it returns.
   *
   * A repeat with the same receipt id and body hash changes nothing, counts nothing and gives the case as it
   * was accepted; so a call whose answer was lost can be made again. A limit that is reached stops a new case
   * before anything is stored; hits are counted only for cases that were created.
   */
  createCase(input: {
    newCase: Case;
    report: SealedMessage;
    alert: Alert | null;
    mails: readonly MailEntry[];
    limits: readonly HitLimit[];
  }): Promise<CreateOutcome>;

  /** The case with this reference, without its messages, or null. */
  findCase(reference: string): Promise<Case | null>;

  /**
   * The case under a receipt. One that is unknown counts a hit for `guesses`, one that is known a hit for `own`;
   * both take the same steps.
   */
  findCaseByReceipt(input: {
    receiptId: string;
    guesses: HitLimit;
    own: HitLimit;
    now: number;
  }): Promise<FindOutcome>;

  /**
   * Replaces a case by `changed`, when its version still is `seenVersion`, and stores the outbox entries with it.
   * A case that is closed loses its alert in the same step. False when another change came first or the case is
   * gone; nothing is stored then.
   */
  changeCase(input: {
    changed: Case;
    seenVersion: number;
    mails: readonly MailEntry[];
    now: number;
  }): Promise<boolean>;

  /** Erases a case with its messages, chunks, alert and index entries, and stores `mails`. False when it is gone. */
  eraseCase(input: { reference: string; mails: readonly MailEntry[]; now: number }): Promise<boolean>;

  /** The sealed messages of a case, oldest first; empty when there is no such case. */
  readMessages(reference: string): Promise<SealedMessage[]>;

  /**
   * Adds a message behind the others (`number` follows from its place) with its outbox entries, and counts one
   * hit for each limit. A case takes `most` messages, and `mostBytes` characters of armor in all of them together.
   */
  appendMessage(input: {
    reference: string;
    message: Omit<SealedMessage, 'number'>;
    most: number;
    mostBytes: number;
    mails: readonly MailEntry[];
    limits: readonly HitLimit[];
  }): Promise<AppendOutcome>;

  /** Cases by time received, newest first, `limit` at a time. Never loads messages or chunks. */
  listCases(page: { after: string | null; limit: number }): Promise<CasePage>;

  /**
   * Stores one chunk of an attachment as a value of its own. A chunk that is in stays as it is, whatever is sent
   * again. With the last of `count` chunks the attachment is complete and stays; until then its chunks are
   * erased at `eraseAt`. False when the case is gone.
   */
  putChunk(input: ChunkName & { bytes: Uint8Array; count: number; eraseAt: number }): Promise<boolean>;

  /** Indexes of the chunks that are in, in order, by attachment id. Never loads their bytes. */
  listChunks(reference: string): Promise<Record<string, number[]>>;

  /** The bytes of one chunk, or null. */
  readChunk(name: ChunkName): Promise<Uint8Array | null>;

  /** Erases chunks of uploads that are not complete and whose time is over. */
  eraseStaleChunks(now: number): Promise<void>;

  /** Sets or replaces the alert of a case, with its outbox entries; null takes it away. */
  setAlert(input: {
    reference: string;
    alert: Alert | null;
    mails: readonly MailEntry[];
    now: number;
  }): Promise<void>;

  /** The alert of a case, or null. */
  findAlert(reference: string): Promise<Alert | null>;

  /** Counts one hit; gives the seconds to wait when the limit is reached, else null. */
  countHit(input: { limit: HitLimit; now: number }): Promise<number | null>;

  /** Confirms the alert with this id, or takes it away. False when there is no such alert. */
  answerAlert(input: { alertId: string; isWanted: boolean }): Promise<boolean>;

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

/** A limit's counter for the window that `now` falls in; `endsAt` in ms. */
export function windowOf({ key, windowSeconds }: HitLimit, now: number): { key: string; endsAt: number } {
  const window = Math.floor(now / 1000 / windowSeconds);
  return { key: `${key}:${window}`, endsAt: (window + 1) * windowSeconds * 1000 };
}

/** Whole seconds from `now` until `time`, at least one. */
export function secondsUntil(time: number, now: number): number {
  return Math.max(1, Math.ceil((time - now) / 1000));
}
