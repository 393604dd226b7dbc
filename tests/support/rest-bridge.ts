import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { RedisConnection } from './redis.ts';

const commandSchema = z.array(z.union([z.string(), z.number()])).min(1);
type Item = { result: unknown } | { error: string };

/**
 * Upstash's REST interface in front of a real Redis, as far as `@vercel/kv` uses it: one command at `/`, several
 * at `/pipeline`, a transaction at `/multi-exec`; Bearer token on all three; replies in base64 where the client
 * asks for it; 400 with `{error}` for a failed command and `{error}` items inside a batch.
 */
export async function startRestBridge(redis: Pick<RedisConnection, 'sendCommand'>) {
  const token = crypto.randomUUID();
  const seen: { path: string; body: string }[] = [];
  let fault: ((response: ServerResponse) => void) | undefined;
  let delay = 0;

  async function run(command: (string | number)[]): Promise<Item> {
    try {
      return { result: await redis.sendCommand(command.map(String)) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
  async function runAll(commands: (string | number)[][], isTransaction: boolean): Promise<Item | Item[]> {
    if (!isTransaction) {
      const items: Item[] = [];
      for (const command of commands) items.push(await run(command));
      return items;
    }
    await redis.sendCommand(['MULTI']);
    for (const command of commands) await run(command);
    const replies = await run(['EXEC']);
    if ('error' in replies) return replies;
    return (replies.result as unknown[]).map((result) =>
      result instanceof Error ? { error: result.message } : { result },
    );
  }
  async function answer(request: IncomingMessage, response: ServerResponse) {
    const body = (await buffer(request)).toString('utf8');
    seen.push({ path: request.url ?? '', body });
    if (fault) return fault(response);
    if (request.headers.authorization !== `Bearer ${token}`)
      return reply(response, 401, { error: 'Unauthorized' });
    const encode = request.headers['upstash-encoding'] === 'base64' ? toBase64 : toText;
    const isBatch = request.url === '/pipeline' || request.url === '/multi-exec';
    const schema = isBatch ? z.array(commandSchema) : commandSchema.transform((command) => [command]);
    const commands = schema.safeParse(JSON.parse(body));
    if (!commands.success) return reply(response, 400, { error: 'ERR failed to parse command' });
    const result = isBatch
      ? await runAll(commands.data, request.url === '/multi-exec')
      : await run(commands.data[0] ?? []);
    if (delay > 0) await wait(delay);
    const isFailed = !Array.isArray(result) && 'error' in result;
    return reply(response, isFailed ? 400 : 200, mapResults(result, encode));
  }
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    /** Every request so far, body included. */
    seen,
    /** Answers all requests this way until it is called without one. */
    breakWith(way?: (response: ServerResponse) => void) {
      fault = way;
    },
    /** From now on what is asked is done at once, and answered so many ms later. */
    answerLate(ms: number) {
      delay = ms;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function mapResults(value: Item | Item[], encode: (result: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapResults(item, encode));
  return 'error' in value ? value : { result: encode(value.result) };
}

/** Bulk strings arrive as Buffers; the status OK and the like are plain strings and are never encoded. */
function toBase64(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toBase64);
  if (Buffer.isBuffer(value)) return value.toString('base64');
  return typeof value === 'string' && value !== 'OK' ? Buffer.from(value).toString('base64') : value;
}

function toText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toText);
  return Buffer.isBuffer(value) ? value.toString('utf8') : value;
}
