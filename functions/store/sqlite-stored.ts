import type { Database } from './sqlite-database.ts';
import { announceOnce } from './sqlite-outbox.ts';
import type { Quota, Store } from './store.ts';

/** How much is stored in the sqlite adapter: each case knows what it counts for, and one row the sum. */
export function sqliteStored(database: Database): Pick<Store, 'storedBytes'> {
  return {
    async storedBytes() {
      return storedIn(database);
    },
  };
}

/** Whether so many bytes more would pass the quota. */
export function isStorageFull(database: Database, quota: Quota, added: number): boolean {
  return storedIn(database) + added > quota.most;
}

/** The answer to what would pass the quota; announces that it was refused. */
export function refuse(database: Database, { refusal }: Quota, now: number) {
  const hasMail = announceOnce(database, '', [refusal], now) > 0;
  return { outcome: 'storage-full', hasMail } as const;
}

/** Counts what a step stores in a case. Gives whether that announced a mail. */
export function addStored(
  database: Database,
  { reference, added, quota, now }: { reference: string; added: number; quota: Quota; now: number },
): boolean {
  count(database, reference, added);
  if (storedIn(database) < quota.warnAt) return false;
  return announceOnce(database, '', [quota.warning], now) > 0;
}

/** Gives back what chunks of one case, or a case that is gone, counted for. */
export function giveBack(database: Database, reference: string, bytes: number): void {
  count(database, reference, -bytes);
}

function count({ run }: Database, reference: string, bytes: number): void {
  run('UPDATE cases SET stored = stored + ? WHERE reference = ?', bytes, reference);
  run("UPDATE totals SET value = value + ? WHERE name = 'stored'", bytes);
}

function storedIn({ all }: Database): number {
  const [row] = all("SELECT value FROM totals WHERE name = 'stored'");
  return Number(row?.['value'] ?? 0);
}
