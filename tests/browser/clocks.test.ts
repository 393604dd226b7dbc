import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { newCaseInput } from '../support/cases.ts';
import { inboxPaths, signInWithKey } from '../support/inbox-page.ts';
import { shiftClock } from '../support/shifted-clock.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const said = {
  nl: { left: /nog 2 uur, (10|9) minuten/, ended: 'niet (meer) aangemeld' },
  en: { left: /2 hours, (10|9) minutes left/, ended: 'not signed in' },
};
const languages: LanguageCode[] = ['nl', 'en'];

describe('a clock that is wrong', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  async function putCase(respondBy: number): Promise<string> {
    const input = newCaseInput({ receivedAt: Date.now(), respondBy });
    await desk.store.createCase({ ...input, mails: [] });
    return input.newCase.reference;
  }
  const dueOf = (reference: string) => `#list-cases li:has(a[href="#${reference}"]) .due`;

  it.each([
    ['nl', 'nine hours ahead', 9 * HOUR],
    ['en', 'a year ahead', 365 * DAY],
    ['nl', 'nine hours behind', -9 * HOUR],
    ['en', 'a year behind', -365 * DAY],
  ] as const)(
    'in %s: a member whose clock is %s stays signed in, and sees what time is left',
    async (...row) => {
      const [language, , ahead] = row;
      const reference = await putCase(Date.now() + 2 * HOUR + 10.5 * MINUTE);
      const context = desk.watch(await desk.browser.newContext());
      await shiftClock(context, ahead);
      const page = await context.newPage();
      await signInWithKey(page, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
      await page.waitForSelector(dueOf(reference));
      expect(await page.textContent(dueOf(reference))).toMatch(said[language].left);
      // Longer than a timer of no time takes.
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await page.waitForTimeout(500);
      expect(await page.isVisible('#who')).toBe(true);
      await page.reload();
      await page.waitForSelector('#who:not([hidden])');
      await page.waitForTimeout(500);
      expect(await page.isVisible('#who')).toBe(true);
      await context.close();
    },
  );

  it.each(languages)(
    'in %s: one that is set while somebody is signed in ends no session',
    async (language) => {
      const context = desk.watch(await desk.browser.newContext());
      const page = await context.newPage();
      await page.clock.install();
      await signInWithKey(page, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
      const asked = page.waitForResponse('**/api/staff/session');
      await page.clock.setSystemTime(Date.now() + 9 * HOUR);
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      expect((await asked).status()).toBe(200);
      await page.waitForTimeout(300);
      expect(await page.isVisible('#who')).toBe(true);
      // When the session is over, the page closes: by the time that has passed, and by the word of the server.
      const database = new DatabaseSync(join(desk.site.dataDir, 'meldpunt.sqlite'));
      database.exec("DELETE FROM tokens WHERE name LIKE 'session:%'");
      database.close();
      await page.clock.fastForward(8 * HOUR);
      await page.waitForSelector('#sign-in:not([hidden])');
      expect(await page.textContent('#inbox-notice')).toContain(said[language].ended);
      expect(await page.textContent('#list-cases')).toBe('');
      await context.close();
    },
  );
});
