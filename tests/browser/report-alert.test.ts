import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import englishProblems from '../../locales/en/problems.json' with { type: 'json' };
import english from '../../locales/en/report.json' with { type: 'json' };
import dutchProblems from '../../locales/nl/problems.json' with { type: 'json' };
import dutch from '../../locales/nl/report.json' with { type: 'json' };
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { violationsOn } from '../support/axe.ts';
import { until } from '../support/project.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { newVisitor } from '../support/reporter.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const texts = { nl: dutch, en: english };
const problems = { nl: dutchProblems, en: englishProblems };

// Of 20 mails a day two may come of reports, and one of a receipt.
describe('reporting when no more confirmation mails may go out', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite({ MAILS_PER_DAY: '20' });
    const team = await readCertificates(desk.team.exportPublic(), new Date());
    const keys = team.map(({ armored }) => armored);
    const sealedReport = await seal('the finding', keys);
    for (const notifyEmail of ['a@example.net', 'b@example.org']) {
      const { receiptId } = await deriveReceipt(makeReceipt());
      const fields = { receiptId, urgent: false, language: 'nl', attachments: [] };
      const response = await fetch(`${desk.site.url}/api/reports`, {
        method: 'POST',
        body: JSON.stringify({ ...fields, sealedReport, notifyEmail }),
        headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': newVisitor() },
      });
      expect(await response.json()).toMatchObject({ alert: 'set' });
    }
  });
  afterAll(async () => {
    expect(desk.errors).toEqual([]);
    await desk.stop();
  });

  async function report(language: LanguageCode, notify: string) {
    const page = await desk.watch(await desk.browser.newContext()).newPage();
    await page.goto(desk.site.url + reportPaths[language]);
    await fillInReport(page, { notify });
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    return page;
  }
  const said = (page: Awaited<ReturnType<typeof report>>, sentence: string) =>
    until(
      async () =>
        (await page.locator('#news-status, #error-news').allTextContents()).join(' ').includes(sentence)
          ? true
          : undefined,
      sentence,
    );

  it.each([
    ['nl', 'We hebben een mail gestuurd', true],
    ['en', englishProblems['alert-not-set'], false],
  ] as const)(
    'in %s the page says that the alert was not set, and offers another try',
    async (language, outcome, isSet) => {
      const page = await report(language, `${language}-reporter@example.com`);
      await page.waitForSelector('#news-set');
      expect(await page.isVisible('#alert-again')).toBe(true);
      expect(await page.inputValue('#field-news')).toBe(`${language}-reporter@example.com`);
      expect(await page.textContent('#alert-again')).toContain(texts[language].news.againText);
      expect(await page.textContent('#sent-receipt')).toMatch(/\w{4}-/);
      expect(await violationsOn(page)).toEqual([]);
      await page.click('#news-set');
      await said(page, outcome);
      expect(await page.isVisible('#news-set')).toBe(!isSet);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await page.context().close();
    },
  );

  it('where none was asked for, the page does not say that it went wrong', async () => {
    const page = await report('nl', '');
    expect(await page.isVisible('#alert-again')).toBe(false);
    await page.context().close();
  });

  it('the status page says why an address was not taken, in words about mail', async () => {
    const page = await report('nl', '');
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    await page.context().close();
    const status = await desk.watch(await desk.browser.newContext()).newPage();
    await status.goto(`${desk.site.url}/status`);
    await status.fill('#field-code', receipt);
    await status.press('#field-code', 'Enter');
    await status.waitForSelector('#alert-form');
    await status.fill('#field-alert', 'late@example.com');
    await status.click('#alert-form button[type=submit]');
    await status.waitForSelector('#error-alert:not([hidden])');
    expect(await status.textContent('#error-alert')).toContain(problems.nl['alert-not-set']);
    await status.context().close();
  });
});
