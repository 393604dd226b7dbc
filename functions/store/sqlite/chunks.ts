import { limits as sizes } from '../../../src/disclosure/limits.ts';
import type { ChunkStore } from '../contract/chunks.ts';
import { type ChunkName, CLOCK_TOLERANCE } from '../store.ts';
import type { Database } from './database.ts';
import { countHits } from './hits.ts';
import { bytesIn, isWithReporter } from './rows.ts';
import { eraseStaleCopies } from './sharing.ts';
import { addStored, giveBack, isStorageFull, refuse } from './stored.ts';

/** The chunks of the sqlite adapter. */
export function sqliteChunks(database: Database): ChunkStore {
  const { all, run, atomically } = database;
  const readBytes = ({ reference, attachmentId, index }: ChunkName) => {
    const sql = 'SELECT bytes FROM chunks WHERE reference = ? AND attachmentId = ? AND number = ?';
    const [row] = all(sql, reference, attachmentId, index);
    return row ? bytesIn(row) : null;
  };
  /** How many bytes of a chunk are in that came in part. Never loads them. */
  const heldIn = (reference: string, attachmentId: string, index: number) => {
    const sql = `SELECT coalesce(sum(octet_length(bytes)), 0) AS size FROM chunks ${OF_PARTS}`;
    const [row] = all(sql, reference, attachmentId, ...numbersOf(index));
    return Number(row?.['size']);
  };
  /** Takes the parts of a chunk out, in order. */
  const takeParts = (reference: string, attachmentId: string, index: number) => {
    const which = [reference, attachmentId, ...numbersOf(index)] as const;
    const parts = all(`SELECT bytes FROM chunks ${OF_PARTS} ORDER BY number DESC`, ...which).map(bytesIn);
    run(`DELETE FROM chunks ${OF_PARTS}`, ...which);
    return parts;
  };
  return {
    async putChunk({ reference, attachmentId, index, bytes, part, count, eraseAt, quota, limits, now }) {
      return atomically(() => {
        if (!isWithReporter(database, reference)) return { outcome: 'gone' };
        const { start, length } = part ?? { start: 0, length: bytes.length };
        const known = 'SELECT 1 FROM chunks WHERE reference = ? AND attachmentId = ? AND number = ?';
        if (all(known, reference, attachmentId, index).length > 0)
          return { outcome: 'stored', hasMail: false };
        const added = bytes.length;
        const present = heldIn(reference, attachmentId, index);
        if (present >= start + added) return { outcome: 'stored', hasMail: false };
        if (present !== start) return { outcome: 'gap' };
        if (isStorageFull(database, quota, added)) return refuse(database, quota, now);
        const retryAfterSeconds = countHits(database, limits, now);
        if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
        const isWhole = start + added === length;
        const content =
          isWhole && start > 0 ? Buffer.concat([...takeParts(reference, attachmentId, index), bytes]) : bytes;
        const number = isWhole ? index : numberOf({ index, start });
        const sql = 'INSERT INTO chunks VALUES (?, ?, ?, ?, ?)';
        run(sql, reference, attachmentId, number, eraseAt, content);
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
      const begun = new Map<number, number>();
      for (const row of all(sql, reference, attachmentId)) {
        const index = indexOf(Number(row['number']));
        begun.set(index, (begun.get(index) ?? 0) + Number(row['size']));
      }
      return [...begun].map(([index, bytes]) => ({ index, bytes }));
    },
    readChunk: async (name) => readBytes(name),
    async eraseStale(now) {
      await atomically(() => {
        const sizes =
          'SELECT reference, sum(octet_length(bytes)) AS size FROM chunks WHERE eraseAt <= ? GROUP BY reference';
        for (const row of all(sizes, now)) giveBack(database, String(row['reference']), Number(row['size']));
        run('DELETE FROM chunks WHERE eraseAt <= ?', now);
        eraseStaleCopies(database, now);
      });
      run('DELETE FROM tokens WHERE endsAt <= ?', now - CLOCK_TOLERANCE);
    },
  };
}

/** Which rows are parts of one chunk, between the last number that one may have and the first. */
const OF_PARTS = 'WHERE reference = ? AND attachmentId = ? AND number BETWEEN ? AND ?';

/** The number under which a part is kept until its chunk is whole: below zero, where no chunk is, the later the lower. */
function numberOf({ index, start }: { index: number; start: number }): number {
  return -1 - (index * sizes.chunk + start);
}

function numbersOf(index: number): [number, number] {
  return [numberOf({ index: index + 1, start: -1 }), numberOf({ index, start: 0 })];
}

/** The chunk of which a part is kept under this number. */
function indexOf(number: number): number {
  return Math.floor((-1 - number) / sizes.chunk);
}
