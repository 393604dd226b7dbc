import { sqliteAlerts } from './sqlite-alerts.ts';
import { sqliteCases } from './sqlite-cases.ts';
import { sqliteChunks } from './sqlite-chunks.ts';
import { sqliteClock } from './sqlite-clock.ts';
import { openDatabase } from './sqlite-database.ts';
import { sqliteErasing } from './sqlite-erasing.ts';
import { sqliteFigures } from './sqlite-figures.ts';
import { sqliteHits } from './sqlite-hits.ts';
import { sqliteLists } from './sqlite-lists.ts';
import { sqliteMessages } from './sqlite-messages.ts';
import { sqliteOutbox } from './sqlite-outbox.ts';
import { sqliteStored } from './sqlite-stored.ts';
import { sqliteTokens } from './sqlite-tokens.ts';
import { sqliteWithdrawal } from './sqlite-withdrawal.ts';
import type { Store } from './store.ts';

/**
 * The store in one SQLite file, for a single server.
 * @param file path of the database; `:memory:` keeps it in memory
 * @throws StoreError when the file can't be opened
 */
export function createSqliteStore(file: string): Store {
  const database = openDatabase(file);
  return {
    ...sqliteCases(database),
    ...sqliteWithdrawal(database),
    ...sqliteMessages(database),
    ...sqliteLists(database),
    ...sqliteErasing(database),
    ...sqliteClock(database),
    ...sqliteFigures(database),
    ...sqliteChunks(database),
    ...sqliteStored(database),
    ...sqliteAlerts(database),
    ...sqliteHits(database),
    ...sqliteTokens(database),
    ...sqliteOutbox(database),
    async scrub() {
      database.scrub();
    },
    async close() {
      database.close();
    },
  };
}
