import { DatabaseSync } from 'node:sqlite';
import type { Desk } from '../../functions/reporter/desk.ts';
import { appendEntries } from '../../src/log/append.ts';
import type { RedisConnection } from './redis.ts';

/** What somebody does to the log who writes straight into a store. */
export interface Tampering {
  /** Puts the log of these entries in the place of the one that is there, under a checkpoint that the desk's key signed. */
  replaceLog(entries: readonly Uint8Array[], desk: Desk): Promise<void>;
  /** Changes what is kept of one tile, without any key. */
  changeTile(name: string, change: (bytes: Buffer) => Buffer): Promise<void>;
  /** Changes the checkpoint, without any key. */
  changeCheckpoint(change: (note: string) => string): Promise<void>;
}

/** All tiles and the checkpoint of a log with these entries, as the store keeps them. */
async function logOf(entries: readonly Uint8Array[], { origin, sign }: Desk) {
  const { size, root, tiles } = await appendEntries(0, [], entries);
  const checkpoint = sign(`${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`);
  return { size, tiles, checkpoint };
}

/** In the file of a SQLite store. */
export function tamperingWithSqlite(path: string): Tampering {
  const inFile = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(path);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    async replaceLog(entries, desk) {
      const { size, tiles, checkpoint } = await logOf(entries, desk);
      inFile((database) => {
        database.exec('DELETE FROM tiles');
        const insert = database.prepare('INSERT INTO tiles (name, bytes) VALUES (?, ?)');
        for (const { name, bytes } of tiles) insert.run(name, bytes);
        const put = database.prepare("UPDATE checkpoints SET size = ?, note = ? WHERE name = 'own'");
        put.run(size, checkpoint);
      });
    },
    async changeTile(name, change) {
      inFile((database) => {
        const found = database.prepare('SELECT bytes FROM tiles WHERE name = ?').get(name)?.['bytes'];
        const bytes = change(Buffer.from(found as Uint8Array));
        database.prepare('UPDATE tiles SET bytes = ? WHERE name = ?').run(bytes, name);
      });
    },
    async changeCheckpoint(change) {
      inFile((database) => {
        const found = database.prepare("SELECT note FROM checkpoints WHERE name = 'own'").get()?.['note'];
        database.prepare("UPDATE checkpoints SET note = ? WHERE name = 'own'").run(change(String(found)));
      });
    },
  };
}

/** In Redis, where all keys of a desk begin with `prefix`. */
export function tamperingWithRedis(redis: RedisConnection, prefix: string): Tampering {
  const log = `${prefix}log`;
  return {
    async replaceLog(entries, desk) {
      const { size, tiles, checkpoint } = await logOf(entries, desk);
      for (const key of await redis.keys(`${prefix}tile:*`)) await redis.del(String(key));
      for (const { name, bytes } of tiles) {
        await redis.set(`${prefix}tile:${name}`, Buffer.from(bytes).toString('base64'));
      }
      await redis.hSet(log, { size: String(size), checkpoint });
    },
    async changeTile(name, change) {
      const key = `${prefix}tile:${name}`;
      const bytes = Buffer.from(String(await redis.get(key)), 'base64');
      await redis.set(key, change(bytes).toString('base64'));
    },
    async changeCheckpoint(change) {
      await redis.hSet(log, 'checkpoint', change(String(await redis.hGet(log, 'checkpoint'))));
    },
  };
}
