/** What the desk signed about a case. */
export interface NewStatement {
  note: string;
  /** Its entry for the log, 32 bytes in base64; null: none goes into the log. */
  entry: string | null;
  /** When it came in, in ms: entries are appended in batches by that. */
  at: number;
}

/** A statement as it is kept. */
export interface StoredStatement {
  note: string;
  /** Whether an entry of it goes into the log, and where that stands, from 0; null while it waits. */
  isLogged: boolean;
  position: number | null;
}

/**
 * The verbs about what the desk signs (statements) and the append-only log of their entries; part of `Store`, and atomic
 * as all of them. Entries come in with `createCase` and `changeCase` and wait; appending takes them into the log.
 *
 * The store keeps the log, and knows nothing of how it is built: tiles and checkpoint are what the caller made of them.
 */
export interface LogStore {
  /** The statements of a case, oldest first; empty when there is none, or no such case. */
  readStatements(reference: string): Promise<StoredStatement[]>;

  /**
   * How many entries the log has, its checkpoint (null before the first), and entries that wait and came in before
   * `before`: in base64, in the order of their bytes, `most` at most. That order says nothing of when they came in.
   */
  readLog(input: {
    before: number;
    most: number;
  }): Promise<{ size: number; checkpoint: string | null; waiting: string[] }>;

  /** The tiles with these names, in the same order; null for one that is not there. One command. */
  readTiles(names: readonly string[]): Promise<(Uint8Array | null)[]>;

  /**
   * Takes these entries out of those that wait and appends them in this order, from the position `seenSize` on: keeps the
   * tiles (each replaces the one of its name) and the checkpoint, tells the statements that are still there their
   * positions, and counts the entries as leaves of `month`. All in one step, so that each stands in the log once.
   *
   * Without entries, only tiles and checkpoint are kept. False, and nothing done, when the log has another size than
   * `seenSize`, or one of the entries does not wait: somebody else appended, or an earlier call did and its answer was
   * lost. Read again then. No quota stops it: what it takes was counted as it came in, or counts from now on
   * (`LEAF_BYTES`).
   */
  appendToLog(input: {
    seenSize: number;
    entries: readonly string[];
    tiles: readonly { name: string; bytes: Uint8Array }[];
    checkpoint: string;
    month: string;
  }): Promise<boolean>;

  /** What `keepSeenCheckpoint` kept last; null before the first. */
  readSeenCheckpoint(): Promise<string | null>;

  /**
   * Keeps the checkpoint that the daily job last saw published, in place of the one before: apart from the log, so that
   * what is published can be held against it. The last call wins.
   */
  keepSeenCheckpoint(checkpoint: string): Promise<void>;
}
