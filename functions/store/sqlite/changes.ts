import { bytesOfMessage, messageRecord } from '../quota.ts';
import type { Store } from '../store.ts';
import { columnValues, SET_COLUMNS } from './columns.ts';
import type { Database } from './database.ts';
import { countResponse } from './figures.ts';
import { countHits } from './hits.ts';
import { addEvents, addMessage, addText, hasMessage, isInPlace, isRoomFor } from './messages.ts';
import { addMails } from './outbox.ts';
import { caseBy } from './rows.ts';
import { addStatements } from './statements.ts';
import { addStored, isStorageFull, refuse } from './stored.ts';
import { countTallies } from './tallies.ts';

/** Changes of cases in the sqlite adapter. */
export function sqliteChanges(database: Database): Pick<Store, 'changeCase'> {
  const { run, atomically } = database;
  return {
    async changeCase({ changed, seenVersion, events, statements, message: incoming, ...rest }) {
      const { figure, tallies = [], mails, quota, limits, now } = rest;
      return atomically(() => {
        const { reference, version } = changed;
        const current = caseBy(database, 'reference', reference);
        if (!current) return { outcome: 'gone' };
        if (incoming && hasMessage(database, reference, incoming.message.id)) return { outcome: 'repeated' };
        if (current.version !== seenVersion) return { outcome: 'stale' };
        if (incoming && !isInPlace(database, reference, incoming)) return { outcome: 'other-number' };
        if (incoming && !isRoomFor(database, reference, incoming)) return { outcome: 'full' };
        const ofMessage = incoming ? messageRecord(incoming.message) : '';
        const added = incoming ? bytesOfMessage(ofMessage) : 0;
        if (incoming && isStorageFull(database, quota, added)) return refuse(database, quota, now);
        const retryAfterSeconds = countHits(database, limits, now);
        if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
        run(
          `UPDATE cases SET version = ?, record = ?, ${SET_COLUMNS} WHERE reference = ?`,
          ...[version, JSON.stringify(changed), ...columnValues(changed), reference],
        );
        addEvents(database, reference, events);
        addStatements(database, reference, statements);
        if (incoming) {
          const { message, textHash } = incoming;
          const sameAs = addText(database, textHash, reference);
          addMessage(database, { reference, message, record: ofMessage, sameAs });
          addStored(database, { reference, added, quota, now });
        }
        if (figure) countResponse(database, figure);
        countTallies(database, reference, tallies);
        addMails(database, mails, now);
        return { outcome: 'changed' };
      });
    },
  };
}
