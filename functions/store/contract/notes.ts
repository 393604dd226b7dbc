import type { SealedNote } from '../../../src/disclosure/case.ts';
import type { HitLimit, Limited, Quota, StorageFull } from './values.ts';

/** A note that is not in a case yet: its place is found where it is stored. */
export type NewSealedNote = Omit<SealedNote, 'number'>;

export type NoteOutcome =
  | { outcome: 'appended' }
  /** A note with this id is in the case already, in the place `number`; nothing was changed. */
  | { outcome: 'repeated'; number: number }
  /** The note would not stand where it says. */
  | { outcome: 'other-number' }
  /** No note fits in any more. */
  | { outcome: 'full' }
  /** There is no such case, or its reporter withdrew it. */
  | { outcome: 'gone' }
  | StorageFull
  | Limited;

/** How far a member has seen a case: the version that it had, and how many notes. */
export interface Seen {
  version: number;
  notes: number;
}

/** How many notes a case has, how many of them say no more than that it was shared, and what a member saw of it last; null for nothing. */
export interface Marks {
  notes: number;
  shared: number;
  seen: Seen | null;
}

/** The beginning of a case: its report, and the newest note of the kind `triage`. */
export interface Head {
  reference: string;
  /** Armored; null where its record is longer than was asked for, or gone. */
  report: string | null;
  triage: SealedNote | null;
}

/**
 * The verbs about what the team writes in a case for itself; part of `Store`, and atomic as all of them. No other verb
 * gives a note, so that what is for a reporter can't hold one. A case that is erased or withdrawn takes its notes along.
 */
export interface NoteStore {
  /**
   * Stores a note after those that are in, where its place is `number`, and counts one hit for each limit. The case stays
   * as it is, its version too: two members who write at once don't get in each other's way but for the number.
   *
   * `most` notes fit in a case, and `mostBytes` of their records together, in UTF-8 (`noteRecord`). A note whose id is in
   * the case makes the call a repeat, whatever number it names: a call whose answer was lost can be made again.
   */
  appendNote(input: {
    reference: string;
    note: NewSealedNote;
    number: number;
    most: number;
    mostBytes: number;
    quota: Quota;
    limits: readonly HitLimit[];
    now: number;
  }): Promise<NoteOutcome>;

  /** The notes of a case, oldest first; empty when there is no such case. */
  readNotes(reference: string): Promise<SealedNote[]>;

  /**
   * The heads of those of these cases that there are, in the order given. A report whose record is longer than
   * `mostReport` bytes is left out of its head, and so is what can't be read. From the first head on with which all would pass `mostBytes`, the
   * references come back in `left`; one head fits always. One command, however many.
   */
  readHeads(input: {
    references: readonly string[];
    mostReport: number;
    mostBytes: number;
  }): Promise<{ heads: Head[]; left: string[] }>;

  /**
   * Remembers how far a member (a fingerprint) has seen a case: never less than before, and never more than there is. A
   * repeat changes nothing. False when there is no such case.
   */
  markSeen(input: { reference: string; member: string } & Seen): Promise<boolean>;

  /**
   * How many notes these cases have, and how far a member has seen each, in the same order; of one that is gone as of one
   * that has none and nobody saw. One command, however many.
   */
  readMarks(input: { references: readonly string[]; member: string }): Promise<Marks[]>;
}
