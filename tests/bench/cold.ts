import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DESK_KEY } from '../support/desk-key.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { Gpg } from '../support/gpg.ts';
import { startRedis } from '../support/redis.ts';
import { startRestBridge } from '../support/rest-bridge.ts';
import { type Bundle, buildEmpty, buildOwn } from './cold-builds.ts';
import { median, type Options, type Row, type Section, takeTurns } from './section.ts';
import { UNBOUNDED } from './site.ts';
import { freshBody, makeBodies } from './submission.ts';

/** Starts in one run; the median counts. */
const STARTS = 9;
const script = fileURLToPath(new URL('cold-start.mjs', import.meta.url));

/** A first request, and the status that it must be answered with. */
interface First {
  bundle: Bundle;
  settings: Record<string, string>;
  status: number;
  /** Method, path, and a body where there is one. */
  request: () => string[];
}

/** ms from the start of a process to its first answer, and of that from the import of the function on. */
interface Start {
  whole: number;
  own: number;
}

/** How long the bundled function takes to give its first answer, beside one of Astro's that does nothing. */
export const cold: Section = {
  name: 'cold',
  notes: [
    `A new process imports the function as Vercel's adapter bundled it and has it answer once; ${STARTS} starts a run, ` +
      'by turns with the empty function, the median counts. The empty function is an Astro project with the same ' +
      'adapter and options and one endpoint. The files are in the memory of the system.',
    'The report is stored by @vercel/kv, a REST bridge and redis-server on this machine; the bridge is ready.',
  ],
  async run(options) {
    const team = new Gpg();
    const fingerprint = team.makeKey('Team <security@example.org>', 'ed25519', '2y');
    const [own, empty] = [await buildOwn(team), await buildEmpty()];
    const redis = await startRedis();
    const bridge = await startRestBridge(redis.connection);
    try {
      const bodies = await makeBodies(team.exportPublic(fingerprint));
      const settings = {
        ...UNBOUNDED,
        VERCEL: '1',
        SITE_URL: 'https://meldpunt.example',
        KV_REST_API_URL: bridge.url,
        KV_REST_API_TOKEN: bridge.token,
        RESEND_API_KEY: 're_made_up',
        // Nobody answers there: mail goes after the answer, and no process here lives that long.
        RESEND_BASE_URL: 'http://127.0.0.1:9',
        MAIL_FROM: 'Meldpunt <meldpunt@example.org>',
        TEAM_EMAIL: 'team@example.org',
        SERVER_SECRET: Buffer.alloc(32, 1).toString('base64'),
        CRON_SECRET: 'made up for the bench',
        DESK_KEY,
      };
      const nothing: First = { bundle: empty, settings, status: 200, request: () => ['GET', '/api/ok'] };
      const missing: First = { bundle: own, settings, status: 404, request: () => ['GET', '/api/none'] };
      const report: First = {
        ...{ bundle: own, settings, status: 201 },
        request: () => ['POST', '/api/reports', freshBody(bodies)],
      };
      // Limits of a visitor are counted here as always.
      const forgetLimits = () => redis.connection.sendCommand(['FLUSHALL']);
      const rows: Row[] = [];
      for (const [what, first] of [
        ['an address that is not there', missing],
        ['a report stored (kv)', report],
      ] as const) {
        rows.push(...(await measure(what, first, nothing, forgetLimits, options)));
      }
      const runs = [{ measured: own.size / 1024, baseline: empty.size / 1024 }];
      return [...rows, { what: 'bundle size', baseline: 'the empty function', unit: 'KiB', runs }];
    } finally {
      await bridge.stop();
      await redis.stop();
      for (const bundle of [own, empty]) bundle.remove();
      team.close();
    }
  },
};

async function measure(
  what: string,
  first: First,
  nothing: First,
  forgetLimits: () => Promise<unknown>,
  { runs, isQuick }: Options,
): Promise<Row[]> {
  // Once for each, so that their files have been read.
  for (const one of [first, nothing]) await start(one);
  const pairs: { whole: [number, number]; own: [number, number] }[] = [];
  for (let run = 0; run < runs; run += 1) {
    await forgetLimits();
    const turns = await takeTurns(
      isQuick ? 3 : STARTS,
      () => start(first),
      () => start(nothing),
    );
    const medians = (key: keyof Start): [number, number] => [
      median(turns.map(({ one }) => one[key])),
      median(turns.map(({ other }) => other[key])),
    ];
    pairs.push({ whole: medians('whole'), own: medians('own') });
  }
  const row = (key: keyof Start) => pairs.map(({ [key]: [measured, baseline] }) => ({ measured, baseline }));
  const baseline = 'the empty function';
  return [
    {
      ...{ what: `new process to first answer: ${what}`, baseline, unit: 'ms', runs: row('whole') },
      target: { of: 'ratio', most: 1.5 },
    },
    { what: `the same without the start of Node: ${what}`, baseline, unit: 'ms', runs: row('own') },
  ];
}

async function start({ bundle, settings, status, request }: First): Promise<Start> {
  const begin = performance.now();
  const child = spawn(process.execPath, [script, pathToFileURL(bundle.entry).href, ...request()], {
    // Not the project's folder: what the function needs must be in its bundle.
    cwd: dirname(bundle.entry),
    env: cleanEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let whole = 0;
  child.stdout.on('data', (chunk) => {
    output += chunk;
    // The answer is the last line; before it stands what the function logs.
    whole = performance.now() - begin;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  const answer = JSON.parse(output.trim().split('\n').at(-1) ?? '') as { status: number; took: number };
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}:\n${output}`);
  return { whole, own: answer.took };
}
