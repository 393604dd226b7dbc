import type {
  Case,
  CaseEvent,
  CaseStatus,
  NewSealedMessage,
  SealedMessage,
} from '../../src/disclosure/case.ts';
import type { ResponseFigure } from '../../src/disclosure/changes.ts';
import type { Tallies, Tally } from '../../src/disclosure/tallies.ts';
import type { AlertStore, NewAlert } from './contract/alerts.ts';
import type { ChunkStore } from './contract/chunks.ts';
import type { ClockStore } from './contract/clock.ts';
import type { DeskStore } from './contract/desk.ts';
import type { LogStore, NewStatement } from './contract/log.ts';
import type { NoteStore } from './contract/notes.ts';
import type { OutboxStore } from './contract/outbox.ts';
import type { SharingStore } from './contract/sharing.ts';
import type { TokenStore } from './contract/tokens.ts';
import type { TrailStore } from './contract/trail.ts';
import type {
  CasePage,
  ChangeOutcome,
  CreateOutcome,
  Figures,
  FindOutcome,
  FoundCases,
  HitLimit,
  MailEntry,
  NewMessage,
  Quota,
} from './contract/values.ts';

export * from './contract/alerts.ts';
export * from './contract/chunks.ts';
export * from './contract/clock.ts';
export * from './contract/desk.ts';
export * from './contract/log.ts';
export * from './contract/notes.ts';
export * from './contract/outbox.ts';
export * from './contract/sharing.ts';
export * from './contract/tokens.ts';
export * from './contract/trail.ts';
export * from './contract/values.ts';

/** The store did not answer, refused or timed out. What was asked may have been done all the same. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/**
 * Where cases live. Every verb is atomic on its own and throws StoreError when the store fails. Times are in
 * ms since 1970, UTC, and always come from the caller.
 *
 * The store counts its bytes, in the step that stores or erases: the first record of a case, its messages, its chunks
 * as they are kept (in kv as base64, a third more), and a fixed part for what goes with a case and with a message.
 * What would pass the quota is refused, and nothing is ever pushed out. Erasing a case gives back what it counts for.
 * The chunks of an upload that is not completed in time count until `eraseStale`, also where they are gone by
 * themselves before that: the count may be too high for a day, never too low.
 */
export interface Store
  extends OutboxStore,
    AlertStore,
    ChunkStore,
    ClockStore,
    TokenStore,
    LogStore,
    NoteStore,
    DeskStore,
    SharingStore,
    TrailStore {
  /**
   * Stores a case, its first sealed message, its statement of acceptance (null: none), its index entries, its alert and
   * its outbox entries, all or nothing, counts it in the figures of its month, and counts one hit for each limit. Durable when it returns.
   *
   * The alert has limits of its own: when one of those is reached, it and its mail are left out, and the case is stored.
   *
   * A repeat with the same receipt id and body hash changes nothing, counts nothing and gives the case and the statement
   * as they were accepted; so a call whose answer was lost can be made again. The quota, or a limit that is reached, stops a
   * new case before anything is stored; hits are counted only for cases that were created.
   *
   * A report whose `textHash` is that of a message in a case that there is: `sameAs` of the new case and of the report
   * names that case, of several the one where it came in first, whatever clocks say. Whoever sends it is not told.
   */
  createCase(input: {
    newCase: Case;
    report: NewSealedMessage;
    textHash: string;
    statement: NewStatement | null;
    alert: NewAlert | null;
    mails: readonly MailEntry[];
    quota: Quota;
    limits: readonly HitLimit[];
  }): Promise<CreateOutcome>;

  /** The case with this reference, without its messages, or null. */
  findCase(reference: string): Promise<Case | null>;

  /** Those of these cases that there are, in any order, and which of them can't be read: those are not gone. */
  findCases(references: readonly string[]): Promise<FoundCases>;

  /**
   * The case under a receipt. One that is unknown counts a hit for each of `guesses`, one that is known a hit for `own`;
   * both take the same steps. One that is known is given also where `guesses` are reached: who shares an address with
   * somebody that guesses is not kept from their case. A store that is full gives it all the same, and counts nothing.
   */
  findCaseByReceipt(input: {
    receiptId: string;
    guesses: readonly HitLimit[];
    own: HitLimit;
    now: number;
  }): Promise<FindOutcome>;

  /**
   * Replaces a case by `changed`, when its version still is `seenVersion`, and stores its events, its statements, its
   * message and its outbox entries with it; index entries follow. The alert stays, also when the case is closed: it goes once
   * the news of that was sent. `figure` counts in the figures of its month, and each of `tallies` in that of its own, once for a case. Counts one hit for each limit, before
   * which nothing is stored. The quota holds for messages: a change without one is never too much.
   *
   * A message whose id is in the case already makes the whole call a repeat, whatever the version: a call whose
   * answer was lost can be made again. `changed.version` must be `seenVersion + 1`. One whose `textHash` is known, also
   * from this case, gets `sameAs` as a report does.
   */
  changeCase(input: {
    changed: Case;
    seenVersion: number;
    events: readonly CaseEvent[];
    statements: readonly NewStatement[];
    message: NewMessage | null;
    figure: ResponseFigure | null;
    tallies?: readonly Tally[];
    mails: readonly MailEntry[];
    quota: Quota;
    limits: readonly HitLimit[];
    now: number;
  }): Promise<ChangeOutcome>;

  /**
   * Erases a case with its messages, notes, events, statements, chunks, alert, index entries, what was seen and what was
   * announced of it, and stores `mails`. False when it is gone, or has another version than `seenVersion`, where that is given. Figures
   * stay, but that of `overdueIn`, the month out of whose overdue cases it is taken where it is counted so; and so does the log: an entry of the case that waits is appended all the same, and nothing says any more of
   * which case it was.
   */
  eraseCase(input: {
    reference: string;
    seenVersion?: number;
    overdueIn?: string | null;
    mails: readonly MailEntry[];
    now: number;
  }): Promise<boolean>;

  /**
   * Replaces a case that its reporter withdraws by its stub, in the step that erases all else: messages, notes, statements
   * (their entries as `eraseCase` says), chunks, alert, receipt, what was seen of it, what happened but for `events`, and its mails but for reminders of duties; then stores `mails`. Index entries
   * follow, and bytes are given back but for those of the stub. What was announced of it stays: no reminder goes out
   * twice. Figures stay, but that of `overdueIn`, as with `eraseCase`. False, and nothing done, when the case is gone or its version is another.
   *
   * A stub takes no chunk, no note and no alert any more, also where those were under way: to them the case is gone.
   */
  withdrawCase(input: {
    stub: Case;
    seenVersion: number;
    overdueIn?: string | null;
    events: readonly CaseEvent[];
    mails: readonly MailEntry[];
    now: number;
  }): Promise<boolean>;

  /**
   * Erases these cases as `eraseCase` does, and takes each out of what its `month` (in which it was received) counts as
   * received, and as overdue where it is counted so: all in one step, and a case that is gone, has another version or has a note of the team stays out of it.
   * Gives the references of those that were erased. Works also where the store takes nothing more.
   */
  eraseSpam(spam: readonly { reference: string; seenVersion: number; month: string }[]): Promise<string[]>;

  /** The sealed messages of a case, oldest first; empty when there is no such case. */
  readMessages(reference: string): Promise<SealedMessage[]>;

  /** What happened in a case, oldest first; empty when there is no such case. */
  readEvents(reference: string): Promise<CaseEvent[]>;

  /**
   * Cases in the order of the inbox (`positionOf`), of one status or all, `limit` at a time; `after` is a position.
   * With `isReversed` in the opposite order. Never loads messages, events or chunks. A page holds fewer where some can't
   * be read (`listUnreadable`); `next` stands behind those all the same.
   */
  listCases(page: {
    status: CaseStatus | null;
    after: string | null;
    limit: number;
    isReversed?: boolean;
  }): Promise<CasePage>;

  /**
   * Cases whose reference ends in six characters that begin with `code` (all, where it is empty), of one status or all, in order of those
   * characters and then of the reference, `limit` at a time. `after` is a cursor; one that is none is as null.
   *
   * Looks at `MOST_LOOKED_AT` cases at most. When that stops it, `next` stands behind the last one looked at, and
   * the page may hold fewer than `limit`, even none.
   */
  searchCases(input: {
    code: string;
    status: CaseStatus | null;
    after: string | null;
    limit: number;
  }): Promise<CasePage>;

  /** The figures of these months, in the same order; zeros for one of which nothing is known. */
  readFigures(months: readonly string[]): Promise<Figures[]>;

  /** What is counted of the cases that were received in these months, likewise. */
  readTallies(months: readonly string[]): Promise<Tallies[]>;

  /**
   * Sees to it that what was erased before can not be read from the disk any more either. To be called after erasing,
   * once for however much. Never throws: where that is not possible right now, a later call does it.
   */
  scrub(): Promise<void>;

  /** Counts one hit for each limit; where one is reached, counts nothing and gives the seconds to wait, else null. */
  countHit(input: { limits: readonly HitLimit[]; now: number }): Promise<number | null>;

  /**
   * How many bytes are stored, and how much has been counted for each of these limits in the window of `now`, in the
   * same order. One command, however many they are, and counts nothing.
   */
  readUse(limits: readonly HitLimit[], now: number): Promise<{ stored: number; hits: number[] }>;

  /** How many bytes are stored. */
  storedBytes(): Promise<number>;

  /** Lets go of files and connections. */
  close(): Promise<void>;
}

/**
 * How much the clocks of servers on one store may differ, in ms: what has ended is forgotten this much later, so that
 * a server that is ahead takes nothing from one that is not.
 */
export const CLOCK_TOLERANCE = 2 * 60 * 60 * 1000;
