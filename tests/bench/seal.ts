import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import type { Probe } from './page-probe.ts';
import { longestTask, peakMemory } from './seal-burden.ts';
import { type Options, type Pair, type Row, type Section, takeTurns } from './section.ts';
import { sendReport, timeOf } from './send-page.ts';
import { startBenchSite } from './site.ts';

const MIB = 1024 * 1024;
const TEAM = 'Team <team@example.com>';

/** What is sent: so many files of so many MiB, over a line of so many bytes a second. */
const loads = [
  { count: 1, size: 25 },
  { count: 5, size: 5 },
  { count: 1, size: 25, line: 6_250_000 },
];

/** A team, a running site of theirs, and files of random bytes by size in MiB. */
interface Stage {
  team: Gpg;
  siteUrl: string;
  fileOf(size: number, number?: number): string;
}

/** How long the page seals and sends, beside gpg and beside each half alone, and what it burdens the browser with. */
export const seal: Section = {
  name: 'seal',
  notes: [
    'The real report page in the Chromium that the tests use, on the site as `npm start` serves it on this machine ' +
      '(sqlite in memory, so that no disk is measured); attachments of random bytes, one team key.',
    'Sealing is all that the worker does for an attachment: its SHA-256 and the plan when it is chosen, and the sealing ' +
      'right after that. gpg writes to nowhere, with `--compress-algo none --cipher-algo AES256`, a process each time.',
    'Sealing and upload run from the accepted report to the answer to the last chunk. Files are sealed from when they ' +
      'are chosen: the report is sent at once, when they are only planned, or when they are ready. Alone, the other half takes no ' +
      'time: files sealed ahead, or chunks answered in the page. Without a line named, the network is this machine.',
    'Longest task and memory: from the choice of the file to the last chunk, one browser each time for memory.',
  ],
  async run(options) {
    const team = new Gpg();
    team.makeKey(TEAM);
    const site = await startBenchSite(team, {}, true);
    let browser: Browser | undefined;
    try {
      browser = await launchChromium();
      const stage = { team, siteUrl: site.url, fileOf: fileMaker(team) };
      // To warm up: the server's code, and the browser's caches of compiled scripts.
      await sendReport(browser, site.url, [stage.fileOf(1)]);
      return [
        ...(await againstGpg(browser, stage, options)),
        ...(await overlap(browser, stage, options)),
        ...(await burden(browser, stage, options)),
      ];
    } finally {
      await browser?.close();
      await site.stop();
      team.close();
    }
  },
};

function fileMaker(team: Gpg): Stage['fileOf'] {
  return (size, number = 1) => {
    const path = join(team.home, `${size}-mib-${number}.bin`);
    if (!existsSync(path)) writeFileSync(path, randomBytes(size * MIB));
    return path;
  };
}

async function againstGpg(browser: Browser, stage: Stage, options: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of [1, 5, 25]) {
    options.tell(`  sealing ${size} MiB`);
    const file = stage.fileOf(size);
    const runs = await takeTurns(
      options.runs,
      async () => timeOf(await sendReport(browser, stage.siteUrl, [file]), 'planFile', 'sealFile'),
      async () => encryptWithGpg(stage.team, file),
    );
    rows.push({
      what: `sealing ${size} MiB in Chromium`,
      baseline: 'gpg --encrypt on the same bytes',
      unit: 'ms',
      runs: runs.map(({ one, other }) => ({ measured: one, baseline: other })),
    });
  }
  return rows;
}

/** ms that gpg takes to encrypt a file to the team. */
function encryptWithGpg(team: Gpg, file: string): number {
  const options = ['--trust-model', 'always', '--compress-algo', 'none', '--cipher-algo', 'AES256'];
  const args = ['--batch', '--homedir', team.home, ...options, '--recipient', TEAM, '--output', '-'];
  const begin = performance.now();
  const { status } = spawnSync('gpg', [...args, '--encrypt', file], { stdio: 'ignore' });
  if (status !== 0) throw new Error('gpg could not encrypt');
  return performance.now() - begin;
}

async function overlap(browser: Browser, stage: Stage, { runs, tell }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { count, size, ...line } of loads) {
    const name = `${count} × ${size} MiB${'line' in line ? ` over ${(line.line * 8) / 1e6} Mbit/s` : ''}`;
    tell(`  sealing and uploading ${name}`);
    const files = Array.from({ length: count }, (_, index) => stage.fileOf(size, index + 1));
    const slower: Pair[] = [];
    const upload: Pair[] = [];
    const ready: Pair[] = [];
    for (let run = 0; run < runs; run += 1) {
      const whenReady = { ...line, begin: waitForSealing };
      const alone = (await sendReport(browser, stage.siteUrl, files, 'upload alone', whenReady)).took;
      const sealing = (await sendReport(browser, stage.siteUrl, files, 'sealing alone', line)).took;
      const both = (await sendReport(browser, stage.siteUrl, files, 'both', line)).took;
      const later = (await sendReport(browser, stage.siteUrl, files, 'both', whenReady)).took;
      ready.push({ measured: later, baseline: alone });
      slower.push({ measured: both, baseline: Math.max(alone, sealing) });
      upload.push({ measured: both, baseline: alone });
    }
    const what = `sealing + upload, sent at once, ${name}`;
    rows.push(
      { what, baseline: 'upload alone', unit: 'ms', runs: upload },
      {
        ...{ what, baseline: 'the slower of the two alone', unit: 'ms', runs: slower },
        target: { of: 'ratio', most: 1.15 },
      },
      {
        ...{ what: `sealing + upload, sent when ready, ${name}`, baseline: 'upload alone', unit: 'ms' },
        runs: ready,
        target: { of: 'ratio', most: 1.15 },
      },
    );
  }
  return rows;
}

/** From now on choosing files in this page takes until they are sealed. */
async function waitForSealing(page: Page): Promise<void> {
  const choose = page.setInputFiles.bind(page);
  page.setInputFiles = async (...chosen) => {
    await choose(...chosen);
    await page.waitForFunction(() => {
      const { tasks, waiting } = (globalThis as unknown as { probe: Probe }).probe;
      return waiting === 0 && tasks.some(({ task }) => task === 'planFile');
    });
  };
}

async function burden(browser: Browser, { siteUrl, fileOf }: Stage, options: Options): Promise<Row[]> {
  options.tell('  longest task and memory');
  const file = fileOf(25);
  const baseline = 'the same report without attachment';
  const tasks = await takeTurns(
    options.runs,
    () => longestTask(browser, siteUrl, [file]),
    () => longestTask(browser, siteUrl, []),
  );
  const memory = await takeTurns(
    options.runs,
    () => peakMemory(siteUrl, [file]),
    () => peakMemory(siteUrl, []),
  );
  const memoryRow = (what: string, key: 'renderer' | 'all'): Row => ({
    what: `peak memory with 25 MiB: ${what}`,
    ...{ baseline, unit: 'MiB' },
    runs: memory.map(({ one, other }) => ({ measured: one[key], baseline: other[key] })),
  });
  return [
    {
      ...{ what: 'longest main-thread task with 25 MiB', baseline, unit: 'ms' },
      runs: tasks.map(({ one, other }) => ({ measured: one, baseline: other })),
      target: { of: 'measured', most: 50 },
    },
    memoryRow("the page's process", 'renderer'),
    memoryRow('the whole browser', 'all'),
  ];
}
