import { z } from 'zod';
import { MOST_ERASED, type TrailStore } from '../contract/trail.ts';
import type { Database } from './database.ts';
import { addBytes } from './stored.ts';

const rows = z.array(z.object({ number: z.number(), note: z.string() }));

/** Who did what, in the sqlite adapter. */
export function sqliteTrail(database: Database): TrailStore {
  const { all, run, atomically } = database;
  return {
    async appendTrail({ number, notes, at }) {
      return atomically(() => {
        const [newest] = all('SELECT max(number) AS number FROM trail');
        if (Number(newest?.['number'] ?? 0) >= number) return false;
        for (const [index, note] of notes.entries()) {
          run('INSERT INTO trail (number, at, note) VALUES (?, ?, ?)', number + index, at, note);
          addBytes(database, Buffer.byteLength(note));
        }
        return true;
      });
    },
    async readTrail({ before, limit }) {
      const sql = 'SELECT number, note FROM trail WHERE number < ? ORDER BY number DESC LIMIT ?';
      return rows.parse(all(sql, before ?? Number.MAX_SAFE_INTEGER, limit));
    },
    async eraseTrail(before) {
      return atomically(() => {
        const old = `SELECT number FROM trail
          WHERE number < coalesce((SELECT min(number) FROM trail WHERE at >= ?), (SELECT max(number) FROM trail))
          ORDER BY number LIMIT ${MOST_ERASED}`;
        const gone = all(
          `DELETE FROM trail WHERE number IN (${old}) RETURNING octet_length(note) AS bytes`,
          before,
        );
        addBytes(database, -gone.reduce((sum, row) => sum + Number(row['bytes']), 0));
        return gone.length;
      });
    },
  };
}
