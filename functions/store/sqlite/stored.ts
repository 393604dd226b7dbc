import { type Quota, type Store, windowOf } from '../store.ts';
import type { Database } from './database.ts';
import { hitsOf } from './hits.ts';
import { announceOnce } from './outbox.ts';

/** How much is stored in the sqlite adapter: each case knows what it counts for, and one row the sum. */
export function sqliteStored(database: Database): Pick<Store, 'storedBytes' | 'readUse'> {
  return {
    async storedBytes() {
      return storedIn(database);
    },
    async readUse(limits, now) {
      const hits = limits.map((limit) => hitsOf(database, windowOf(limit, now).key));
      return { stored: storedIn(database), hits };
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
  database.run(OF_CASE, added, reference);
  return addToTotal(database, { added, quota, now });
}

/** Counts in the sum alone what a fresh case counts for: the case has it from the start. Gives as `addStored`. */
export function addToTotal(
  database: Database,
  { added, quota, now }: { added: number; quota: Quota; now: number },
): boolean {
  const [row] = database.all(`${OF_ALL} RETURNING value`, added);
  const mails = Number(row?.['value']) < quota.warnAt ? [] : [quota.warning];
  const { budget } = quota;
  // Hits are counted before what is stored.
  if (budget && hitsOf(database, windowOf(budget.limit, now).key) > budget.warnAt) mails.push(budget.warning);
  return announceOnce(database, '', mails, now) > 0;
}

/** Counts bytes that are of no case. */
export function addBytes({ run }: Database, bytes: number): void {
  run(OF_ALL, bytes);
}

/** Gives back what chunks of one case, or a case that is gone, counted for. */
export function giveBack({ run }: Database, reference: string, bytes: number): void {
  run(OF_CASE, -bytes, reference);
  run(OF_ALL, -bytes);
}

const OF_CASE = 'UPDATE cases SET stored = stored + ? WHERE reference = ?';
const OF_ALL = "UPDATE totals SET value = value + ? WHERE name = 'stored'";

function storedIn({ all }: Database): number {
  const [row] = all("SELECT value FROM totals WHERE name = 'stored'");
  return Number(row?.['value'] ?? 0);
}
