import { LEAF_BYTES } from '../quota.ts';
import type { LogStore } from '../store.ts';
import type { Database } from './database.ts';
import { addFigures } from './figures.ts';
import { bytesIn } from './rows.ts';
import { putPosition } from './statements.ts';
import { addBytes } from './stored.ts';

/** The log of the sqlite adapter. */
export function sqliteLog(database: Database): Omit<LogStore, 'readStatements'> {
  const { all, run, atomically } = database;
  const putCheckpoint = (name: string, size: number, note: string) =>
    run('INSERT OR REPLACE INTO checkpoints (name, size, note) VALUES (?, ?, ?)', name, size, note);

  return {
    async readLog({ before, most }) {
      const { size, note } = checkpointOf(database, OWN);
      const sql = 'SELECT entry AS bytes FROM waiting WHERE at < ? ORDER BY entry LIMIT ?';
      const waiting = all(sql, before, most).map((row) => Buffer.from(bytesIn(row)).toString('base64'));
      return { size, checkpoint: note, waiting };
    },
    async readTiles(names) {
      const sql = 'SELECT name, bytes FROM tiles WHERE name IN (SELECT value FROM json_each(?))';
      const found = new Map(all(sql, JSON.stringify(names)).map((row) => [row['name'], bytesIn(row)]));
      return names.map((name) => found.get(name) ?? null);
    },
    async appendToLog({ seenSize, entries, tiles, checkpoint, month }) {
      const wanted = entries.map((entry) => Buffer.from(entry, 'base64'));
      return atomically(() => {
        if (checkpointOf(database, OWN).size !== seenSize || !areWaiting(database, wanted)) return false;
        wanted.forEach((entry, index) => {
          putPosition(database, entry, seenSize + index);
        });
        for (const { name, bytes } of tiles)
          run(
            'INSERT INTO tiles VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes',
            name,
            bytes,
          );
        putCheckpoint(OWN, seenSize + wanted.length, checkpoint);
        if (wanted.length > 0) addFigures(database, { month, leaves: wanted.length });
        addBytes(database, wanted.length * LEAF_BYTES);
        return true;
      });
    },
    async readSeenCheckpoint() {
      return checkpointOf(database, SEEN).note;
    },
    async keepSeenCheckpoint(checkpoint) {
      putCheckpoint(SEEN, 0, checkpoint);
    },
  };
}

/** The checkpoint of the log, as `createCase` gives it. */
export function checkpointIn(database: Database): { checkpoint?: string } {
  const { note } = checkpointOf(database, OWN);
  return note === null ? {} : { checkpoint: note };
}

/** The log's own checkpoint, and the one that the daily job saw. */
const OWN = 'own';
const SEEN = 'seen';

function checkpointOf({ all }: Database, name: string): { size: number; note: string | null } {
  const [row] = all('SELECT size, note FROM checkpoints WHERE name = ?', name);
  return row ? { size: Number(row['size']), note: String(row['note']) } : { size: 0, note: null };
}

/** Whether all of these wait, and none of them is here twice. */
function areWaiting({ all }: Database, entries: readonly Buffer[]): boolean {
  const sql = 'SELECT count(*) AS found FROM waiting WHERE entry IN (SELECT unhex(value) FROM json_each(?))';
  const [row] = all(sql, JSON.stringify(entries.map((entry) => entry.toString('hex'))));
  return row?.['found'] === entries.length;
}
