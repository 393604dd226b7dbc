import type { SealedMessage, SealedNote } from '../../../src/disclosure/case.ts';
import type { ChunkName } from './chunks.ts';
import type { NewSealedNote } from './notes.ts';
import type { Quota, StorageFull } from './values.ts';

/** What is known of sharing in a case: how often it was shared, and copies that wait to be confirmed, as they came in. */
export interface Sharing {
  version: number;
  copies: string | null;
}

/** The beginning of an attachment's first chunk: what comes in the place of its first `length` bytes. */
export interface SharedHead {
  attachmentId: string;
  length: number;
  head: Uint8Array;
}

export type KeepOutcome =
  | { outcome: 'kept' }
  /** The case was shared since. */
  | { outcome: 'stale' }
  /** There is no such case, or its reporter withdrew it. */
  | { outcome: 'gone' }
  | StorageFull;

export type ShareOutcome =
  | { outcome: 'shared' }
  /** A note with this id is in the case already; nothing was changed. */
  | { outcome: 'repeated' }
  /** The case was shared since, or something that is to be replaced is not there. */
  | { outcome: 'stale' }
  /** The note would not stand where it says. */
  | { outcome: 'other-number' }
  /** No note fits in any more, or the messages would come to too much. */
  | { outcome: 'full' }
  | { outcome: 'gone' }
  | StorageFull;

/**
 * The verbs about giving colleagues access to what is stored; part of `Store`, and atomic as all of them. Messages and
 * notes in a case change by `shareCase` alone, so that the version that it counts tells whether they are as they were
 * seen. A case that is erased or withdrawn takes it all along.
 */
export interface SharingStore {
  /** Of a case that there is not, or that was never shared, version 0 and nothing. */
  readSharing(reference: string): Promise<Sharing>;

  /**
   * Keeps copies beside what they are copies of, in the place of those that were kept before, until `eraseAt`
   * (`eraseStale`). Nothing else changes. They count towards the quota. A repeat does the same again.
   */
  keepCopies(input: {
    reference: string;
    seenVersion: number;
    copies: string;
    eraseAt: number;
    quota: Quota;
    now: number;
  }): Promise<KeepOutcome>;

  /** The first `most` bytes of the first chunk of an attachment, or a few more or less; null where it is not in. */
  readHead(input: Omit<ChunkName, 'index'> & { most: number }): Promise<Uint8Array | null>;

  /**
   * Replaces messages and notes by these, each in its place, and beginnings of attachments, all or nothing; appends the
   * note that says so, lets go of the copies, and counts one version more of sharing. The version of the case stays. Bytes
   * are counted anew. A note whose id is in the case makes the call a repeat.
   *
   * `most` and `mostBytes` are those of notes, and `mostMessageBytes` what the records of all messages may come to.
   */
  shareCase(input: {
    reference: string;
    seenVersion: number;
    messages: readonly SealedMessage[];
    notes: readonly SealedNote[];
    heads: readonly SharedHead[];
    note: NewSealedNote;
    number: number;
    most: number;
    mostBytes: number;
    mostMessageBytes: number;
    quota: Quota;
    now: number;
  }): Promise<ShareOutcome>;
}
