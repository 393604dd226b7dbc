import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ActName, actNames, before, COUNTED_AT } from './acts-before.ts';
import type { Row, Section } from './section.ts';

/** What is wanted: triage without opening anything, and few acts for what is done most. */
const most: Partial<Record<ActName, number>> = { triage: 0, confirm: 4, reject: 4 };

/** How many clicks and keys the common jobs of a team take. */
export const acts: Section = {
  name: 'acts',
  notes: [
    'Clicks and keys of somebody who does each job once at the inbox in Chromium. A list to choose from is two, several ' +
      'keys at once are one, and what is written is none beside the click into its field: tests/support/hand.ts.',
    `Against the inbox as it was at commit ${COUNTED_AT}, counted once in the same way: tests/bench/acts-before.ts.`,
  ],
  async run() {
    const counts = await count();
    return (Object.keys(actNames) as ActName[]).map((name): Row => {
      const limit = most[name];
      return {
        ...{ what: actNames[name], baseline: COUNTED_AT, unit: 'acts' },
        runs: [{ measured: counts[name], baseline: before[name] }],
        ...(limit === undefined ? {} : { target: { of: 'measured', most: limit } as const }),
      };
    });
  },
};

/** By vitest, which makes of the sources what a build makes of them. */
async function count(): Promise<Record<ActName, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-acts-'));
  try {
    const file = join(folder, 'acts.json');
    const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
    const child = spawn(process.execPath, [vitest, 'run', '--config', 'tests/bench/acts.config.ts'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, ACTS_FILE: file },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk;
      });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(said);
    return JSON.parse(readFileSync(file, 'utf8')) as Record<ActName, number>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
