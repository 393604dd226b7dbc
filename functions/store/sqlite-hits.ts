import type { Database } from './sqlite-database.ts';
import { type HitLimit, windowOf } from './store.ts';

/** What is counted under a key so far. */
export function hitsOf({ all }: Database, key: string): number {
  const [row] = all('SELECT count FROM hits WHERE key = ?', key);
  return Number(row?.['count'] ?? 0);
}

/** Counts, and forgets what is past. */
export function addHits(
  { run }: Database,
  { key, endsAt, weight, now }: { key: string; endsAt: number; weight: number; now: number },
): void {
  run('DELETE FROM hits WHERE endsAt <= ?', now);
  const add =
    'INSERT INTO hits VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET count = count + excluded.count';
  run(add, key, weight, endsAt);
}

/** Counts a hit for each limit; when one is reached, counts nothing and gives the time until which to wait. */
export function countHits(database: Database, limits: readonly HitLimit[], now: number): number | null {
  const windows = limits.map((limit) => ({ weight: 1, ...limit, ...windowOf(limit, now) }));
  const reached = windows.filter(({ key, most, weight }) => hitsOf(database, key) + weight > most);
  if (reached.length > 0) return Math.max(...reached.map(({ endsAt }) => endsAt));
  for (const { key, endsAt, weight } of windows) addHits(database, { key, endsAt, weight, now });
  return null;
}
