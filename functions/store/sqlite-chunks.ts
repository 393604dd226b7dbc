import { z } from 'zod';
import type { Database } from './sqlite-database.ts';
import { countHits } from './sqlite-hits.ts';
import { isWithReporter } from './sqlite-rows.ts';
import { addStored, giveBack, isStorageFull, refuse } from './sqlite-stored.ts';
import { CLOCK_TOLERANCE, type Store } from './store.ts';

type Chunks = Pick<Store, 'putChunk' | 'listChunks' | 'readChunk' | 'eraseStale'>;

/** The chunks of the sqlite adapter. */
export function sqliteChunks(database: Database): Chunks {
  const { all, run, atomically } = database;
  return {
    async putChunk({ reference, attachmentId, index, bytes, count, eraseAt, quota, limits, now }) {
      return atomically(() => {
        if (!isWithReporter(database, reference)) return { outcome: 'gone' };
        const name = [reference, attachmentId, index] as const;
        const known = 'SELECT 1 FROM chunks WHERE reference = ? AND attachmentId = ? AND number = ?';
        if (all(known, ...name).length > 0) return { outcome: 'stored', hasMail: false };
        const added = bytes.length;
        if (isStorageFull(database, quota, added)) return refuse(database, quota, now);
        const retryAfterSeconds = countHits(database, limits, now);
        if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
        run('INSERT INTO chunks VALUES (?, ?, ?, ?, ?)', ...name, eraseAt, bytes);
        const hasMail = addStored(database, { reference, added, quota, now });
        const [row] = all(
          'SELECT count(*) AS present FROM chunks WHERE reference = ? AND attachmentId = ?',
          reference,
          attachmentId,
        );
        if (row?.['present'] === count) {
          run(
            'UPDATE chunks SET eraseAt = NULL WHERE reference = ? AND attachmentId = ?',
            reference,
            attachmentId,
          );
        }
        return { outcome: 'stored', hasMail };
      });
    },
    async listChunks(reference) {
      const sql = 'SELECT attachmentId, number FROM chunks WHERE reference = ? ORDER BY number';
      const found: Record<string, number[]> = {};
      for (const row of all(sql, reference)) {
        const id = String(row['attachmentId']);
        found[id] = [...(found[id] ?? []), Number(row['number'])];
      }
      return found;
    },
    async readChunk({ reference, attachmentId, index }) {
      const sql = 'SELECT bytes FROM chunks WHERE reference = ? AND attachmentId = ? AND number = ?';
      const [row] = all(sql, reference, attachmentId, index);
      return row ? z.instanceof(Uint8Array).parse(row['bytes']) : null;
    },
    async eraseStale(now) {
      await atomically(() => {
        const sizes =
          'SELECT reference, sum(octet_length(bytes)) AS size FROM chunks WHERE eraseAt <= ? GROUP BY reference';
        for (const row of all(sizes, now)) giveBack(database, String(row['reference']), Number(row['size']));
        run('DELETE FROM chunks WHERE eraseAt <= ?', now);
      });
      run('DELETE FROM tokens WHERE endsAt <= ?', now - CLOCK_TOLERANCE);
    },
  };
}
