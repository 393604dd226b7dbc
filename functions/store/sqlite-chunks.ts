import { z } from 'zod';
import type { Database } from './sqlite-database.ts';
import { countHits } from './sqlite-hits.ts';
import { isWithReporter } from './sqlite-rows.ts';
import { addStored, giveBack, isStorageFull, refuse } from './sqlite-stored.ts';
import { type ChunkName, CLOCK_TOLERANCE, type Store } from './store.ts';

type Chunks = Pick<Store, 'putChunk' | 'listChunks' | 'listParts' | 'readChunk' | 'eraseStale'>;

/** The chunks of the sqlite adapter. */
export function sqliteChunks(database: Database): Chunks {
  const { all, run, atomically } = database;
  const readBytes = ({ reference, attachmentId, index }: ChunkName) => {
    const sql = 'SELECT bytes FROM chunks WHERE reference = ? AND attachmentId = ? AND number = ?';
    const [row] = all(sql, reference, attachmentId, index);
    return row ? z.instanceof(Uint8Array).parse(row['bytes']) : null;
  };
  return {
    async putChunk({ reference, attachmentId, index, bytes, part, count, eraseAt, quota, limits, now }) {
      return atomically(() => {
        if (!isWithReporter(database, reference)) return { outcome: 'gone' };
        const { start, length } = part ?? { start: 0, length: bytes.length };
        const known = 'SELECT 1 FROM chunks WHERE reference = ? AND attachmentId = ? AND number = ?';
        if (all(known, reference, attachmentId, index).length > 0)
          return { outcome: 'stored', hasMail: false };
        const before = readBytes({ reference, attachmentId, index: joined(index) }) ?? new Uint8Array();
        const added = bytes.length;
        if (before.length >= start + added) return { outcome: 'stored', hasMail: false };
        if (before.length !== start) return { outcome: 'gap' };
        if (isStorageFull(database, quota, added)) return refuse(database, quota, now);
        const retryAfterSeconds = countHits(database, limits, now);
        if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
        const isWhole = start + added === length;
        if (start > 0) {
          const sql = 'DELETE FROM chunks WHERE reference = ? AND attachmentId = ? AND number = ?';
          run(sql, reference, attachmentId, joined(index));
        }
        const name = [reference, attachmentId, isWhole ? index : joined(index)] as const;
        const content = start === 0 ? bytes : Buffer.concat([before, bytes]);
        run('INSERT INTO chunks VALUES (?, ?, ?, ?, ?)', ...name, eraseAt, content);
        const hasMail = addStored(database, { reference, added, quota, now });
        const [row] = all(
          'SELECT count(*) AS present FROM chunks WHERE reference = ? AND attachmentId = ? AND number >= 0',
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
      const sql =
        'SELECT attachmentId, number FROM chunks WHERE reference = ? AND number >= 0 ORDER BY number';
      const found: Record<string, number[]> = {};
      for (const row of all(sql, reference)) {
        const id = String(row['attachmentId']);
        found[id] = [...(found[id] ?? []), Number(row['number'])];
      }
      return found;
    },
    async listParts({ reference, attachmentId }) {
      const sql =
        'SELECT number, octet_length(bytes) AS size FROM chunks WHERE reference = ? AND attachmentId = ? AND number < 0';
      return all(sql, reference, attachmentId).map((row) => ({
        index: joined(Number(row['number'])),
        bytes: Number(row['size']),
      }));
    },
    readChunk: async (name) => readBytes(name),
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

/** The number under which the parts of a chunk are joined: below zero, where no chunk is. And back. */
function joined(index: number): number {
  return -1 - index;
}
