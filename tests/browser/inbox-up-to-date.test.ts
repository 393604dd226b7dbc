import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keepWatched } from '../../functions/log/watched.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { newCaseInput } from '../support/cases.ts';
import { type Held, hold } from '../support/hold.ts';
import { inboxPaths, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const said = {
  nl: { past: 'is verlopen op', soon: 'verloopt op', left: /nog 2 uur, (10|9) minuten/, late: 'te laat' },
  en: { past: 'expired on', soon: 'expires on', left: /2 hours, (10|9) minutes left/, late: 'late' },
};

describe('the inbox, left open', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  async function openInbox(
    language: LanguageCode,
    prepare: (page: Page) => Promise<unknown> = async () => {},
  ) {
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    await page.clock.install();
    await prepare(page);
    await signInWithKey(page, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
    await page.waitForFunction(() => !document.getElementById('list-status')?.textContent?.includes('…'));
    // What is asked of the desk: parts of the page itself, as how months are drawn, may come a moment later.
    const requests: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      // Heads of the cases that are there are opened in the background.
      if (pathname.startsWith('/api/') && pathname !== '/api/staff/heads') requests.push(pathname);
    });
    return { context, page, requests };
  }
  async function putCase(fields: Parameters<typeof newCaseInput>[0] = {}): Promise<string> {
    const input = newCaseInput({ receivedAt: Date.now(), respondBy: Date.now() + 3 * DAY, ...fields });
    await desk.store.createCase({ ...input, mails: [] });
    return input.newCase.reference;
  }
  const comeBack = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  const linkTo = (reference: string) => `#list-cases a[href="#${reference}"]`;
  const dueOf = (reference: string) => `#list-cases li:has(a[href="#${reference}"]) .due`;

  it.each(['nl', 'en'] as const)(
    'in %s: new reports appear by themselves, and the time that is left goes on; nothing else moves',
    async (language) => {
      const known = await putCase({ respondBy: Date.now() + 2 * HOUR + 10.5 * MINUTE });
      const { context, page, requests } = await openInbox(language);
      const line = page.locator(dueOf(known));
      expect(await line.textContent()).toMatch(said[language].left);
      await page.focus(linkTo(known));
      const first = await putCase();
      // Back within a minute: too soon.
      await comeBack(page);
      expect(requests).toEqual([]);
      await page.clock.fastForward(MINUTE + 1000);
      await comeBack(page);
      await page.waitForSelector(linkTo(first));
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(known);
      // While it is looked at, every five minutes.
      const second = await putCase();
      await page.clock.fastForward(3 * MINUTE);
      expect(await page.isVisible(linkTo(second))).toBe(false);
      await page.clock.fastForward(3 * MINUTE);
      await page.waitForSelector(linkTo(second));
      // What is half typed stays, and is what is looked for among those that come.
      await page.fill('#filter-code', second.slice(-6, -3));
      const third = await putCase();
      const before = requests.length;
      await page.clock.fastForward(6 * MINUTE);
      await expect.poll(() => requests.slice(before)).toContain('/api/staff/cases');
      expect(await page.inputValue('#filter-code')).toBe(second.slice(-6, -3));
      expect(await page.isVisible(linkTo(third))).toBe(false);
      await page.fill('#filter-code', '');
      await page.waitForSelector(linkTo(third));
      // The page counts by itself; an answer would say what time it is by the server.
      await page.route('**/api/**', (route) => route.abort());
      await page.clock.fastForward(3 * HOUR);
      await page.waitForFunction(
        ([selector, late]) => document.querySelector(selector)?.textContent?.includes(late),
        [`${dueOf(known)}-late`, said[language].late] as const,
      );
      await context.close();
    },
  );

  it('who goes on in the list before the figures have come keeps their place', async () => {
    const reference = await putCase();
    const overview = { held: undefined as Held | undefined };
    const { context, page } = await openInbox('nl', async (page) => {
      overview.held = await hold(page, '**/api/staff/overview');
    });
    await page.waitForSelector(linkTo(reference));
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('list-title');
    await page.focus(linkTo(reference));
    await overview.held?.release('continue');
    await page.waitForSelector('#chart figcaption');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(reference);
    await context.close();
  });

  it('with a case open nothing is fetched, and what was typed stays', async () => {
    const reference = await putCase();
    const { context, page, requests } = await openInbox('nl');
    // Where there is no room for the list beside it.
    await page.setViewportSize({ width: 1000, height: 800 });
    await page.click(linkTo(reference));
    await waitForCase(page);
    await page.fill('#compose-message', 'half a thought');
    // What comes with opening a case: the letters, and that it was seen.
    await expect
      .poll(() => requests)
      .toEqual(expect.arrayContaining(['/api/staff/records/letters', `/api/staff/cases/${reference}/seen`]));
    const before = requests.length;
    await page.clock.fastForward(11 * MINUTE);
    await comeBack(page);
    expect(requests.slice(before)).toEqual([]);
    expect(await page.inputValue('#compose-message')).toBe('half a thought');
    await page.fill('#compose-message', '');
    await context.close();
  });

  it('what a search finds stands in the order of the list: what has a deadline first', async () => {
    const closedAt = Date.now() - HOUR;
    const closed = { status: 'closed', assessment: 'rejected', respondedAt: closedAt, closedAt } as const;
    await putCase({ reference: 'CVD-2026-ZZZ000', ...closed });
    await putCase({ reference: 'CVD-2026-ZZZ001' });
    const { context, page } = await openInbox('nl');
    await page.fill('#filter-code', 'ZZZ');
    await page.click('#search-closed');
    await page.waitForFunction(() => document.querySelectorAll('#list-cases li').length === 2);
    expect(await page.locator('#list-cases a').allTextContents()).toEqual([
      'CVD-2026-ZZZ001',
      'CVD-2026-ZZZ000',
    ]);
    await context.close();
  });

  it.each(['nl', 'en'] as const)(
    'in %s: the banner names keys that run out, and those that have',
    async (language) => {
      const now = Date.now();
      const keys = [
        { name: 'Anna', fingerprint: desk.fingerprints.anna, end: now - DAY },
        { name: 'Bram', fingerprint: desk.fingerprints.bram, end: now + DAY },
      ].map(({ end, ...key }) => ({
        ...key,
        expiresAt: new Date(end).toISOString(),
        hasExpired: end <= now,
      }));
      const { context, page } = await openInbox(language, (fresh) =>
        fresh.route('**/api/staff/overview', async (route) => {
          const response = await route.fetch();
          const overview = (await response.json()) as Record<string, unknown>;
          await route.fulfill({ json: { ...overview, keys } });
        }),
      );
      await page.waitForSelector('#banners li');
      const sentences = await page.locator('#banners li').allTextContents();
      expect(sentences).toEqual([
        expect.stringMatching(`Anna.*${said[language].past}`),
        expect.stringMatching(`Bram.*${said[language].soon}`),
      ]);
      await context.close();
    },
  );

  it.each([
    ['nl', 'Het openbare logboek klopt niet.'],
    ['en', 'Something is wrong with the public log.'],
  ] as const)(
    'in %s: the banner says that the published log is wrong, until it is not',
    async (language, words) => {
      const watched = { checkpoint: null, at: Date.now(), size: 0 };
      await keepWatched(desk.store, { ...watched, finding: 'rewritten' });
      const wrong = await openInbox(language);
      await wrong.page.waitForSelector('#banners li');
      expect(await wrong.page.textContent('#banners li')).toContain(words);
      await wrong.context.close();
      await keepWatched(desk.store, { ...watched, finding: null });
      const well = await openInbox(language);
      await well.page.waitForSelector('#chart > *');
      expect(await well.page.locator('#banners li').count()).toBe(0);
      await well.context.close();
    },
  );

  it('an overview that arrives after signing out is not shown any more', async () => {
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { context, page } = await openInbox('nl', (fresh) =>
      fresh.route('**/api/staff/overview', async (route) => {
        await held;
        await route.continue();
      }),
    );
    const arrived = page.waitForResponse('**/api/staff/overview');
    await page.click('#sign-out');
    await page.waitForSelector('#sign-in:not([hidden])');
    goOn();
    await arrived;
    await page.waitForTimeout(200);
    expect(await page.locator('#chart').count()).toBe(0);
    await context.close();
  });
});
