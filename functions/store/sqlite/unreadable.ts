import type { Case } from '../../../src/disclosure/case.ts';
import { caseIn, type KeptCase, readCases } from '../records.ts';
import { type ClockStore, type FoundCases, MOST_LOOKED_AT, MOST_UNREADABLE } from '../store.ts';
import type { Database } from './database.ts';

type Rows = ReturnType<Database['all']>;

/** Which cases of the sqlite adapter can't be read. */
export function sqliteUnreadable({ all, run }: Database): Pick<ClockStore, 'listUnreadable'> {
  return {
    async listUnreadable() {
      const sql = `SELECT reference, record FROM unreadable LEFT JOIN cases USING (reference)
        ORDER BY reference LIMIT ?`;
      return all(sql, MOST_UNREADABLE).flatMap(({ reference, record }) => {
        if (record !== null && caseIn(String(record)) === null) return [String(reference)];
        run('DELETE FROM unreadable WHERE reference = ?', String(reference));
        return [];
      });
    },
  };
}

/** The cases in rows that have the columns `reference` and `record`, and which can't be read; keeps those. */
export function foundIn(database: Database, rows: Rows): FoundCases {
  const found = readCases(rows.map(keptCase));
  for (const reference of found.unreadable) keep(database, reference);
  return found;
}

/** The same, of those that can be read. */
export function casesIn(database: Database, rows: Rows): Case[] {
  return foundIn(database, rows).cases;
}

/**
 * `limit` cases of a list, be it that some in between can't be read.
 * @param page gives rows of the list as `casesIn` takes them: so many, behind so many
 */
export function fullPage(
  database: Database,
  limit: number,
  page: (limit: number, behind: number) => Rows,
): Case[] {
  const cases: Case[] = [];
  for (let looked = 0; cases.length < limit && looked < MOST_LOOKED_AT; ) {
    const most = limit - cases.length;
    const rows = page(most, looked);
    cases.push(...casesIn(database, rows));
    if (rows.length < most) break;
    looked += rows.length;
  }
  return cases;
}

const keptCase = (row: Rows[number]): KeptCase => [String(row['reference']), String(row['record'])];

/** What can't be written down on a disk that is full is met again. */
function keep({ run }: Database, reference: string): void {
  try {
    run('INSERT OR IGNORE INTO unreadable (reference) VALUES (?)', reference);
  } catch {
    // Reading goes on.
  }
}
