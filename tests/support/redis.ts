import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient, RESP_TYPES } from '@redis/client';

/** Replies as bytes: what is stored comes back as it is, whatever its encoding. */
export function connectTo(socketPath: string) {
  return createClient({ socket: { path: socketPath, reconnectStrategy: false } })
    .on('error', () => undefined)
    .withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
}

export type RedisConnection = ReturnType<typeof connectTo>;

/** Everything in a database, as one text; a server that does not compress leaves a text in it to be found. */
export async function dumpOf(redis: Pick<RedisConnection, 'sendCommand'>): Promise<string> {
  const parts: string[] = [];
  for (const key of ((await redis.sendCommand(['KEYS', '*'])) as unknown as Buffer[]).map(String).sort()) {
    const dumped = (await redis.sendCommand(['DUMP', key])) as unknown as Buffer;
    parts.push(key, dumped.toString('latin1'));
  }
  return parts.join('\n');
}

/** A real redis-server of its own on a socket in an empty folder. */
export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const socket = join(folder, 'redis.sock');
  const args = [
    '--port',
    '0',
    '--unixsocket',
    socket,
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
    '--rdbcompression',
    'no',
  ];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const connection = connectTo(socket);
  for (let tries = 0; ; tries += 1) {
    try {
      await connection.connect();
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await wait(50);
    }
  }
  return {
    socket,
    connection,
    dump: () => dumpOf(connection),
    async stop() {
      connection.destroy();
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
