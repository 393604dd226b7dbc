import type { LogStore, NewStatement } from '../store.ts';
import type { Database } from './database.ts';

/**
 * The number of a statement of acceptance in its case. It stands in the row of the report, which costs a new case no page
 * more; those of changes are rows of their own and come after it, also where there is none.
 */
const ACCEPTANCE = 1;
const tableOf = (number: number) => (number === ACCEPTANCE ? 'messages' : 'statements');

/** All that is signed about a case, by two references. */
const OF_CASE = `
  SELECT number, note, entry, position FROM messages
    WHERE reference = ? AND number = ${ACCEPTANCE} AND note IS NOT NULL
  UNION ALL SELECT number, note, entry, position FROM statements WHERE reference = ?`;

/** The statements of the sqlite adapter. */
export function sqliteStatements({ all }: Database): Pick<LogStore, 'readStatements'> {
  return {
    async readStatements(reference) {
      return all(`${OF_CASE} ORDER BY number`, reference, reference).map(({ note, entry, position }) => ({
        note: String(note),
        isLogged: entry !== null,
        position: position === null ? null : Number(position),
      }));
    },
  };
}

/** The note of the statement of acceptance, as `createCase` gives it. */
export function acceptanceIn({ all }: Database, reference: string): { statement?: string } {
  const [row] = all('SELECT note FROM messages WHERE reference = ? AND number = ?', reference, ACCEPTANCE);
  const { note = null } = row ?? {};
  return note === null ? {} : { statement: String(note) };
}

/** Has the entry of a statement of acceptance wait; the rest of it is stored with the report. */
export function awaitAcceptance(database: Database, reference: string, statement: NewStatement): void {
  addWaiting(database, reference, ACCEPTANCE, statement);
}

/** Adds the statements of a change after those that are in. */
export function addStatements(
  database: Database,
  reference: string,
  statements: readonly NewStatement[],
): void {
  for (const statement of statements) {
    const [added] = database.all(
      `INSERT INTO statements (reference, number, note, entry)
       SELECT ?, coalesce(max(number), ${ACCEPTANCE}) + 1, ?, ? FROM statements WHERE reference = ? RETURNING number`,
      ...[reference, statement.note, entryIn(statement), reference],
    );
    addWaiting(database, reference, Number(added?.['number']), statement);
  }
}

function addWaiting({ run }: Database, reference: string, number: number, statement: NewStatement): void {
  const entry = entryIn(statement);
  if (entry) run('INSERT INTO waiting VALUES (?, ?, ?, ?)', entry, statement.at, reference, number);
}

/** The entry of a statement as it is kept: its bytes. */
export function entryIn({ entry }: NewStatement): Uint8Array | null {
  return entry === null ? null : Buffer.from(entry, 'base64');
}

/** Tells the statement whose entry waited, if it is still there, where that stands. */
export function putPosition({ all, run }: Database, entry: Uint8Array, position: number): void {
  const [taken] = all('DELETE FROM waiting WHERE entry = ? RETURNING reference, number', entry);
  const { reference = null, number = null } = taken ?? {};
  if (reference === null) return;
  const sql = `UPDATE ${tableOf(Number(number))} SET position = ? WHERE reference = ? AND number = ?`;
  run(sql, position, reference, number);
}

/** Takes from the entries of a case that wait what says of which case they are. Before its statements go. */
export function unlinkWaiting({ run }: Database, reference: string): void {
  run(
    `UPDATE waiting SET reference = NULL, number = NULL
     WHERE entry IN (SELECT entry FROM (${OF_CASE}) WHERE entry IS NOT NULL AND position IS NULL)`,
    reference,
    reference,
  );
}
