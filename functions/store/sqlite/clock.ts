import { caseSchema } from '../records.ts';
import type { ClockStore } from '../store.ts';
import { columnValues, SET_COLUMNS } from './columns.ts';
import type { Database } from './database.ts';
import { announceOnce } from './outbox.ts';
import { readRecords } from './rows.ts';
import { countTallies } from './tallies.ts';

/** What the clock asks of the sqlite adapter. */
export function sqliteClock(database: Database): ClockStore {
  const { all, run, atomically } = database;

  return {
    async listDue({ now, limit }) {
      const sql = 'SELECT record FROM cases WHERE wakeAt <= ? ORDER BY wakeAt, reference LIMIT ?';
      return readRecords(all(sql, now, limit), caseSchema);
    },
    async remind({ reference, seenVersion, wakeAt, changed, tallies = [], mails, now }) {
      const [set, values] = changed
        ? [`record = ?, ${SET_COLUMNS}`, [JSON.stringify(changed), ...columnValues(changed, wakeAt)]]
        : ['wakeAt = ?', [wakeAt]];
      return atomically(() => {
        const update = `UPDATE cases SET ${set} WHERE reference = ? AND version = ?`;
        if (run(update, ...values, reference, seenVersion) === 0) return false;
        countTallies(database, reference, tallies);
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
    async listErasable({ before, limit }) {
      const sql = 'SELECT record FROM cases WHERE eraseAt < ? ORDER BY eraseAt, reference LIMIT ?';
      return readRecords(all(sql, before, limit), caseSchema);
    },
    async reindex() {
      // A file of an earlier version was brought up to date as it was opened.
      return true;
    },
  };
}
