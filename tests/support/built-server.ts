// Serves the site that is built in the current folder, as `npm start` does after building it, so that several servers
// run from one build. CLOCK_AHEAD is how far its clock is ahead, in ms, CLOCK_SPEED how many times as fast it runs from
// then on; TIMES the server's own times, as JSON.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLocalServer } from '../../functions/node/server.ts';

const { CLOCK_AHEAD = '0', CLOCK_SPEED = '1', TIMES, PORT } = process.env;
if (CLOCK_AHEAD !== '0' || CLOCK_SPEED !== '1') {
  const TrueDate = Date;
  const begun = TrueDate.now();
  const now = () => Math.round(begun + Number(CLOCK_AHEAD) + (TrueDate.now() - begun) * Number(CLOCK_SPEED));
  globalThis.Date = class extends TrueDate {
    constructor(...given: [] | [string | number | Date]) {
      super(...((given.length === 0 ? [now()] : given) as [number]));
    }
    static override now = now;
  } as DateConstructor;
}

// A file that grows past its limit (a full disk, in the tests) is an error for who writes it, not the end.
process.on('SIGXFSZ', () => undefined);
process.env['ASTRO_NODE_AUTOSTART'] = 'disabled';
const { handler } = await import(pathToFileURL(join(process.cwd(), 'dist/server/entry.mjs')).href);
const local = createLocalServer(
  handler,
  new URL('../../vercel.json', import.meta.url),
  TIMES === undefined ? undefined : JSON.parse(TIMES),
);
// Who started it with a channel is told when it listens, and what it uses once all that can go is thrown away.
local.server.listen(Number(PORT), '127.0.0.1', () => process.send?.('listening'));
process.on('message', () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage());
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', async () => {
  await local.drain();
  process.exit(0);
});
