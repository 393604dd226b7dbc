import type { DeskRecord, DeskStore } from '../contract/desk.ts';
import type { Database } from './database.ts';
import { countHits } from './hits.ts';
import { addToTotal, isStorageFull, refuse } from './stored.ts';

/** The records of the desk in the sqlite adapter. */
export function sqliteDesk(database: Database): DeskStore {
  const { all, run, atomically } = database;
  const read = (name: string): DeskRecord | null => {
    const [row] = all('SELECT version, value, by, at FROM records WHERE name = ?', name);
    if (!row) return null;
    return {
      ...{ version: Number(row['version']), value: String(row['value']) },
      ...{ by: String(row['by']), at: Number(row['at']) },
    };
  };
  return {
    readRecord: async (name) => read(name),
    async writeRecord({ name, seenVersion, value, by, quota, limits, now }) {
      return atomically(() => {
        const known = read(name);
        const [before, version] = [known?.version ?? 0, seenVersion + 1];
        const isRepeat = known?.version === version && known.value === value && known.by === by;
        if (isRepeat) return { outcome: 'written', version };
        if (before !== seenVersion) return { outcome: 'stale' };
        const added = Buffer.byteLength(value) - Buffer.byteLength(known?.value ?? '');
        if (added > 0 && isStorageFull(database, quota, added)) return refuse(database, quota, now);
        const retryAfterSeconds = countHits(database, limits, now);
        if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
        const columns =
          'INSERT OR REPLACE INTO records (name, version, value, by, at) VALUES (?, ?, ?, ?, ?)';
        run(columns, name, version, value, by, now);
        addToTotal(database, { added, quota, now });
        return { outcome: 'written', version };
      });
    },
  };
}
