import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSite } from '../support/site.ts';
import { broken, type Check } from './check.ts';
import { flood } from './flood.ts';
import { fuzz } from './fuzz.ts';
import { kill } from './kill.ts';
import { killAppending } from './kill-log.ts';
import { type Servers, serversOf } from './servers.ts';
import { soak } from './soak.ts';
import { withTexts } from './with-texts.ts';

/**
 * The long runs: `npm run test:faults`, or some of them: `npm run test:faults kill sharing fuzz flood soak`. Prints a table, writes
 * it to a file, and ends with 1 when something does not hold. `--scale 0.1` makes all of it smaller, to see that it
 * works; `--seed` repeats a fuzz run. Needs gpg and redis-server, and a machine that does nothing else.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: '1' },
    seed: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../../.bench/faults.md', import.meta.url)) },
  },
});
const scale = Number(values.scale);
if (!(scale > 0 && scale <= 1)) throw new Error('--scale is a number up to 1');
const scaled = (full: number) => Math.max(1, Math.round(full * scale));
// Growth, and what drifts, shows in a full run only.
const isFull = scale === 1;
const seed = values.seed === undefined ? {} : { seed: Number(values.seed) };

interface Run {
  kind: string;
  name: string;
  run(servers: Servers): Promise<Check[]>;
}

const runs: Run[] = [
  ...(
    [
      ['sqlite', 'file'],
      ['sqlite', 'resend'],
      ['kv', 'resend'],
    ] as const
  ).map(([adapter, mail]): Run => {
    const size = { submissions: scaled(300), clients: 10, adapter, mail };
    return { kind: 'kill', name: `kill, ${adapter}, mail by ${mail}`, run: (servers) => kill(servers, size) };
  }),
  ...(['sqlite', 'kv'] as const).flatMap((adapter): Run[] => [
    {
      ...{ kind: 'kill', name: `kill while appending, ${adapter}` },
      run: () => killAppending(adapter, scaled(120)),
    },
    {
      ...{ kind: 'sharing', name: `kill while sharing, ${adapter}` },
      run: () =>
        withTexts<typeof import('./sharing.ts'), Check[]>('/tests/faults/sharing.ts', ({ killSharing }) =>
          killSharing(adapter, scaled(adapter === 'sqlite' ? 1000 : 200), scaled(50)),
        ),
    },
    {
      ...{ kind: 'fuzz', name: `fuzz, ${adapter}` },
      run: (servers) =>
        fuzz(servers, { requests: scaled(100_000), adapter, isMemoryJudged: isFull, ...seed }),
    },
    {
      ...{ kind: 'flood', name: `flood, ${adapter}` },
      run: (servers) => flood(servers, { submissions: scaled(50_000), visitors: scaled(5000), adapter }),
    },
    {
      ...{ kind: 'flood', name: `cost of a flood, ${adapter}` },
      run: () =>
        withTexts<typeof import('./flood-cost.ts'), Check[]>('/tests/faults/flood-cost.ts', ({ floodCost }) =>
          floodCost(adapter, scaled(24)),
        ),
    },
    {
      ...{ kind: 'soak', name: `soak, ${adapter}` },
      run: (servers) => soak(servers, { seconds: scaled(600), adapter, isJudged: isFull }),
    },
  ]),
];
const kinds = [...new Set(runs.map(({ kind }) => kind))];
const unknown = positionals.find((kind) => !kinds.includes(kind));
if (unknown !== undefined) throw new Error(`there is no run ${unknown}; there are ${kinds.join(', ')}`);

const lines = [
  `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}.`,
  ...(isFull ? [] : [`Only ${scale} of the full size: growth and drift are told, not judged.`]),
  '',
  '| run | what | figure | holds |',
  '|---|---|---|---|',
];
const tell = (text: string) => void process.stderr.write(`${text}\n`);
const site = await buildSite();
let isBroken = false;
try {
  const servers = await serversOf(site);
  for (const { kind, name, run } of runs) {
    if (positionals.length > 0 && !positionals.includes(kind)) continue;
    tell(`${name} …`);
    const began = performance.now();
    const checks = await run(servers);
    isBroken ||= broken(checks).length > 0;
    lines.push(...checks.map((check) => rowOf(name, check)));
    tell(`  ${((performance.now() - began) / 1000).toFixed(0)} s`);
    for (const line of broken(checks)) tell(`  DOES NOT HOLD: ${line}`);
  }
} finally {
  await site.remove();
}
process.stdout.write(`${lines.join('\n')}\n`);
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${lines.join('\n')}\n`);
tell(`\nWritten to ${relative(process.cwd(), values.out)}`);
process.exitCode = isBroken ? 1 : 0;

function rowOf(name: string, { what, figure, holds }: Check): string {
  const cells = [name, what, figure, holds === null ? '' : holds ? 'yes' : 'NO'];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
