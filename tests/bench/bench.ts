import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { acts } from './acts.ts';
import { cold } from './cold.ts';
import { http } from './http.ts';
import { list } from './list.ts';
import { log } from './log.ts';
import { pages } from './pages.ts';
import { seal } from './seal.ts';
import type { Options, Row } from './section.ts';
import { size } from './size.ts';
import { tableOf } from './table.ts';

/**
 * How fast it is, in one table: `npm run bench`, or `npm run bench -- http cold --runs 9 --out table.md` for some of
 * the sections. Every line is a ratio against a baseline of the same run. Needs what the tests need: redis-server,
 * gpg, and the libraries of Chromium. `--quick` makes everything short, to see that it works.
 */
const sections = [http, cold, seal, size, log, pages, list, acts];
const names = sections.map(({ name }) => name).join(', ');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    cases: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../../.bench/bench.md', import.meta.url)) },
    quick: { type: 'boolean', default: false },
  },
});
const unknown = positionals.find((name) => !sections.some((section) => section.name === name));
if (unknown !== undefined) throw new Error(`there is no section ${unknown}; there are ${names}`);
const chosen = sections.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const options: Options = {
  isQuick: values.quick,
  runs: wholeNumber('runs', values.runs ?? (values.quick ? '2' : '5'), 1),
  cases: wholeNumber('cases', values.cases ?? (values.quick ? '1000' : '100000'), 100),
  tell: (line) => void process.stderr.write(`${line}\n`),
};

const done: { name: string; notes: readonly string[]; rows: Row[] }[] = [];
for (const section of chosen) {
  const begin = performance.now();
  options.tell(`${section.name} …`);
  done.push({ ...section, rows: await section.run(options) });
  options.tell(`${section.name}: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
}
const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
const lines = [
  `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${memory}, Node ${process.version}, ${process.platform}.`,
  `${options.runs} runs, one pair of measured value and baseline each; medians, with least and most in brackets.`,
  ...(options.isQuick ? ['A quick try: these figures mean little.'] : []),
  '',
  tableOf(done),
  '',
  ...done.flatMap(({ name, notes }) => notes.map((note) => `- ${name}: ${note}`)),
];
process.stdout.write(`${lines.join('\n')}\n`);
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${lines.join('\n')}\n`);
options.tell(`\nWritten to ${relative(process.cwd(), values.out)}`);

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${name} is a whole number from ${least} on`);
  return value;
}
