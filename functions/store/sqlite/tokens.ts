import type { TokenStore } from '../contract/tokens.ts';
import { CLOCK_TOLERANCE } from '../store.ts';
import type { Database } from './database.ts';
import { countHits } from './hits.ts';

/** The tokens of the sqlite adapter. */
export function sqliteTokens(database: Database): TokenStore {
  const { all, run, atomically, atomicallyOrReading } = database;
  const valueIn = ([row]: ReturnType<typeof all>) => (row ? String(row['value']) : null);
  const forgetEnded = (now: number) => run('DELETE FROM tokens WHERE endsAt <= ?', now - CLOCK_TOLERANCE);
  const read = (name: string, now: number) =>
    valueIn(all('SELECT value FROM tokens WHERE name = ? AND endsAt > ?', name, now));
  return {
    async putToken({ name, value, endsAt }) {
      run('INSERT OR REPLACE INTO tokens (name, value, endsAt) VALUES (?, ?, ?)', name, value, endsAt);
    },
    async keepToken({ name, value, endsAt, now }) {
      return atomically(() => {
        const kept = read(name, now);
        if (kept !== null) return kept;
        run('INSERT OR REPLACE INTO tokens (name, value, endsAt) VALUES (?, ?, ?)', name, value, endsAt);
        return value;
      });
    },
    async readToken({ name, guesses, own, now }) {
      return atomicallyOrReading<Awaited<ReturnType<TokenStore['readToken']>>>(
        () => {
          const value = read(name, now);
          const retryAfterSeconds = countHits(database, value === null ? guesses : [own], now);
          if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
          forgetEnded(now);
          return { value };
        },
        () => {
          const value = read(name, now);
          return value === null ? null : { value };
        },
      );
    },
    async takeToken({ name, now }) {
      return atomically(() => {
        forgetEnded(now);
        const value = read(name, now);
        run('DELETE FROM tokens WHERE name = ?', name);
        return value;
      });
    },
  };
}
