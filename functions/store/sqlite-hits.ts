import type { Database } from './sqlite-database.ts';
import { CLOCK_TOLERANCE, type HitLimit, type Store, secondsUntil, windowOf } from './store.ts';

/** The limits of the sqlite adapter. */
export function sqliteHits(database: Database): Pick<Store, 'countHit' | 'readHits'> {
  return {
    async countHit({ limit, now }) {
      return database.atomically(() => countHits(database, [limit], now));
    },
    async readHits(limit, now) {
      return hitsOf(database, windowOf(limit, now).key);
    },
  };
}

/** What is counted under a key so far. */
export function hitsOf({ all }: Database, key: string): number {
  const [row] = all('SELECT count FROM hits WHERE key = ?', key);
  return Number(row?.['count'] ?? 0);
}

/** Counts, and forgets what is past. */
export function addHits(
  { run }: Database,
  hits: readonly { key: string; endsAt: number; weight: number }[],
  now: number,
): void {
  run('DELETE FROM hits WHERE endsAt <= ?', now - CLOCK_TOLERANCE);
  const add =
    'INSERT INTO hits VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET count = count + excluded.count';
  for (const { key, endsAt, weight } of hits) run(add, key, weight, endsAt);
}

/** Counts a hit for each limit; when one is reached, counts nothing and gives the seconds to wait. */
export function countHits(database: Database, limits: readonly HitLimit[], now: number): number | null {
  return countOrStop(database, limits, now)?.retryAfterSeconds ?? null;
}

/** As `countHits`; tells also the key of the first limit that is reached. */
export function countOrStop(
  database: Database,
  limits: readonly HitLimit[],
  now: number,
): { retryAfterSeconds: number; reached: string } | null {
  const windows = limits.map((limit) => ({ weight: 1, ...limit, name: limit.key, ...windowOf(limit, now) }));
  const reached = windows.filter(({ key, most, weight }) => hitsOf(database, key) + weight > most);
  const [first] = reached;
  if (first) {
    const end = Math.max(...reached.map(({ endsAt }) => endsAt));
    return { retryAfterSeconds: secondsUntil(end, now), reached: first.name };
  }
  addHits(database, windows, now);
  return null;
}
