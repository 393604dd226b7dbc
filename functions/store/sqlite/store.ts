import type { Store } from '../store.ts';
import { sqliteAlerts } from './alerts.ts';
import { sqliteCases } from './cases.ts';
import { sqliteChanges } from './changes.ts';
import { sqliteChunks } from './chunks.ts';
import { sqliteClock } from './clock.ts';
import { openDatabase } from './database.ts';
import { sqliteDesk } from './desk.ts';
import { sqliteErasing } from './erasing.ts';
import { sqliteFigures } from './figures.ts';
import { sqliteHits } from './hits.ts';
import { sqliteLists } from './lists.ts';
import { sqliteLog } from './log.ts';
import { sqliteMessages } from './messages.ts';
import { sqliteNotes } from './notes.ts';
import { sqliteOutbox } from './outbox.ts';
import { sqliteSharing } from './sharing.ts';
import { sqliteStatements } from './statements.ts';
import { sqliteStored } from './stored.ts';
import { sqliteTallies } from './tallies.ts';
import { sqliteTokens } from './tokens.ts';
import { sqliteTrail } from './trail.ts';
import { sqliteWithdrawal } from './withdrawal.ts';

/**
 * The store in one SQLite file, for a single server.
 * @param file path of the database; `:memory:` keeps it in memory
 * @throws StoreError when the file can't be opened
 */
export function createSqliteStore(file: string): Store {
  const database = openDatabase(file);
  return {
    ...sqliteCases(database),
    ...sqliteChanges(database),
    ...sqliteWithdrawal(database),
    ...sqliteMessages(database),
    ...sqliteNotes(database),
    ...sqliteDesk(database),
    ...sqliteSharing(database),
    ...sqliteStatements(database),
    ...sqliteLog(database),
    ...sqliteLists(database),
    ...sqliteErasing(database),
    ...sqliteClock(database),
    ...sqliteFigures(database),
    ...sqliteTallies(database),
    ...sqliteChunks(database),
    ...sqliteStored(database),
    ...sqliteAlerts(database),
    ...sqliteHits(database),
    ...sqliteTokens(database),
    ...sqliteOutbox(database),
    ...sqliteTrail(database),
    async scrub() {
      database.scrub();
    },
    async close() {
      database.close();
    },
  };
}
