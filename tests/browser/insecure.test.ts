import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths } from '../support/inbox-page.ts';
import { freePort, type RunningSite } from '../support/project.ts';
import { reportPaths } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';
import { statusPaths } from '../support/status-page.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const words = {
  nl: 'zonder https geopend',
  en: 'without https',
};

// A name that leads here and is not this machine's own: to a browser it is like any host on plain http.
describe.each(['desk.example', 'abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion'])(
  'without a secure context, on http://%s',
  (host) => {
    const team = new Gpg();
    let site: RunningSite;
    let browser: Browser;
    let context: BrowserContext;
    let address: string;
    const errors: string[] = [];
    beforeAll(async () => {
      team.makeKey('Team <team@example.com>');
      const port = String(await freePort());
      address = `http://${host}:${port}`;
      const TEAM_KEY_FILE = team.file('team.asc', team.exportPublic());
      site = await startSite({ TEAM_KEY_FILE, PORT: port, SITE_URL: address });
      browser = await launchChromium([`--host-resolver-rules=MAP ${host} 127.0.0.1`]);
      context = await browser.newContext({ viewport: { width: 360, height: 740 } });
      context.on('weberror', (error) => errors.push(error.error().message));
    });
    afterAll(async () => {
      await browser?.close();
      await site?.stop();
      team.close();
      expect(errors).toEqual([]);
    });
    async function open(path: string): Promise<Page> {
      const page = await context.newPage();
      await page.goto(address + path, { waitUntil: 'networkidle' });
      expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([
        false,
        'undefined',
      ]);
      return page;
    }

    it.each(languages)(
      'the report page in %s says so before anything is written, and leads to what works',
      async (language) => {
        const page = await open(reportPaths[language]);
        const note = page.locator('[data-insecure]');
        expect(await note.textContent()).toContain(words[language]);
        expect(await note.isVisible()).toBe(true);
        expect(await page.isVisible('[data-scripts-off]')).toBe(false);
        expect(await page.isVisible('#report-form')).toBe(false);
        const links = await note
          .locator('a')
          .evaluateAll((found) => found.map((one) => one.getAttribute('href')));
        expect(links).toEqual([
          `${paths.yourself[language]}#plain-title`,
          `${paths.yourself[language]}#openpgp`,
          expect.stringMatching(/^mailto:/),
          expect.stringMatching(/^tel:/),
        ]);
        expect(await violationsOn(page)).toEqual([]);
        await note.locator('a').first().click();
        await page.waitForURL(`**${paths.yourself[language]}#plain-title`);
        for (const place of ['#plain-title', '#openpgp']) expect(await page.isVisible(place)).toBe(true);
        await page.fill('#plain-message', team.encrypt('het lek', ['team@example.com']));
        await page.click('.plain button[type=submit]');
        await page.waitForURL('**/api/reports');
        expect(await page.textContent('main')).toMatch(/CVD-\d{4}-/);
        await page.close();
      },
    );

    it.each(languages)(
      'status page and inbox in %s say so, and ask for no code and no key',
      async (language) => {
        for (const [path, field] of [
          [statusPaths[language], '#field-code'],
          [inboxPaths[language], '#key-file'],
        ] as const) {
          const page = await open(path);
          const note = page.locator('[data-insecure]');
          expect(await note.isVisible()).toBe(true);
          expect(await note.textContent()).toContain(words[language]);
          expect(await page.isVisible(field), path).toBe(false);
          expect(await page.isVisible('[data-scripts-off]')).toBe(false);
          expect(await violationsOn(page)).toEqual([]);
          await page.close();
        }
      },
    );
  },
);
