import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { changeInput } from '../support/cases.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningSite, until } from '../support/project.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';

const languages: LanguageCode[] = ['nl', 'en'];

describe('where a case stands, and what a tab remembers of it', () => {
  let site: RunningSite;
  let browser: Browser;
  let store: Store;
  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium();
    store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  });
  afterAll(async () => {
    await browser?.close();
    await store?.close();
    await site?.stop();
  });

  /** Sends a report by the form; gives its receipt and reference. */
  async function report(page: Page, language: LanguageCode, extra?: (page: Page) => Promise<void>) {
    await page.goto(site.url + reportPaths[language]);
    await fillInReport(page);
    await extra?.(page);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    return {
      reference: (await page.textContent('#sent-reference')) ?? '',
      receipt: (await page.textContent('#sent-receipt')) ?? '',
    };
  }
  async function openStatus(context: BrowserContext, language: LanguageCode, receipt: string): Promise<Page> {
    const page = await context.newPage();
    await giveCode(page, site.url + statusPaths[language], receipt);
    await page.waitForSelector('#case:not([hidden])');
    return page;
  }

  it.each(languages)(
    'in %s: says first where the case stands, then what comes next, and when',
    async (language) => {
      const words = {
        nl: {
          received: ['Ontvangen, ons antwoord volgt', /We beoordelen/, /Volgt uiterlijk .*\(over 3 dagen\)/],
          waiting: /Eerste antwoord bezig.*uiterlijk/,
          fixing: [
            'Bevestigd, we werken aan de oplossing',
            /We verwachten de oplossing op .* \(over 8 dagen\)/,
            /Bevestigd op/,
          ],
          busy: /Oplossing bezig.*verwacht op/,
          duplicate: [
            'Beoordeeld: al bij ons bekend',
            /was al bij ons bekend/,
            /Al bij ons bekend, beoordeeld op/,
          ],
        },
        en: {
          received: ['Received, our answer will follow', /We are assessing/, /To follow by .*\(in 3 days\)/],
          waiting: /First response in progress.*by /,
          fixing: [
            'Confirmed, we are working on the fix',
            /We expect the fix on .* \(in 8 days\)/,
            /Confirmed on/,
          ],
          busy: /Fix in progress.*expected on/,
          duplicate: ['Assessed: already known to us', /already knew/, /Already known to us, assessed on/],
        },
      }[language];
      const context = await browser.newContext();
      const { reference, receipt } = await report(await context.newPage(), language);
      const page = await openStatus(context, language, receipt);
      const expectStanding = async ([standing = '', next = '', assessment = '']: (string | RegExp)[]) => {
        await page.locator('#case-standing', { hasText: standing }).waitFor();
        expect(await page.textContent('#case-outcome')).toMatch(next);
        expect(await page.textContent('#case-assessment')).toMatch(assessment);
        expect((await page.locator('#case-timeline .state').allTextContents()).join(' ')).not.toMatch(
          /\bnu\b|\bnow\b/,
        );
        expect(await violationsOn(page)).toEqual([]);
      };
      const change = async (fields: Parameters<typeof changeInput>[1]) => {
        const found = await store.findCase(reference);
        if (!found) throw new Error('no case');
        expect(await store.changeCase(changeInput(found, fields))).toEqual({ outcome: 'changed' });
        await page.click('#case-again');
      };
      await expectStanding(words.received);
      expect(await page.locator('#case-timeline [aria-current=step]').textContent()).toMatch(words.waiting);
      const day = 86_400_000;
      const answered = { respondedAt: Date.now(), assessment: 'confirmed' as const };
      const fixExpectedAt = Math.floor(Date.now() / day) * day + 8 * day;
      await change({ status: 'fixing', ...answered, fixExpectedAt });
      await expectStanding(words.fixing);
      expect(await page.locator('#case-timeline [aria-current=step]').textContent()).toMatch(words.busy);
      await change({ status: 'duplicate', assessment: 'duplicate', fixExpectedAt: null });
      await expectStanding(words.duplicate);
      await context.close();
    },
  );

  it.each(languages)(
    'in %s: a reload and the other language keep the case and a half-typed message, until it is forgotten',
    async (language) => {
      const context = await browser.newContext();
      const { reference, receipt } = await report(await context.newPage(), language);
      const page = await openStatus(context, language, receipt);
      await page.fill('#field-message', 'half marker-typed-q7');
      const choose = () =>
        page.setInputFiles('#field-files', {
          name: 'stap-1.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('x'),
        });
      await choose();
      const kept = () => page.waitForSelector('#message-form:not([data-keeping])', { state: 'attached' });
      await kept();
      const opened = async () => {
        await page.locator('#case-reference', { hasText: reference }).waitFor();
        await page.waitForFunction(
          () => (document.getElementById('field-message') as HTMLTextAreaElement).value !== '',
        );
        expect(await page.inputValue('#field-message')).toBe('half marker-typed-q7');
        expect(await page.inputValue('#field-code')).toBe('');
        // Files can't be kept: that is said.
        await page.waitForSelector('#files-lost:not([hidden])');
      };
      await page.reload();
      await opened();
      await page.goto(site.url + statusPaths[language === 'nl' ? 'en' : 'nl']);
      await opened();
      // Nothing of it can be read in what the browser keeps.
      const session = await page.evaluate(() => JSON.stringify(sessionStorage));
      for (const secret of [receipt, 'marker-typed-q7', reference]) expect(session).not.toContain(secret);
      await choose();
      expect(await page.isVisible('#files-lost')).toBe(false);
      await page.click('#files-list button');
      await page.click('#message-send');
      await page.waitForSelector('.messages li:nth-child(2)');
      await page.waitForFunction(
        () => (document.getElementById('field-message') as HTMLTextAreaElement).value === '',
      );
      await kept();
      await page.reload();
      await page.waitForSelector('.messages li:nth-child(2)');
      expect(await page.inputValue('#field-message')).toBe('');
      expect(await page.isVisible('#files-lost')).toBe(false);
      await page.click('#case-close');
      const left = () =>
        page.evaluate(() => Object.keys(sessionStorage).filter((key) => key !== 'meldpunt-asked'));
      await until(async () => ((await left()).length === 0 ? true : undefined), 'the code forgotten');
      await page.reload();
      await page.waitForSelector('#code-form:not([hidden])');
      expect(await page.isVisible('#case')).toBe(false);
      await context.close();
    },
  );

  it('a closed tab that is opened anew opens its case for half an hour; then the code is asked, and what was typed comes with it', async () => {
    const context = await browser.newContext();
    const { reference, receipt } = await report(await context.newPage(), 'nl');
    const followed = await openStatus(context, 'nl', receipt);
    await followed.fill('#field-message', 'half typed');
    await followed.waitForSelector('#message-form:not([data-keeping])', { state: 'attached' });
    // What a browser brings back with a tab.
    const remembered = await followed.evaluate(() => ({ ...sessionStorage }));
    await followed.close();
    const reopen = async (left: number) => {
      const page = await context.newPage();
      await page.addInitScript((items) => Object.assign(sessionStorage, items), {
        ...remembered,
        'meldpunt-left': String(left),
      });
      await page.goto(site.url + statusPaths.nl);
      await page.waitForFunction(
        () =>
          !document.documentElement.classList.contains('awaiting') &&
          document.getElementById('code-status')?.textContent === '',
      );
      return page;
    };
    const soon = await reopen(Date.now() - 29 * 60_000);
    await soon.locator('#case-reference', { hasText: reference }).waitFor();
    await soon.close();
    const late = await reopen(Date.now() - 31 * 60_000);
    expect([await late.isVisible('#case'), await late.inputValue('#field-code')]).toEqual([false, '']);
    await late.fill('#field-code', receipt);
    await late.press('#field-code', 'Enter');
    await late.waitForSelector('#case:not([hidden])');
    await late.waitForFunction(
      () => (document.getElementById('field-message') as HTMLTextAreaElement).value === 'half typed',
    );
    await context.close();
  });

  it.each(languages)('in %s: a code is pasted with the whole receipt file around it', async (language) => {
    const context = await browser.newContext({ acceptDownloads: true });
    const sent = await context.newPage();
    const { reference } = await report(sent, language);
    const [download] = await Promise.all([sent.waitForEvent('download'), sent.click('#receipt-download')]);
    const file = readFileSync(await download.path(), 'utf8');
    const page = await context.newPage();
    await page.goto(site.url + statusPaths[language]);
    await page.waitForSelector('#code-form:not([hidden])');
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.getElementById('field-code')?.dispatchEvent(paste);
    }, file);
    expect(await page.inputValue('#field-code')).toMatch(/^(\w{4}-){5}\w{4}$/);
    await page.press('#field-code', 'Enter');
    await page.locator('#case-reference', { hasText: reference }).waitFor();
    await context.close();
  });

  it.each(languages)(
    'in %s: the report is shown as the team reads it, in the direction of its script',
    async (language) => {
      const words = {
        nl: ['Soort', 'Gevolgen', 'Wat er anders was'],
        en: ['Type', 'Impact', 'What was different'],
      }[language];
      const context = await browser.newContext();
      const { receipt } = await report(await context.newPage(), language, async (page) => {
        await page.fill('#field-description', '# שלום\n\n- **one**\n- two');
        expect(await page.getAttribute('#field-description', 'dir')).toBe('auto');
      });
      const page = await openStatus(context, language, receipt);
      await page.click('#case-messages summary');
      await page.locator('#case-messages .rendered li').first().waitFor();
      expect(await page.locator('#case-messages .rendered strong').textContent()).toBe('one');
      expect(await page.locator('#case-messages h3').allTextContents()).toContain(words[1]);
      const terms = await page.locator('#case-messages dt').allTextContents();
      expect(terms).toEqual(expect.arrayContaining([words[0], words[2]]));
      expect(await page.getAttribute('#field-message', 'dir')).toBe('auto');
      expect(await violationsOn(page)).toEqual([]);
      await context.close();
    },
  );

  it('what opens a case and did not arrive is asked for again by the page loaded anew', async () => {
    const context = await browser.newContext();
    const { receipt } = await report(await context.newPage(), 'nl');
    const page = await context.newPage();
    await page.route('**/case.*.js', (route) => route.abort());
    await giveCode(page, site.url + statusPaths.nl, receipt);
    await page.waitForSelector('#error-code:not([hidden])');
    await page.unroute('**/case.*.js');
    await page.click('#code-form button[type=submit]');
    await page.waitForSelector('#case:not([hidden])');
    await context.close();
  });
});
