import type { ClockStore } from '../store.ts';
import { columnValues, SET_COLUMNS } from './columns.ts';
import type { Database } from './database.ts';
import { announceOnce } from './outbox.ts';
import { countTallies } from './tallies.ts';
import { fullPage, sqliteUnreadable } from './unreadable.ts';

/** What the clock asks of the sqlite adapter. */
export function sqliteClock(database: Database): ClockStore {
  const { all, run, atomically } = database;

  const list = (where: string, by: string, time: number, limit: number, skip = 0) =>
    fullPage(database, limit, (most, behind) =>
      all(
        `SELECT reference, record FROM cases WHERE ${where} ORDER BY ${by}, reference LIMIT ? OFFSET ?`,
        ...[time, most, skip + behind],
      ),
    );
  return {
    ...sqliteUnreadable(database),
    async listDue({ now, limit }) {
      return list('wakeAt <= ?', 'wakeAt', now, limit);
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
      return list('closedAt < ?', 'closedAt', before, limit);
    },
    async listErasable({ before, limit, skip }) {
      return list('eraseAt < ?', 'eraseAt', before, limit, skip);
    },
    async reindex() {
      // A file of an earlier version was brought up to date as it was opened.
      return true;
    },
  };
}
