import type { Browser, Page } from 'playwright-core';
import { limits } from '../../src/disclosure/limits.ts';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, signInWithKey } from '../support/inbox-page.ts';
import { type Desk, openDesk, TEAM } from './list-desk.ts';
import { type Longest, longestTask } from './main-thread.ts';
import type { Row, Section } from './section.ts';

/** Cases in the list: what a team has, and ten times as many. */
const SIZES = { less: 500, more: 5000 };
/** A laptop, where the list stands beside a case, and a telephone. */
const SCREENS = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
/** Wheel turns, and px of each. */
const TURNS = 80;
const TURN = 600;
/** Where one jumps to, as with the scroll bar: parts of the whole. */
const JUMPS = [0.3, 0.8, 0.1, 1, 0.5, 0];
/** Words that some reports have, and one that none has. */
const TYPED = 'word12 nonesuch';
/** What a task may take, in ms. */
const LONGEST = 50;

/** What one does with the list. */
const doings = {
  opening: 'scrolling while heads are opened',
  opened: 'scrolling when all are open',
  jumping: 'jumping to and fro in it',
  typing: 'searching all texts, key by key',
  fetching: 'fetching the list again',
};
type Doing = keyof typeof doings;

/** What was seen: the longest task of each, and the most rows that were drawn. */
type Seen = Record<Doing, Longest> & { drawn: number };

/** What going through the list of cases takes of the page, while heads are still being opened and when all are. */
export const list: Section = {
  name: 'list',
  notes: [
    `The list in Chromium, ${SIZES.more} cases against ${SIZES.less}, each with a report that is opened in the page: the longest ` +
      'task of the page’s main thread, by what it took of a processor; by the clock it is longer where the machine does other ' +
      `things as well. ${SCREENS.map(({ width, height }) => `${width} × ${height}`).join(' and ')}, the longer of the two; on the ` +
      'wide one also with the list beside a case.',
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
        all.push({ less: await goThrough(browser, less), more: await goThrough(browser, more) });
      }
    } finally {
      await browser.close();
      for (const desk of desks) await desk.stop();
      team.close();
    }
    const row = (what: string, unit: string, of: (seen: Seen) => number, most?: number): Row => ({
      ...{ what: `${sizes.more} cases: ${what}`, baseline: `${sizes.less} cases`, unit },
      runs: all.map(({ less, more }) => ({ measured: of(more), baseline: of(less) })),
      ...(most === undefined ? {} : { target: { of: 'measured', most } as const }),
    });
    return [
      ...(Object.keys(doings) as Doing[]).map((doing) =>
        row(`longest task of ${doings[doing]}`, 'ms of a processor', (seen) => seen[doing].cpu, LONGEST),
      ),
      row('the longest of all these, by the clock', 'ms', (seen) => clockOf(seen)),
      row('rows drawn at most', '', ({ drawn }) => drawn, 100),
    ];
  },
};

const clockOf = (seen: Seen) =>
  Math.max(...(Object.keys(doings) as Doing[]).map((doing) => seen[doing].clock));

/** Does all of it on each screen; gives the longest of both. */
async function goThrough(browser: Browser, desk: Desk): Promise<Seen> {
  const all: Seen[] = [];
  for (const viewport of SCREENS) {
    const context = await browser.newContext({ viewport });
    try {
      all.push(await goThroughOn(await context.newPage(), desk));
    } finally {
      await context.close();
    }
  }
  const most = (of: (seen: Seen) => number) => Math.max(...all.map(of));
  const longest = (doing: Doing): Longest => ({
    cpu: most((seen) => seen[doing].cpu),
    clock: most((seen) => seen[doing].clock),
  });
  return {
    ...(Object.fromEntries(
      (Object.keys(doings) as Doing[]).map((doing) => [doing, longest(doing)]),
    ) as Record<Doing, Longest>),
    drawn: most(({ drawn }) => drawn),
  };
}

async function goThroughOn(page: Page, { url, keyFile, count }: Desk): Promise<Seen> {
  await signInWithKey(page, url + inboxPaths.en, { file: keyFile });
  await page.waitForFunction(
    (all) => Number(document.querySelector('#list-cases .group-count')?.textContent) === all,
    count,
  );
  let drawn = 0;
  const turn = async () => {
    drawn = Math.max(drawn, await turnWheel(page));
    if ((page.viewportSize()?.width ?? 0) < 1000) return;
    await page.locator('#list-cases li a').first().click();
    await page.waitForSelector('.case-columns:not([hidden])');
    drawn = Math.max(drawn, await turnWheel(page));
    await page.goBack();
  };
  const opening = await longestTask(page, turn);
  await page.fill('#filter-code', 'word');
  await page.waitForFunction(
    () => document.getElementById('list-looked')?.textContent?.startsWith('All '),
    undefined,
    { timeout: 600_000 },
  );
  await page.fill('#filter-code', '');
  await page.waitForTimeout(500);
  return {
    opening,
    opened: await longestTask(page, turn),
    jumping: await longestTask(page, () => jump(page)),
    typing: await longestTask(page, () => type(page)),
    fetching: await longestTask(page, () => fetchAgain(page, count)),
    drawn,
  };
}

/** Turns the wheel down and up again; gives the most rows that were drawn. */
async function turnWheel(page: Page): Promise<number> {
  await page.mouse.move(200, 500);
  let drawn = 0;
  for (let at = 0; at < TURNS; at += 1) {
    await page.mouse.wheel(0, at < TURNS / 2 ? TURN : -TURN);
    await page.waitForTimeout(16);
    if (at % 10 === 0) drawn = Math.max(drawn, await page.locator('#list-cases li').count());
  }
  return drawn;
}

async function jump(page: Page): Promise<void> {
  for (const part of JUMPS) {
    await page.evaluate((to) => {
      let pane = document.getElementById('list-cases')?.parentElement ?? null;
      while (pane && !(pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).overflowY === 'auto'))
        pane = pane.parentElement;
      const scroller = pane ?? document.documentElement;
      scroller.scrollTo(0, scroller.scrollHeight * to);
    }, part);
    await page.waitForTimeout(250);
  }
}

async function type(page: Page): Promise<void> {
  await page.focus('#filter-code');
  for (const key of TYPED) {
    await page.keyboard.type(key);
    await page.waitForTimeout(150);
  }
  for (const _ of TYPED) {
    await page.keyboard.press('Backspace');
    await page.waitForTimeout(150);
  }
}

async function fetchAgain(page: Page, count: number): Promise<void> {
  let left = Math.ceil(count / limits.longestPage);
  const isLast = page.waitForResponse((response) => {
    if (response.url().includes('/api/staff/cases?')) left -= 1;
    return left === 0;
  });
  await page.click('#list-refresh');
  await isLast;
  await page.waitForTimeout(500);
}
