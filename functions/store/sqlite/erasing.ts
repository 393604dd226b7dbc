import type { Store } from '../store.ts';
import type { Database } from './database.ts';
import { hasNotes } from './notes.ts';
import { addMails } from './outbox.ts';
import { unlinkWaiting } from './statements.ts';
import { giveBack } from './stored.ts';
import { addTally, isCounted } from './tallies.ts';

/** What a case holds, by its reference: gone when it is erased, and when all but its clocks is withdrawn. */
export const HELD_BY_A_CASE = [
  'messages',
  'notes',
  'seen',
  'sharing',
  'texts',
  'events',
  'statements',
  'chunks',
  'alerts',
] as const;
/** What else is kept of a case: its mails, and what was announced of it. */
const OF_A_CASE = [...HELD_BY_A_CASE, 'outbox', 'gathered', 'announced'];

/** Erasing cases in the sqlite adapter. */
export function sqliteErasing(database: Database): Pick<Store, 'eraseCase' | 'eraseSpam'> {
  return {
    async eraseCase({ reference, seenVersion, overdueIn = null, mails, now }) {
      return database.atomically(() => {
        const isOverdue = overdueIn !== null && isCounted(database, reference, 'promise');
        if (!eraseWhole(database, reference, seenVersion ?? null)) return false;
        if (isOverdue) addTally(database, overdueIn, 'overdue', -1);
        addMails(database, mails, now);
        return true;
      });
    },
    async eraseSpam(spam) {
      return database.atomically(() =>
        spam.flatMap(({ reference, seenVersion, month }) => {
          const isOverdue = isCounted(database, reference, 'promise');
          if (hasNotes(database, reference) || !eraseWhole(database, reference, seenVersion)) return [];
          database.run('UPDATE figures SET received = max(0, received - 1) WHERE month = ?', month);
          addTally(database, month, 'received', -1);
          // Nobody answered it, so that it can't have kept the promise.
          if (isOverdue) addTally(database, month, 'overdue', -1);
          return [reference];
        }),
      );
    },
  };
}

/** Erases a case with all that is kept of it; false when it is gone, or has another version than was seen (null: any). */
export function eraseWhole(database: Database, reference: string, seenVersion: number | null): boolean {
  const sql = 'DELETE FROM cases WHERE reference = ? AND version = coalesce(?, version) RETURNING stored';
  const [erased] = database.all(sql, reference, seenVersion);
  if (!erased) return false;
  giveBack(database, reference, Number(erased['stored']));
  unlinkWaiting(database, reference);
  for (const table of OF_A_CASE) {
    database.run(`DELETE FROM ${table} WHERE reference = ?`, reference);
  }
  return true;
}
