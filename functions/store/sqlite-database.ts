import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { SCHEMA } from './sqlite-schema.ts';
import { StoreError } from './store.ts';

type Row = Record<string, SQLOutputValue>;

/** One SQLite file, with statements prepared once. Everything throws StoreError when the database fails. */
export interface Database {
  all(sql: string, ...values: SQLInputValue[]): Row[];
  /** Gives the number of rows that changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** Runs `work` in one transaction that takes the write lock at once. */
  atomically<T>(work: () => T): T;
  close(): void;
}

/**
 * Opens the database, making file, folder and tables where they are absent. Every commit is on disk before it
 * returns (WAL with synchronous FULL); several processes may share the file.
 */
export function openDatabase(file: string): Database {
  const database = guard(() => {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const opened = new DatabaseSync(file, { timeout: 5000 });
    // What is erased is overwritten, not left behind in free pages.
    opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    opened.exec(SCHEMA);
    return opened;
  });
  const statements = new Map<string, ReturnType<typeof database.prepare>>();
  const prepare = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return {
    all: (sql, ...values) => guard(() => prepare(sql).all(...values)),
    run: (sql, ...values) => guard(() => Number(prepare(sql).run(...values).changes)),
    atomically: (work) =>
      guard(() => {
        database.exec('BEGIN IMMEDIATE');
        try {
          const result = work();
          database.exec('COMMIT');
          return result;
        } catch (error) {
          if (database.isTransaction) database.exec('ROLLBACK');
          throw error;
        }
      }),
    close() {
      if (database.isOpen) database.close();
    },
  };
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof StoreError ? cause : new StoreError('the database failed', { cause });
  }
}
