import { caseSchema } from '../records.ts';
import type { Store } from '../store.ts';
import type { Database } from './database.ts';
import { announceOnce } from './outbox.ts';
import { readRecords } from './rows.ts';

/** What the clock asks of the sqlite adapter. */
export function sqliteClock(
  database: Database,
): Pick<Store, 'listDue' | 'remind' | 'announce' | 'listClosed'> {
  const { all, run, atomically } = database;

  return {
    async listDue({ now, limit }) {
      const sql = 'SELECT record FROM cases WHERE wakeAt <= ? ORDER BY wakeAt, reference LIMIT ?';
      return readRecords(all(sql, now, limit), caseSchema);
    },
    async remind({ reference, seenVersion, wakeAt, mails, now }) {
      return atomically(() => {
        const update = 'UPDATE cases SET wakeAt = ? WHERE reference = ? AND version = ?';
        if (run(update, wakeAt, reference, seenVersion) === 0) return false;
        announceOnce(database, reference, mails, now);
        return true;
      });
    },
    async announce({ mails, now }) {
      await atomically(() => announceOnce(database, '', mails, now));
    },
    async listClosed({ before, limit }) {
      const sql = 'SELECT record FROM cases WHERE closedAt < ? ORDER BY closedAt, reference LIMIT ?';
      return readRecords(all(sql, before, limit), caseSchema);
    },
  };
}
