import type { HitLimit, Limited, Quota, StorageFull } from './values.ts';

/** A record of the desk as it is kept. */
export interface DeskRecord {
  /** Counts what was written under its name, from 1. */
  version: number;
  value: string;
  /** User id of the member who wrote it, and when. */
  by: string;
  at: number;
}

export type RecordOutcome =
  /** Also where the same member wrote the same in the same place before: an answer that was lost. */
  | { outcome: 'written'; version: number }
  /** Another was written since. */
  | { outcome: 'stale' }
  | StorageFull
  | Limited;

/** The verbs about what the team keeps that is of no case, one record under each name; part of `Store`, and atomic as all of them. */
export interface DeskStore {
  /** The record under a name; null before the first. */
  readRecord(name: string): Promise<DeskRecord | null>;

  /**
   * Replaces the record under a name when its version still is `seenVersion` (0: there is none), and counts one hit for
   * each limit. Records count towards the quota by their value; one that grows no larger is never too much.
   */
  writeRecord(input: {
    name: string;
    seenVersion: number;
    value: string;
    by: string;
    quota: Quota;
    limits: readonly HitLimit[];
    now: number;
  }): Promise<RecordOutcome>;
}
