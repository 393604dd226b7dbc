import { CLOCK_TOLERANCE, type HitLimit, type Store, secondsUntil, windowOf } from '../store.ts';
import type { Database } from './database.ts';

/** The limits of the sqlite adapter. */
export function sqliteHits(database: Database): Pick<Store, 'countHit'> {
  return {
    async countHit({ limits, now }) {
      return database.atomically(() => countHits(database, limits, now));
    },
  };
}

/** What is counted under a key so far. */
export function hitsOf({ all }: Database, key: string): number {
  const [row] = all('SELECT count FROM hits WHERE key = ?', key);
  return Number(row?.['count'] ?? 0);
}

/** How often what is past is forgotten, in ms: each time would cost every report a look at the index. */
const FORGET_EVERY = 60_000;
const forgotten = new WeakMap<Database, number>();

/** Counts, and forgets what is past. */
export function addHits(
  database: Database,
  hits: readonly { key: string; endsAt: number; weight: number }[],
  now: number,
): void {
  if (Math.abs(now - (forgotten.get(database) ?? 0)) >= FORGET_EVERY) {
    database.run('DELETE FROM hits WHERE endsAt <= ?', now - CLOCK_TOLERANCE);
    forgotten.set(database, now);
  }
  database.run(
    `INSERT INTO hits VALUES ${hits.map(() => '(?, ?, ?)').join(', ')}
     ON CONFLICT (key) DO UPDATE SET count = count + excluded.count`,
    ...hits.flatMap(({ key, endsAt, weight }) => [key, weight, endsAt]),
  );
}

/** Counts a hit for each limit; when one is reached, counts nothing and gives the seconds to wait. */
export function countHits(database: Database, limits: readonly HitLimit[], now: number): number | null {
  return countOrStop(database, limits, now)?.retryAfterSeconds ?? null;
}

/** As `countHits`; tells also the place, from 0, of the first limit that is reached. */
export function countOrStop(
  database: Database,
  limits: readonly HitLimit[],
  now: number,
): { retryAfterSeconds: number; reached: number } | null {
  if (limits.length === 0) return null;
  const windows = limits.map((limit) => ({ weight: 1, ...limit, ...windowOf(limit, now) }));
  const keys = windows.map(({ key }) => key);
  const rows = database.all(
    `SELECT key, count FROM hits WHERE key IN (${keys.map(() => '?').join(', ')})`,
    ...keys,
  );
  const counts = new Map(rows.map((row) => [row['key'], Number(row['count'])]));
  const reached = windows.filter(({ key, most, weight }) => (counts.get(key) ?? 0) + weight > most);
  const [first] = reached;
  if (first) {
    const end = Math.max(...reached.map(({ endsAt }) => endsAt));
    return { retryAfterSeconds: secondsUntil(end, now), reached: windows.indexOf(first) };
  }
  addHits(database, windows, now);
  return null;
}
