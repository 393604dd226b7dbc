import type { LogStore, NewStatement } from '../store.ts';
import type { Database } from './database.ts';

/** The number of a statement of acceptance in its case; those of changes come after it, also where there is none. */
const ACCEPTANCE = 1;

/** The statements of the sqlite adapter. */
export function sqliteStatements({ all }: Database): Pick<LogStore, 'readStatements'> {
  return {
    async readStatements(reference) {
      const sql =
        'SELECT note, entry IS NOT NULL AS isLogged, position FROM statements WHERE reference = ? ORDER BY number';
      return all(sql, reference).map(({ note, isLogged, position }) => ({
        note: String(note),
        isLogged: isLogged === 1,
        position: position === null ? null : Number(position),
      }));
    },
  };
}

/** Adds the statement of acceptance to a fresh case. */
export function addAcceptance(database: Database, reference: string, statement: NewStatement): void {
  addStatement(database, reference, ACCEPTANCE, statement);
}

/** The note of the statement of acceptance, as `createCase` gives it. */
export function acceptanceIn({ all }: Database, reference: string): { statement?: string } {
  const sql = 'SELECT note FROM statements WHERE reference = ? AND number = ?';
  const [row] = all(sql, reference, ACCEPTANCE);
  return row ? { statement: String(row['note']) } : {};
}

/** Adds the statements of a change after those that are in. */
export function addStatements(
  database: Database,
  reference: string,
  statements: readonly NewStatement[],
): void {
  for (const statement of statements) {
    const last = 'SELECT coalesce(max(number), ?) AS last FROM statements WHERE reference = ?';
    const [row] = database.all(last, ACCEPTANCE, reference);
    addStatement(database, reference, Number(row?.['last']) + 1, statement);
  }
}

function addStatement({ run }: Database, reference: string, number: number, statement: NewStatement): void {
  const entry = statement.entry === null ? null : Buffer.from(statement.entry, 'base64');
  const insert = 'INSERT INTO statements (reference, number, note, entry) VALUES (?, ?, ?, ?)';
  run(insert, reference, number, statement.note, entry);
  if (entry) run('INSERT INTO waiting VALUES (?, ?, ?, ?)', entry, statement.at, reference, number);
}

/** Takes from the entries of a case that wait what says of which case they are. Before its statements go. */
export function unlinkWaiting({ run }: Database, reference: string): void {
  run(
    `UPDATE waiting SET reference = NULL, number = NULL WHERE entry IN
       (SELECT entry FROM statements WHERE reference = ? AND entry IS NOT NULL AND position IS NULL)`,
    reference,
  );
}
