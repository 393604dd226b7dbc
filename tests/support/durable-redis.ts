import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectTo, type RedisConnection } from './redis.ts';

/** What keeps every write before it answers: on disk, one by one. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always'];

/**
 * A real redis-server that keeps every write, can be killed, and comes back with what it had. `connection` stays the
 * same for whoever uses it; while the server is away it fails.
 */
export async function startDurableRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const socket = join(folder, 'redis.sock');
  let server: ChildProcess;
  let current: RedisConnection;

  async function start(): Promise<void> {
    rmSync(socket, { force: true });
    const args = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--save', '', ...DURABLE];
    server = spawn('redis-server', args, { stdio: 'ignore' });
    for (let tries = 0; ; tries += 1) {
      current = connectTo(socket);
      try {
        await current.connect();
        // It takes connections before it has read what it had.
        await current.sendCommand(['PING']);
        return;
      } catch (error) {
        current.destroy();
        if (tries > 400) throw error;
        await wait(25);
      }
    }
  }
  async function kill(): Promise<void> {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
    if (current.isOpen) current.destroy();
  }
  await start();
  return {
    connection: { sendCommand: (args: string[]) => current.sendCommand(args) } as Pick<
      RedisConnection,
      'sendCommand'
    >,
    /** SIGKILL; then, with what it had, starts again. */
    kill,
    start,
    async restart() {
      await kill();
      await start();
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
