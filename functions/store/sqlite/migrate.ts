import type { DatabaseSync } from 'node:sqlite';
import type { Case } from '../../../src/disclosure/case.ts';
import { positionOf } from '../../../src/disclosure/position.ts';
import { CASE_OVERHEAD, MESSAGE_OVERHEAD } from '../quota.ts';
import { caseIn } from '../records.ts';
import { columnValues, SET_COLUMNS } from './columns.ts';
import { SCHEMA } from './schema.ts';

/**
 * Makes the tables, or brings those of an earlier version up to date. Call it within a transaction that holds the
 * write lock: of two processes that open a file at once, the second then sees what the first has done.
 */
export function bringUpToDate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version < 1) addFirstVersion(database);
  if (version < 2) addSecondVersion(database);
  const isUncounted = version < 3 && columnNames(database, 'cases').length > 0;
  if (isUncounted) addThirdVersion(database);
  if (version < 5) addFifthVersion(database);
  if (version < 6) addSixthVersion(database);
  if (version < 7) addSeventhVersion(database);
  else if (version < 8) addEighthVersion(database);
  database.exec(SCHEMA);
  if (version < 4) addFourthVersion(database);
  if (isUncounted) countStored(database);
  // A later version may have opened the file before: its number stays.
  if (version < 8) database.exec('PRAGMA user_version = 8');
}

/** From the tables that had no version yet: cases without what the inbox and the clock search by. */
function addFirstVersion(database: DatabaseSync): void {
  const cases = columnNames(database, 'cases');
  if (cases.length > 0 && !cases.includes('position')) {
    database.exec(`
      DROP INDEX IF EXISTS cases_by_time;
      ALTER TABLE cases ADD COLUMN position TEXT NOT NULL DEFAULT '';
      ALTER TABLE cases ADD COLUMN status TEXT NOT NULL DEFAULT '';
      ALTER TABLE cases ADD COLUMN code TEXT NOT NULL DEFAULT '';
      ALTER TABLE cases ADD COLUMN wakeAt INTEGER;
      ALTER TABLE cases ADD COLUMN closedAt INTEGER;
      UPDATE cases SET code = substr(reference, -6);
    `);
  }
  if (columnNames(database, 'outbox').includes('messageId')) {
    database.exec('ALTER TABLE outbox RENAME COLUMN messageId TO about');
  }
}

/** Mails got the time at which they were added, and the index of codes the status. */
function addSecondVersion(database: DatabaseSync): void {
  database.exec('DROP INDEX IF EXISTS cases_by_code');
  const outbox = columnNames(database, 'outbox');
  if (outbox.length > 0 && !outbox.includes('addedAt')) {
    database.exec(`
      ALTER TABLE outbox ADD COLUMN addedAt INTEGER NOT NULL DEFAULT 0;
      UPDATE outbox SET addedAt = dueAt;
    `);
  }
}

/** Cases got what they count for in the store. */
function addThirdVersion(database: DatabaseSync): void {
  if (columnNames(database, 'cases').includes('stored')) return;
  database.exec('ALTER TABLE cases ADD COLUMN stored INTEGER NOT NULL DEFAULT 0');
}

/** Counts what is stored already, as each step does from now on. */
function countStored(database: DatabaseSync): void {
  database.exec(`
    UPDATE cases SET stored = ${CASE_OVERHEAD} + octet_length(record)
      + (SELECT coalesce(sum(${MESSAGE_OVERHEAD} + octet_length(record)), 0)
         FROM messages WHERE messages.reference = cases.reference)
      + (SELECT coalesce(sum(octet_length(bytes)), 0) FROM chunks WHERE chunks.reference = cases.reference);
    UPDATE totals SET value = (SELECT coalesce(sum(stored), 0) FROM cases) WHERE name = 'stored';
  `);
}

/** What parts of a chunk were a multiple of when their numbers changed, in bytes. */
const PART_THEN = 96 * 1024;

/**
 * Messages count for their record as it came in, as in kv: before, for the sealed text in it. And what was begun of a
 * chunk is numbered by where it begins: before, chunk `index` was joined under `-1 - index`, where no part begins now.
 * What there is of such an attachment below zero goes, with what it counted for, and is sent again.
 */
function addFourthVersion(database: DatabaseSync): void {
  // In the record as it came in, `sameAs` was null.
  database.exec(`
    UPDATE messages SET size = octet_length(record) - coalesce(octet_length(record ->> 'sameAs') - 2, 0);
    CREATE TEMP TABLE begun AS SELECT reference, attachmentId, number FROM chunks
      WHERE number < 0 AND (reference, attachmentId) IN (
        SELECT reference, attachmentId FROM chunks WHERE number BETWEEN -${PART_THEN} AND -2);
    CREATE TEMP TABLE freed AS SELECT reference, sum(octet_length(bytes)) AS bytes
      FROM begun JOIN chunks USING (reference, attachmentId, number) GROUP BY reference;
    UPDATE cases SET stored = stored - freed.bytes FROM freed WHERE cases.reference = freed.reference;
    UPDATE totals SET value = value - (SELECT coalesce(sum(bytes), 0) FROM freed) WHERE name = 'stored';
    DELETE FROM chunks WHERE (reference, attachmentId, number) IN (SELECT * FROM begun);
    DROP TABLE begun;
    DROP TABLE freed;
  `);
}

/**
 * Messages got the statement that accepts them, which reports from before have none of, and months the number of entries
 * that were appended to the log. Its tables are new.
 */
function addFifthVersion(database: DatabaseSync): void {
  const [messages, figures] = ['messages', 'figures'].map((table) => columnNames(database, table));
  if (messages?.includes('note') === false && messages.length > 0)
    database.exec(`
      ALTER TABLE messages ADD COLUMN note TEXT;
      ALTER TABLE messages ADD COLUMN entry BLOB;
      ALTER TABLE messages ADD COLUMN position INTEGER;
    `);
  if (figures?.includes('leaves') === false && figures.length > 0)
    database.exec('ALTER TABLE figures ADD COLUMN leaves INTEGER NOT NULL DEFAULT 0');
}

/** Cases got the number of their notes, which have tables of their own. */
function addSixthVersion(database: DatabaseSync): void {
  const cases = columnNames(database, 'cases');
  if (cases.length > 0 && !cases.includes('notes'))
    database.exec('ALTER TABLE cases ADD COLUMN notes INTEGER NOT NULL DEFAULT 0');
}

/**
 * Cases got the time at which they are erased, and further clocks: what they are searched by is made anew. One whose record
 * can't be read keeps what it had, and no other waits for it.
 */
function addSeventhVersion(database: DatabaseSync): void {
  const cases = columnNames(database, 'cases');
  if (cases.length === 0) return;
  if (!cases.includes('eraseAt')) database.exec('ALTER TABLE cases ADD COLUMN eraseAt INTEGER');
  const update = database.prepare(`UPDATE cases SET ${SET_COLUMNS} WHERE reference = ?`);
  ofEachCase(database, (one) => update.run(...columnValues(one), one.reference));
}

/** What is said to be exploited got a place before all else; what else cases are searched by stays. */
function addEighthVersion(database: DatabaseSync): void {
  const update = database.prepare('UPDATE cases SET position = ? WHERE reference = ?');
  ofEachCase(database, (one) => update.run(positionOf(one), one.reference));
}

function ofEachCase(database: DatabaseSync, work: (one: Case) => void): void {
  const page = database.prepare(
    'SELECT reference, record FROM cases WHERE reference > ? ORDER BY reference LIMIT 500',
  );
  let rows: ReturnType<typeof page.all>;
  let last = '';
  do {
    rows = page.all(last);
    for (const row of rows) {
      last = String(row['reference']);
      const one = caseIn(String(row['record']));
      if (one) work(one);
    }
  } while (rows.length > 0);
}

function columnNames(database: DatabaseSync, table: string): string[] {
  const rows = database.prepare('SELECT name FROM pragma_table_info(?)').all(table);
  return rows.map((row) => String(row['name']));
}
