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
    let isOneAtFault = false;
    try {
      const values = inTransaction(this.#database, () =>
        steps.map(({ work }) => {
          try {
            return work();
          } catch (error) {
            isOneAtFault = true;
            throw error;
          }
        }),
      );
      steps.forEach(({ resolve }, index) => {
        resolve(values[index] as never);
      });
    } catch (error) {
      // Nothing was stored. A lock or a disk that refuses the commit would keep each of them waiting in turn.
      if (isOneAtFault && steps.length > 1) this.#oneByOne(steps);
      else for (const { reject } of steps) reject(error);
    }
  }

  #oneByOne(steps: readonly Step[]): void {
    for (const { work, resolve, reject } of steps) {
      try {
        resolve(inTransaction(this.#database, work) as never);
      } catch (error) {
        reject(error);
      }
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
