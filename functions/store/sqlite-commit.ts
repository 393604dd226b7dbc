import type { DatabaseSync } from 'node:sqlite';

interface Step {
  work: () => unknown;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

/**
 * Commits steps together: those that arrive while an earlier commit is being written to disk share the next one, so
 * that many reports at once wait for few writes. Each step is atomic on its own: one that throws leaves nothing,
 * and is alone in that. A step is settled only once its commit is on disk.
 */
export class GroupCommit {
  #steps: Step[] = [];
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Runs `work` in a transaction that takes the write lock at once. It may run twice, and counts once. */
  step<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#steps.push({ work, resolve, reject });
      // After whatever else has arrived by now.
      if (this.#steps.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Commits what waits. */
  flush(): void {
    const steps = this.#steps;
    this.#steps = [];
    if (steps.length > 1 && this.#commitTogether(steps)) return;
    for (const { work, resolve, reject } of steps) {
      try {
        resolve(inTransaction(this.#database, work) as never);
      } catch (error) {
        reject(error);
      }
    }
  }

  /** False when nothing was stored, because one of them or the commit itself failed: they go one by one then. */
  #commitTogether(steps: Step[]): boolean {
    try {
      const values = inTransaction(this.#database, () => steps.map(({ work }) => work()));
      steps.forEach(({ resolve }, index) => {
        resolve(values[index] as never);
      });
      return true;
    } catch {
      return false;
    }
  }
}

/** Runs `work` in one transaction, and takes everything back when it throws or can't be committed. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
