import type { Browser, CDPSession, Page } from 'playwright-core';
import { defaultLanguage, type PageName, paths } from '../../src/i18n/languages.ts';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import type { RunningSite } from '../support/project.ts';
import type { Row, Section } from './section.ts';
import { EMPTY_PAGE, startBenchSite } from './site.ts';

/** Slow 4G as Chromium's own tools have it: bytes a second, and ms that each request waits. */
const SLOW_4G = { offline: false, downloadThroughput: 180_000, uploadThroughput: 84_375, latency: 562.5 };
/** How many times slower the processor is. */
const SLOWER = 4;

const names: PageName[] = [
  'policy',
  'report',
  'yourself',
  'status',
  'proof',
  'thanks',
  'lessons',
  'figures',
  'privacy',
  'inbox',
];
/** Forms that a page's script shows once it is at work. */
const forms: Partial<Record<PageName, string>> = {
  report: '#report-form',
  status: '#code-form',
  proof: '#proof-form',
  inbox: '#key-form',
};

interface Load {
  /** On the wire, headers included. */
  bytes: number;
  requests: number;
  /** ms from the start of the navigation; the form's is NaN on a page without one. */
  painted: number;
  usable: number;
}

/** What each page weighs, and how soon it is there on a slow line and a slow machine. */
export const pages: Section = {
  name: 'pages',
  notes: [
    'Each page in its default language, opened anew in Chromium with nothing cached, from the site as `npm start` serves ' +
      'it (brotli). Bytes are those on the wire, headers included.',
    `Slow 4G: ${(SLOW_4G.downloadThroughput * 8) / 1e6} Mbit/s down, ${SLOW_4G.latency} ms before each answer; ` +
      `a processor ${SLOWER} × slower. The empty page is one line of HTML from the same server under the same profile.`,
    'A form is usable once it is visible, its first field enabled and its script at work, which is what shows it.',
  ],
  async run({ runs, tell }) {
    const team = new Gpg();
    team.makeKey('Team <team@example.com>');
    const site = await startBenchSite(team);
    const browser = await launchChromium();
    try {
      const empties: Load[] = [];
      const loads = names.map((): Load[] => []);
      // To warm up: the server's files, and the browser itself.
      await open(browser, site, EMPTY_PAGE);
      for (let run = 0; run < runs; run += 1) {
        tell(`  run ${run + 1}`);
        empties.push(await open(browser, site, EMPTY_PAGE));
        for (const [at, name] of names.entries()) {
          loads[at]?.push(await open(browser, site, paths[name][defaultLanguage], forms[name]));
        }
      }
      return names.flatMap((name, at) => rowsOf(name, loads[at] ?? [], empties));
    } finally {
      await browser.close();
      await site.stop();
      team.close();
    }
  },
};

function rowsOf(name: PageName, loads: readonly Load[], empties: readonly Load[]): Row[] {
  const address = paths[name][defaultLanguage];
  const row = (what: string, unit: string, key: keyof Load, baseline: keyof Load = key): Row => ({
    what: `${address}: ${what}`,
    baseline: key === baseline ? 'an empty page' : 'first paint of an empty page',
    unit,
    runs: loads.map((load, run) => ({
      measured: load[key],
      baseline: empties[run]?.[baseline] ?? Number.NaN,
    })),
  });
  return [
    row('bytes', 'B', 'bytes'),
    row('requests', '', 'requests'),
    row('first contentful paint', 'ms', 'painted'),
    ...(forms[name] === undefined ? [] : [row('usable form', 'ms', 'usable', 'painted')]),
  ];
}

/** Opens a page as a visitor who has never been here; `form` is what must become usable. */
async function open(browser: Browser, site: RunningSite, path: string, form?: string): Promise<Load> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const wire = await watchWire(session);
    await session.send('Network.emulateNetworkConditions', SLOW_4G);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    if (form !== undefined) await page.addInitScript(watchForm, form);
    await page.goto(site.url + path, { waitUntil: 'networkidle' });
    const usable = form === undefined ? Number.NaN : await momentOf(page);
    const painted = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    );
    if (Number.isNaN(painted)) throw new Error(`${path} painted nothing`);
    return { ...wire, painted, usable };
  } finally {
    await context.close();
  }
}

/** Counts what comes over the wire. */
async function watchWire(session: CDPSession): Promise<{ bytes: number; requests: number }> {
  const wire = { bytes: 0, requests: 0 };
  session.on('Network.requestWillBeSent', () => {
    wire.requests += 1;
  });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    wire.bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return wire;
}

/** Runs in the page: keeps the first frame in which the form can be used. Self-contained, since it is sent as text. */
function watchForm(selector: string): void {
  const look = () => {
    const form = document.querySelector(selector);
    const field = form?.querySelector('input, select, textarea');
    const isThere = form?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ?? false;
    if (isThere && field && !field.matches(':disabled')) {
      Object.assign(globalThis, { formShownAt: performance.now() });
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function momentOf(page: Page): Promise<number> {
  const moment = () => (globalThis as { formShownAt?: number }).formShownAt;
  await page.waitForFunction(moment);
  return (await page.evaluate(moment)) ?? Number.NaN;
}
