import { bytesOfStub } from '../quota.ts';
import type { Store } from '../store.ts';
import { columnValues, SET_COLUMNS } from './columns.ts';
import type { Database } from './database.ts';
import { HELD_BY_A_CASE } from './erasing.ts';
import { addEvents } from './messages.ts';
import { addMails } from './outbox.ts';
import { unlinkWaiting } from './statements.ts';
import { giveBack } from './stored.ts';
import { addTally, isCounted } from './tallies.ts';

/** Withdrawing in the sqlite adapter. */
export function sqliteWithdrawal(database: Database): Pick<Store, 'withdrawCase'> {
  const { all, run, atomically } = database;
  return {
    async withdrawCase({ stub, seenVersion, overdueIn = null, events, mails, now }) {
      const { reference, receiptId, version } = stub;
      const record = JSON.stringify(stub);
      return atomically(() => {
        const seen = 'SELECT stored FROM cases WHERE reference = ? AND version = ?';
        const [found] = all(seen, reference, seenVersion);
        if (!found) return false;
        if (overdueIn !== null && isCounted(database, reference, 'promise'))
          addTally(database, overdueIn, 'overdue', -1);
        giveBack(database, reference, Number(found['stored']) - bytesOfStub(record));
        unlinkWaiting(database, reference);
        for (const table of HELD_BY_A_CASE) run(`DELETE FROM ${table} WHERE reference = ?`, reference);
        for (const table of ['outbox', 'gathered'])
          run(`DELETE FROM ${table} WHERE reference = ? AND kind <> 'duty-reminder'`, reference);
        run(
          `UPDATE cases SET receiptId = ?, version = ?, record = ?, ${SET_COLUMNS}, notes = 0 WHERE reference = ?`,
          ...[receiptId, version, record, ...columnValues(stub), reference],
        );
        addEvents(database, reference, events);
        addMails(database, mails, now);
        return true;
      });
    },
  };
}
