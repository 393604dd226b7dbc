// What goes into the store and comes out of it; `Store` says which of it belongs to which verb.
import type { Case, NewSealedMessage } from '../../../src/disclosure/case.ts';

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
  'urgent-report-received',
  'message-received',
  'report-withdrawn',
  'alert-confirmation',
  'case-news',
  'assigned',
  'reminder',
  'reminder-ahead',
  'duty-reminder',
  'check-reminder',
  'overdue-reminder',
  'erasure-ahead',
  'digest',
  'monthly-summary',
  'expiry-warning',
  'storage-warning',
  'desk-key-warning',
  'log-warning',
  'webhook',
] as const;

/** A notification that waits to be sent. */
export interface MailEntry {
  /** Unique; also the idempotency key towards the mail service. */
  id: string;
  kind: (typeof mailKinds)[number];
  /** Empty where it is about no single case. */
  reference: string;
  /** What it is about within that: id of a message, name of a deadline, fingerprint of who was assigned, a moment in ms, a month, what expires, `claimed` of a report that was withdrawn so; else empty. */
  about: string;
}

export type Limited = { outcome: 'limited'; retryAfterSeconds: number };

/** What may be stored, in bytes as the store counts them, and the mails about it. See `functions/store/quota.ts`. */
export interface Quota {
  /** What comes in is refused when more than this would be stored with it. */
  most: number;
  /** From so many stored bytes on, each step that stores something announces `warning`; one that refuses, `refusal`. */
  warnAt: number;
  warning: MailEntry;
  refusal: MailEntry;
  /** One of the limits of the step: when more than `warnAt` is counted for it, a step that stores announces `warning`. */
  budget?: { limit: HitLimit; warnAt: number; warning: MailEntry };
}

/** The quota would be passed: nothing was stored or counted. `hasMail`: a mail about it is new in the outbox. */
export type StorageFull = { outcome: 'storage-full'; hasMail: boolean };

/** The checkpoint that the log had in this step; absent before the first. */
interface SeenLog {
  checkpoint?: string;
}

export type CreateOutcome =
  /** `hasAlert` where the case has an alert now: one that was given may have been left out. */
  | ({ outcome: 'created'; hasAlert?: true } & SeenLog)
  /** The same submission was accepted before, as `existing`; `statement` is the note of its acceptance, where it has one. */
  | ({ outcome: 'repeated'; existing: Case; statement?: string; hasAlert?: true } & SeenLog)
  /** Another submission was accepted under this receipt. */
  | { outcome: 'conflict' }
  /** Another case has this reference; try again with a fresh one. */
  | { outcome: 'reference-taken' }
  | StorageFull
  /** `reached` is the place among the limits given, from 0, of the first that is reached. */
  | (Limited & { reached: number });

/** Some cases, and the references of those that are there and can't be read: see `listUnreadable`. */
export interface FoundCases {
  cases: Case[];
  unreadable: string[];
}

/** `misses` is what the first of the limits on guesses has counted in its window, this one included. */
export type FindOutcome =
  | { outcome: 'found'; found: Case }
  | { outcome: 'unknown'; misses: number }
  /** This case was asked for too often. */
  | { outcome: 'busy'; retryAfterSeconds: number }
  | Limited;

export type ChangeOutcome =
  | { outcome: 'changed' }
  /** A message with this id is in the case already; nothing was changed. */
  | { outcome: 'repeated' }
  /** Another change came first. */
  | { outcome: 'stale' }
  /** The message would not stand where it says. */
  | { outcome: 'other-number' }
  /** No message fits in any more. */
  | { outcome: 'full' }
  | { outcome: 'gone' }
  | StorageFull
  | Limited;

/**
 * A message that comes with a change. `most` messages fit in a case, the report included, and `mostBytes` of their
 * records together, in UTF-8 and as they came in (`messageRecord`): one that would pass either is refused.
 */
export interface NewMessage {
  message: NewSealedMessage;
  /** By which the same message is known again; see `createTextHash`. */
  textHash: string;
  most: number;
  mostBytes: number;
  /** The place in the case that was signed with it, from 1 for the report; where it would get another, it is refused. */
  number?: number;
}

/** What is kept of each month (`2026-11`, UTC), also when the cases are erased. Times in ms. */
export interface Figures {
  month: string;
  received: number;
  /** First responses given in that month, and how many of them came too late. */
  answered: number;
  late: number;
  /** How long they took: all together, and the slowest. */
  totalMs: number;
  slowestMs: number;
  /** Entries that were appended to the log in that month. */
  leaves: number;
}

export interface CasePage {
  cases: Case[];
  /** Pass it as `after` to get the next page; null on the last one. */
  next: string | null;
}

/** A search looks at so many cases and no more, however few of them it wants. */
export const MOST_LOOKED_AT = 1000;

/** Whether a text is a cursor of `searchCases`, `<code>:<reference>`, as one from outside must be. */
export function isCodeCursor(text: string): boolean {
  return /^([0-9A-HJKMNP-TV-Z]{6}):CVD-\d{4}-\1$/.test(text);
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
