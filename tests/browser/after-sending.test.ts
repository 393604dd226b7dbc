// What the report page is once a report is in: a page of its own, which a reload or the other language leaves as it is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import english from '../../locales/en/report.json' with { type: 'json' };
import dutch from '../../locales/nl/report.json' with { type: 'json' };
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { organisation } from '../../src/organisation.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { readMails } from '../support/eml.ts';
import { type RunningSite, until } from '../support/project.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';

const texts = { nl: dutch, en: english };
const others: [LanguageCode, LanguageCode][] = [
  ['nl', 'en'],
  ['en', 'nl'],
];

describe('after sending', () => {
  let site: RunningSite;
  let browser: Browser;
  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open(language: LanguageCode): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(site.url + reportPaths[language]);
    return page;
  }
  async function send(page: Page): Promise<string> {
    await fillInReport(page);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    return (await page.textContent('#sent-receipt')) ?? '';
  }
  /** Waits until a reload would show it. */
  const isKept = (page: Page) => page.waitForSelector('#sent-kept:not(:empty)');
  /** All that the page says, without what belongs to every page. */
  async function look(page: Page, language: LanguageCode) {
    await page.waitForSelector('#sent:not([hidden])');
    const { title } = texts[language].sent;
    expect([await page.title(), await page.locator('h1:visible').allTextContents()]).toEqual([
      expect.stringContaining(title),
      [title],
    ]);
    for (const gone of ['#report-form', '#preview', '#openpgp', '.outside', '#send'])
      expect([gone, await page.locator(gone).locator('visible=true').count()]).toEqual([gone, 0]);
    const { beside, person } = texts[language];
    expect(await page.locator('.side h2:visible').allTextContents()).toEqual([beside.promise, person.after]);
    return page.textContent('#sent-receipt');
  }

  it.each(others)(
    'in %s the page says that the report is in and what happens now, and stays so when it is loaded again, in %s too',
    async (language, other) => {
      const page = await open(language);
      const receipt = await send(page);
      expect(await look(page, language)).toBe(receipt);
      const date = (await page.textContent('#sent-respond-by')) ?? '';
      expect(date).toMatch(/\d/);
      expect(await page.textContent('#sent-answer')).toContain(date);
      expect(await violationsOn(page)).toEqual([]);
      await isKept(page);
      for (const again of [language, other, language]) {
        await page.goto(site.url + reportPaths[again]);
        expect(await look(page, again)).toBe(receipt);
        await isKept(page);
      }
      // What the browser has of it is sealed.
      expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(receipt);

      const saved = page.waitForEvent('download');
      await page.click('#receipt-download');
      const file = readFileSync(await (await saved).path(), 'utf8');
      for (const words of [receipt, date, organisation.name]) expect(file).toContain(words);
      expect(file).not.toContain('{{');

      await page.click('#report-another');
      await page.waitForSelector('#report-form:not([hidden])');
      expect(await page.isVisible('#sent')).toBe(false);
      expect(await page.evaluate(() => sessionStorage.getItem('meldpunt-sent'))).toBeNull();
      await page.reload();
      await page.waitForSelector('#report-form:not([hidden])');
      await page.context().close();
    },
  );

  it.each(others)('in %s, who gave no address is offered news by mail, once', async (language) => {
    const page = await open(language);
    await send(page);
    await page.waitForSelector('#news:not([hidden])');
    await page.fill('#field-news', 'nobody');
    await page.press('#field-news', 'Enter');
    await page.waitForSelector('#error-news:not([hidden])');
    expect(await page.getAttribute('#field-news', 'aria-invalid')).toBe('true');
    await page.fill('#field-news', `${language}@example.net`);
    await page.click('#news-set');
    const asked = await page.textContent('#alert-asked');
    await until(
      async () => ((await page.textContent('#news-status')) === asked ? true : undefined),
      'the answer',
    );
    await until(
      async () =>
        (await readMails(join(site.dataDir, 'outbox'))).find(({ to }) =>
          to?.some(({ address }) => address === `${language}@example.net`),
        ),
      'the mail that asks',
    );
    await isKept(page);
    await page.reload();
    await page.waitForSelector('#alert-asked:not([hidden])');
    expect(await page.isVisible('#news')).toBe(false);
    await page.context().close();
  });

  it('who wants nothing kept is told that a reload loses the code, and it does', async () => {
    const page = await open('nl');
    await page.uncheck('#keep-draft');
    await send(page);
    await isKept(page);
    expect(await page.textContent('#sent-kept')).toBe(dutch.sent.notKept);
    await page.reload();
    await page.waitForSelector('#report-form:not([hidden])');
    expect(await page.isVisible('#sent')).toBe(false);
    await page.context().close();
  });

  it('what was not sent yet when the page is loaded again is named', async () => {
    const page = await open('nl');
    await fillInReport(page);
    const file = (name: string) => ({ name, mimeType: 'x/y', buffer: Buffer.from(name) });
    await page.setInputFiles('#field-files', ['een.txt', 'twee.txt'].map(file));
    let sent = 0;
    await page.route('**/api/case/attachments/*/0', (route) => {
      sent += 1;
      return sent === 1 ? route.continue() : new Promise(() => undefined);
    });
    await page.click('#send');
    await until(() => (sent === 2 ? true : undefined), 'the second file');
    await isKept(page);
    for (let loaded = 0; loaded < 2; loaded += 1) {
      await page.goto(site.url + reportPaths.nl);
      await page.waitForSelector('#sent-note:not([hidden])');
      expect(await page.textContent('#sent-note')).toMatch(
        /^Deze bestanden zijn niet verstuurd: .twee\.txt.\. /,
      );
      await isKept(page);
    }
    await page.context().close();
  });

  it('a tab that is duplicated has the form, and the first one its receipt', async () => {
    const page = await open('nl');
    const receipt = await send(page);
    await isKept(page);
    const [copy] = await Promise.all([
      page.context().waitForEvent('page'),
      page.evaluate((address) => void window.open(address), site.url + reportPaths.nl),
    ]);
    await copy.waitForSelector('#report-form:not([hidden])');
    expect(await copy.isVisible('#sent')).toBe(false);
    await page.reload();
    expect(await look(page, 'nl')).toBe(receipt);
    await page.context().close();
  });
});
