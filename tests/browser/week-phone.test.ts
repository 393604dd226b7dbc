import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { languageCodes } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { inboxPaths } from '../support/inbox-page.ts';
import { misfitsOn } from '../support/phone.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';
import { sendWeekReport } from '../support/week-reports.ts';

const NAMES = ['invoices', 'exploited', 'long', 'beg1', 'beg2', 'beg3'] as const;
/** The case that each works at: one of the other language, and one that is long. */
const caseOf = { nl: 'long', en: 'invoices' } as const;

describe('a week on a telephone', () => {
  let desk: TeamSite;
  const week: Record<string, string> = {};
  beforeAll(async () => {
    desk = await startTeamSite();
    const { anna, bram } = desk.fingerprints;
    const team = [anna, bram].map((one) => desk.team.exportPublic(one));
    for (const name of NAMES) week[name] = (await sendWeekReport(desk.site.url, name, team)).reference;
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  it.each(languageCodes)('in %s: every job is done by taps, and everything fits', async (language) => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const page = await desk.watch(await desk.browser.newContext(phone)).newPage();
    const found: string[] = [];
    const look = async (state: string) => {
      const wrong = [...(await misfitsOn(page)), ...(await violationsOn(page))];
      found.push(...wrong.map((one) => `${state}: ${one}`));
    };
    const unfold = async (id: string, inside: string) => {
      await page.tap(`${id} > summary`);
      await page.waitForSelector(inside);
    };
    await page.goto(desk.site.url + inboxPaths[language]);
    await page.waitForSelector('#sign-in:not([hidden])');
    await look('signing in');
    await page.setInputFiles('#key-file', language === 'nl' ? desk.keys.anna : desk.keys.bram);
    await page.fill('#key-passphrase', language === 'nl' ? '' : PASSPHRASE);
    await page.tap('#key-submit');
    await page.waitForSelector('#list-cases .row-kind');
    if (language === 'nl') await page.waitForSelector('#list-cases .row-hand');
    await look('list');
    expect(await rowsInView(page)).toBeGreaterThanOrEqual(3);
    await page.tap('#filter-unfold');
    await look('filters');
    await page.tap('#filter-unfold');

    await inRoom(page, 'letters');
    await page.tap('#letter-new');
    await look('a letter');
    await page.tap('#letter-leave');
    await inRoom(page, 'sharing');
    await page.tap('#sharing-look');
    await page.waitForSelector('#sharing-who');
    await look('sharing');
    await inRoom(page, 'desk');
    await page.waitForSelector('#absence-stand-in');
    await look('desk');
    await page.tap('#bar-more');
    await look('menu');
    await page.tap('#show-shortcuts');
    await look('shortcuts');
    await page.tap('#shortcuts-close');
    await page.tap('#to-list');

    await page.tap(`#list-cases a[href="#${week[caseOf[language]]}"]`);
    await page.waitForSelector('#report-body .facts');
    await look('case');
    // Bar, head and foot leave most of the window to what is read.
    expect(await page.locator('.bar').boundingBox()).toMatchObject({ y: 0, height: 48 });
    expect(await roomToRead(page)).toBeGreaterThan(540);
    await page.tap('#dock-reply');
    await page.tap('#assessment-confirmed');
    await page.waitForSelector('#compose-date');
    await look('first response');
    await page.fill('#compose-date', new Date(Date.now() + 604_800_000).toISOString().slice(0, 10));
    await page.tap('#compose-submit');
    await page.waitForFunction(() => document.activeElement?.id === 'compose-state');
    await page.selectOption('#compose-status', 'resolved');
    await page.fill('#compose-message', 'x');
    await look('message');
    await page.tap('#compose-submit');
    await page.waitForSelector('#lesson-open');
    await page.tap('#dock-note');
    await page.fill('#note-text', 'y');
    await page.tap('#note-save');
    await page.waitForSelector('#team-notes > li');
    await page.fill('#label-text', 'portaal-van-de-klanten');
    await page.tap('#label-add');
    await page.waitForSelector('.label');
    await unfold('#severity-edit', '#cvss-vector');
    await unfold('#ssvc-edit', '#ssvc-save');
    await page.tap('#ssvc-automatable-yes');
    await unfold('#duplicate-edit', '#duplicate-search');
    await unfold('#ticket-edit', '#ticket-text');
    await page.tap('#who-can-read-title');
    await page.waitForSelector('#readers li');
    await page.tap('#hand-over-open');
    await page.waitForFunction(() => document.activeElement?.id === 'hand-over-key');
    await page.tap('#hand-over-show');
    await page.waitForSelector('#hand-over-preview');
    await page.tap('#lesson-open');
    await page.waitForFunction(() => document.activeElement?.id === 'lesson-id');
    await look('case, all unfolded');

    if (language === 'nl') {
      await page.tap('#case-back');
      await page.tap('.hand-answer');
      await page.waitForSelector('#together[open]');
      await look('answering together');
      await page.tap('#together-leave');
    }
    await page.tap('#bar-more');
    await page.tap('#sign-out');
    await page.waitForSelector('#sign-in:not([hidden])');
    expect(found).toEqual([]);
    await page.context().close();
  });
});

async function inRoom(page: Page, name: string): Promise<void> {
  await page.tap('#bar-more');
  await page.tap(`#bar-menu a[href="#${name}"]`);
  await page.waitForSelector('#room-title');
  // What led here is out of the way.
  expect(await page.isVisible('#bar-menu')).toBe(false);
}

/** How many rows of the list are to be seen whole. */
const rowsInView = (page: Page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('#list-cases li.row')].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }).length,
  );

/** How much of the height of the window is between head and foot of a case, in px. */
const roomToRead = (page: Page) =>
  page.evaluate(() => {
    const head = document.querySelector('.case-naming')?.getBoundingClientRect().bottom ?? 0;
    return (document.getElementById('dock')?.getBoundingClientRect().top ?? 0) - head;
  });
