import { z } from 'zod';
import { type Tally, talliesFrom } from '../../../src/disclosure/tallies.ts';
import type { Store } from '../store.ts';
import type { Database } from './database.ts';

const rowsSchema = z.array(z.object({ name: z.string(), count: z.number() }));

/** The tallies of the sqlite adapter. */
export function sqliteTallies({ all }: Database): Pick<Store, 'readTallies'> {
  return {
    async readTallies(months) {
      return months.map((month) => {
        const rows = rowsSchema.parse(all('SELECT name, count FROM tallies WHERE month = ?', month));
        return talliesFrom(month, new Map(rows.map(({ name, count }) => [name, count])));
      });
    },
  };
}

/** Counts what was not counted of a case yet; that it was is kept beside what was announced of it. */
export function countTallies(database: Database, reference: string, tallies: readonly Tally[]): void {
  const sql = 'INSERT OR IGNORE INTO announced (reference, id) VALUES (?, ?)';
  for (const { month, name, once } of tallies) {
    if (database.run(sql, reference, idOf(once)) > 0) addTally(database, month, name, 1);
  }
}

/** Whether something of this kind is counted of a case. */
export function isCounted({ all }: Database, reference: string, once: Tally['once']): boolean {
  const sql = 'SELECT 1 FROM announced WHERE reference = ? AND id = ?';
  return all(sql, reference, idOf(once)).length > 0;
}

/** Adds to a count, which never gets below zero. */
export function addTally({ run }: Database, month: string, name: string, added: 1 | -1): void {
  run(
    `INSERT INTO tallies (month, name, count) VALUES (?, ?, max(0, ?))
     ON CONFLICT (month, name) DO UPDATE SET count = max(0, count + ?)`,
    ...[month, name, added, added],
  );
}

const idOf = (once: Tally['once']) => `tally.${once}`;
