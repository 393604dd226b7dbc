import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { newCaseInput, textHashOf } from '../support/cases.ts';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, signInWithKey } from '../support/inbox-page.ts';
import type { Row, Section } from './section.ts';
import { startBenchSite } from './site.ts';

const TEAM = 'Team <team@example.com>';

/** Cases in the list: what a team has, and ten times as many. */
const SIZES = { less: 500, more: 5000 };
/** Other texts than these are not sealed: opening one takes the same each time. */
const TEXTS = 40;
/** Wheel turns, and px of each. */
const TURNS = 120;
const TURN = 600;
const DAY = 86_400_000;
/** What a task may take while somebody scrolls, in ms. */
const LONGEST = 50;

/** What scrolling through the list of cases takes of the page, while heads are still being opened and when all are. */
export const list: Section = {
  name: 'list',
  notes: [
    `The list in Chromium, ${SIZES.more} cases against ${SIZES.less}, each with a report that is opened in the page. ${TURNS} turns of ` +
      `the wheel of ${TURN} px each, once right after signing in, while heads are being opened, and once when that is done.`,
    'The longest task is that of the browser’s own long tasks (PerformanceObserver), which begin at 50 ms; 0 where there was none.',
  ],
  async run({ runs, isQuick, tell }) {
    const sizes = isQuick ? { less: 50, more: 500 } : SIZES;
    const team = new Gpg();
    team.makeKey(TEAM);
    const browser = await launchChromium();
    const desks: Desk[] = [];
    const all: { less: Seen; more: Seen }[] = [];
    try {
      const [less, more] = [await openDesk(team, sizes.less), await openDesk(team, sizes.more)];
      desks.push(less, more);
      for (let run = 0; run < runs; run += 1) {
        tell(`  run ${run + 1}`);
        all.push({ less: await scroll(browser, less), more: await scroll(browser, more) });
      }
    } finally {
      await browser.close();
      for (const desk of desks) await desk.stop();
      team.close();
    }
    const row = (what: string, unit: string, key: keyof Seen, most?: number): Row => ({
      ...{ what: `${sizes.more} cases: ${what}`, baseline: `${sizes.less} cases`, unit },
      runs: all.map(({ less, more }) => ({ measured: more[key], baseline: less[key] })),
      ...(most === undefined ? {} : { target: { of: 'measured', most } as const }),
    });
    return [
      row('longest task while scrolling and opening heads', 'ms', 'opening', LONGEST),
      row('longest task while scrolling', 'ms', 'opened', LONGEST),
      row('rows drawn at most', '', 'drawn', 100),
    ];
  },
};

/** What was seen while scrolling: the longest task, in ms, and the most rows that were drawn. */
interface Seen {
  opening: number;
  opened: number;
  drawn: number;
}

/** A running site with so many cases, and the key file of its team. */
interface Desk {
  url: string;
  keyFile: string;
  count: number;
  stop(): Promise<void>;
}

async function openDesk(team: Gpg, count: number): Promise<Desk> {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'bench-list-'));
  const site = await startBenchSite(team, { DATA_DIR });
  const store = createSqliteStore(join(DATA_DIR, 'meldpunt.sqlite'));
  const keys = [team.exportPublic()];
  const texts = await Promise.all(Array.from({ length: TEXTS }, (_, index) => seal(documentOf(index), keys)));
  const now = Date.now();
  for (let index = 0; index < count; index += 1) {
    const input = newCaseInput({ receivedAt: now - index * 1000, respondBy: now + DAY + index * 1000 });
    const report = { ...input.report, sealed: texts[index % TEXTS] ?? '' };
    await store.createCase({ ...input, report, textHash: textHashOf(report), mails: [] });
  }
  await store.close();
  return {
    ...{ url: site.url, count, keyFile: team.file('team-private.asc', team.exportPrivate(TEAM)) },
    async stop() {
      await site.stop();
      rmSync(DATA_DIR, { recursive: true, force: true });
    },
  };
}

/** A report as the form writes it; half of them have steps. Written out here: what writes them needs a bundler. */
function documentOf(index: number): string {
  const headings = JSON.parse(
    readFileSync(new URL('../../locales/en/document.json', import.meta.url), 'utf8'),
  ) as Record<string, string>;
  const head = {
    ...{ format: 'meldpunt-report/1', language: 'en', system: `service-${index}.example.com` },
    ...{ weakness: 'injection', exposure: 'none', name: '', contact: '', credit: '' },
    ...{ publication: 'no-wish', cvss: '', version: '', tools: '' },
    ...{ keptToLimits: true, keptToMethods: true, attachments: [] },
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const words = `What is wrong with it, at length: ${`word word${index} `.repeat(400)}`;
  const steps = index % 2 === 0 ? `## ${headings['steps']}\n\n1. Go there.\n\n` : '';
  const body = `## ${headings['description']}\n\n${words}\n\n${steps}## ${headings['impact']}\n\nOrders leak.`;
  return `---\n${lines.join('\n')}\n---\n\n${body}\n`;
}

async function scroll(browser: Browser, { url, keyFile, count }: Desk): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  try {
    const page = await context.newPage();
    await signInWithKey(page, url + inboxPaths.en, { file: keyFile });
    await page.waitForFunction(
      (all) => Number(document.querySelector('#list-cases .group-count')?.textContent) === all,
      count,
    );
    await page.evaluate(watchTasks);
    const first = await turn(page);
    await page.fill('#filter-code', 'word');
    await page.waitForFunction(
      () => document.getElementById('list-looked')?.textContent?.startsWith('All '),
      undefined,
      { timeout: 600_000 },
    );
    await page.fill('#filter-code', '');
    await page.waitForTimeout(500);
    await page.evaluate(() => Object.assign(globalThis, { longest: 0 }));
    const second = await turn(page);
    return { opening: first.longest, opened: second.longest, drawn: Math.max(first.drawn, second.drawn) };
  } finally {
    await context.close();
  }
}

/** Runs in the page: keeps the longest task. */
function watchTasks(): void {
  const seen = Object.assign(globalThis, { longest: 0 });
  new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) seen.longest = Math.max(seen.longest, duration);
  }).observe({ type: 'longtask' });
}

async function turn(page: Page): Promise<{ longest: number; drawn: number }> {
  await page.mouse.move(200, 500);
  let drawn = 0;
  for (let at = 0; at < TURNS; at += 1) {
    await page.mouse.wheel(0, at < TURNS / 2 ? TURN : -TURN);
    await page.waitForTimeout(16);
    if (at % 10 === 0) drawn = Math.max(drawn, await page.locator('#list-cases li').count());
  }
  const longest = await page.evaluate(() => (globalThis as { longest?: number }).longest ?? 0);
  return { longest, drawn };
}
