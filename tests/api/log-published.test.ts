import { createServer } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { runDaily } from '../../functions/jobs/daily.ts';
import { publishedLog } from '../../functions/jobs/published.ts';
import { readWatched } from '../../functions/log/watched.ts';
import { acceptOne, entriesOf, logSite, putNameless } from '../support/log-desk.ts';
import { NOW, testParts } from '../support/parts.ts';

const DAY = 86_400_000;
const running: (() => void)[] = [];
afterEach(() => {
  for (const stop of running.splice(0)) stop();
});

/** A site on 127.0.0.1 with the log of a desk; `instead` answers for a path before it does. */
async function serveLog() {
  const parts = testParts();
  const state = { instead: {} as Record<string, { status: number; body?: Buffer; location?: string }> };
  const ask = logSite(parts);
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const own = state.instead[path];
    if (own)
      return response.writeHead(own.status, own.location ? { location: own.location } : {}).end(own.body);
    if (path === '/desk-key.txt') return response.end(parts.deskKeys);
    const answer = await ask(path.replace(/^\/log\//, ''));
    return response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  running.push(() => server.close().closeAllConnections());
  const url = `http://127.0.0.1:${address.port}`;
  return { parts: { ...parts, publishedLog: async () => publishedLog(url, 2000) }, state, url };
}

it('the daily job reads the log over HTTP as anybody does, and keeps what it saw', async () => {
  const { parts } = await serveLog();
  await putNameless(parts.store, entriesOf(700), NOW - DAY);
  await acceptOne(parts, NOW - DAY);
  await runDaily(parts, 20_000);
  expect(await readWatched(parts.store)).toMatchObject({ finding: null, size: 701 });
  parts.clock.now += DAY;
  await putNameless(parts.store, entriesOf(90, 700), NOW);
  // Within ten seconds of the clock of this desk the log comes from memory, as it was.
  parts.clock.now += 11_000;
  await runDaily(parts, 20_000);
  const watched = await readWatched(parts.store);
  expect(watched).toMatchObject({ finding: null, size: 791 });
  expect(watched?.checkpoint).toContain('/log\n791\n');
});

it('what is missing, too large, or leads elsewhere is none of the log', async () => {
  const { parts, state, url } = await serveLog();
  await putNameless(parts.store, entriesOf(3), NOW - DAY);
  await runDaily(parts, 20_000);
  const log = publishedLog(url, 2000);
  parts.clock.now += 11_000;
  expect((await log.tile('0/000.p/3')).length).toBe(96);
  await expect(log.tile('0/000.p/4')).rejects.toThrow();
  state.instead = {
    '/log/tile/0/000.p/3': { status: 200, body: Buffer.alloc(16 * 1024 + 1) },
    '/log/checkpoint': { status: 200, body: Buffer.alloc(64 * 1024 + 1) },
    '/desk-key.txt': { status: 302, location: 'https://elsewhere.example/desk-key.txt' },
  };
  await expect(log.tile('0/000.p/3')).rejects.toThrow();
  expect([await log.checkpoint(), await log.deskKeys()]).toEqual([{ fault: 'invalid' }, { fault: '3xx' }]);
  state.instead = { '/log/checkpoint': { status: 503 }, '/desk-key.txt': { status: 404 } };
  expect([await log.checkpoint(), await log.deskKeys()]).toEqual([{ fault: '5xx' }, { fault: '4xx' }]);
  for (const stop of running.splice(0)) stop();
  expect([await log.checkpoint(), await log.deskKeys()]).toEqual([
    { fault: 'unreachable' },
    { fault: 'unreachable' },
  ]);
});
