import type { Store } from '../store.ts';
import { kvAlerts } from './alerts.ts';
import { kvCases } from './cases.ts';
import { kvChanges } from './changes.ts';
import { kvChunks } from './chunks.ts';
import { createKvClient, type KvAddress } from './client.ts';
import { kvClock } from './clock.ts';
import { kvDesk } from './desk.ts';
import { kvErasing } from './erasing.ts';
import { kvFigures } from './figures.ts';
import { kvHits } from './hits.ts';
import { kvLists } from './lists.ts';
import { kvLog } from './log.ts';
import { kvMessages } from './messages.ts';
import { kvNotes } from './notes.ts';
import { kvOutbox } from './outbox.ts';
import { kvReindex } from './reindex.ts';
import { kvSharing } from './sharing.ts';
import { kvStatements } from './statements.ts';
import { kvStored } from './stored.ts';
import { kvTallies } from './tallies.ts';
import { kvTokens } from './tokens.ts';
import { kvTrail } from './trail.ts';
import { kvWithdrawal } from './withdrawal.ts';

/**
 * The store in Redis, spoken to over Upstash's REST interface by `@vercel/kv`. Every verb is one command or one
 * Lua script, so one round trip; scripts run alone, which is what makes them atomic.
 */
export function createKvStore(address: KvAddress): Store {
  const kv = createKvClient(address);
  return {
    ...kvCases(kv),
    ...kvChanges(kv),
    ...kvWithdrawal(kv),
    ...kvMessages(kv),
    ...kvNotes(kv),
    ...kvDesk(kv),
    ...kvSharing(kv),
    ...kvStatements(kv),
    ...kvLog(kv),
    ...kvLists(kv),
    ...kvErasing(kv),
    ...kvClock(kv),
    ...kvReindex(kv),
    ...kvFigures(kv),
    ...kvTallies(kv),
    ...kvChunks(kv),
    ...kvStored(kv),
    ...kvAlerts(kv),
    ...kvHits(kv),
    ...kvTokens(kv),
    ...kvOutbox(kv),
    ...kvTrail(kv),
    async scrub() {
      // What is deleted is gone from Redis; what its service keeps on disk is out of reach.
    },
    async close() {
      // Every command is a request of its own: there is nothing to let go of.
    },
  };
}
