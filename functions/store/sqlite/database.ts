import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { makePrivate, makePrivateFile, makePrivateFolder } from '../../disk/private-files.ts';
import { StoreError } from '../store.ts';
import { GroupCommit, inTransaction } from './commit.ts';
import { bringUpToDate } from './migrate.ts';

/** How long a step waits for another process that writes, in ms. */
const PATIENCE = 5000;

type Row = Record<string, SQLOutputValue>;

/** One SQLite file, with statements prepared once. Everything throws StoreError when the database fails. */
export interface Database {
  all(sql: string, ...values: SQLInputValue[]): Row[];
  /** Gives the number of rows that changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** Runs `work` in one transaction; on disk once it resolves. See `GroupCommit`. */
  atomically<T>(work: () => T): Promise<T>;
  /**
   * As `atomically`, for reading what is counted as it is read: where nothing can be written (a full disk), `reading`
   * alone, so that what is stored stays readable. What it gives null for fails.
   */
  atomicallyOrReading<T>(work: () => T, reading: () => T | null): Promise<T>;
  /**
   * Writes the log back into the database and empties it: until then, what was overwritten in the one still stands in
   * the other. Does nothing while another process is reading; never throws.
   */
  scrub(): void;
  close(): void;
}

/**
 * Opens the database, making file, folder and tables where they are absent, private to their owner, and brings tables
 * of an earlier version up to date. Every commit is on disk before it returns (WAL with synchronous FULL); several processes
 * may share the file.
 */
export function openDatabase(file: string): Database {
  const database = guard(() => {
    if (file !== ':memory:') keepPrivate(file);
    const opened = new DatabaseSync(file, { timeout: PATIENCE });
    // 64 MiB of pages are kept: with many cases the default of 2 MiB is read anew for every list.
    // What is erased is overwritten, not left behind in free pages.
    opened.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536;',
    );
    inTransaction(opened, () => bringUpToDate(opened));
    return opened;
  });
  const statements = new Map<string, ReturnType<typeof database.prepare>>();
  const prepare = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const commits = new GroupCommit(database);
  const atomically = <T>(work: () => T) => commits.step(work).catch(storeError);
  return {
    all: (sql, ...values) => guard(() => prepare(sql).all(...values)),
    run: (sql, ...values) => guard(() => Number(prepare(sql).run(...values).changes)),
    atomically,
    async atomicallyOrReading<T>(work: () => T, reading: () => T | null) {
      try {
        return await atomically(work);
      } catch (error) {
        const read = guard(reading);
        if (read === null) throw error;
        return read;
      }
    },
    scrub() {
      if (!database.isOpen) return;
      try {
        // Not the usual patience: a reader elsewhere would hold everything up, and the next call comes.
        database.exec('PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE);');
      } catch {
        // Locked, or the disk is full.
      } finally {
        database.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
      }
    },
    close() {
      if (!database.isOpen) return;
      commits.flush();
      database.close();
    },
  };
}

/** SQLite gives what it makes beside a database (`-wal`, `-shm`) the mode of that, and the umask would have it for all. */
function keepPrivate(file: string): void {
  makePrivateFolder(dirname(file));
  makePrivateFile(file);
  for (const beside of ['-wal', '-shm']) makePrivate(file + beside);
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    return storeError(cause);
  }
}

function storeError(cause: unknown): never {
  throw cause instanceof StoreError ? cause : new StoreError('the database failed', { cause });
}
