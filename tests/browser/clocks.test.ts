import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readPrivateKey } from 'openpgp';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { writeReport } from '../../src/disclosure/report.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { REPLY_KEY_DATE } from '../../src/openpgp/reply-key.ts';
import { newCaseInput } from '../support/cases.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { until } from '../support/project.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { shiftClock } from '../support/shifted-clock.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
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
  /** The first response, by a member whose own clock may be wrong too, without a word about the reporter's key. */
  async function respond(reference: string, language: LanguageCode, ahead = 0): Promise<void> {
    const context = desk.watch(await desk.browser.newContext());
    await shiftClock(context, ahead);
    const page = await context.newPage();
    const address = `${desk.site.url}${inboxPaths[language]}#${reference}`;
    await signInWithKey(page, address, { file: desk.keys.anna });
    await waitForCase(page);
    expect(await page.isVisible('#compose-reach')).toBe(false);
    await page.check('#assessment-duplicate');
    await page.fill('#compose-message', 'we have seen it');
    await sendComposed(page);
    expect((await desk.store.findCase(reference))?.respondedAt).toBeGreaterThan(0);
    await context.close();
  }
  /** The reporter reads it by the receipt code, and writes back. */
  async function readAndWrite(page: Page, receipt: string, language: LanguageCode, reference: string) {
    const shows = (words: string) =>
      page.waitForFunction(
        (text) => document.getElementById('case-messages')?.textContent?.includes(text),
        words,
      );
    await giveCode(page, desk.site.url + statusPaths[language], receipt);
    await shows('we have seen it');
    await page.fill('#field-message', 'thank you');
    await page.click('#message-form button');
    await shows('thank you');
    expect(await desk.store.readMessages(reference)).toHaveLength(3);
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

  it.each([
    ['nl', 'a day ahead', DAY],
    ['en', 'a year ahead', 365 * DAY],
    ['nl', 'behind the making of every key', -10 * DAY],
    ['en', 'a year behind', -365 * DAY],
  ] as const)('in %s: a reporter whose clock is %s reports, is answered, and writes back', async (...row) => {
    const [language, , ahead] = row;
    const context = desk.watch(await desk.browser.newContext());
    await shiftClock(context, ahead);
    const { reference, receipt } = await desk.report(context, language, {}, async (page) => {
      const file = { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') };
      await page.setInputFiles('#field-files', file);
    });
    // The key tells nobody what that clock said.
    const { replyKey } = (await desk.store.findCase(reference)) ?? {};
    const key = await readPrivateKey({ armoredKey: replyKey ?? '' });
    expect(key.getCreationTime()).toEqual(REPLY_KEY_DATE);
    await respond(reference, language, -ahead);
    await readAndWrite(await context.newPage(), receipt, language, reference);
    await context.close();
  });

  it.each([
    ['the server says otherwise', false],
    ['the server does not answer', true],
  ])('two years ahead, says alone of no team that its keys have run out: %s', async (_, isOffline) => {
    const context = desk.watch(await desk.browser.newContext());
    await shiftClock(context, 730 * DAY);
    const asked: string[] = [];
    await context.route('**/api/**', (route) => {
      asked.push(`${route.request().method()} ${new URL(route.request().url()).pathname}`);
      return isOffline ? route.abort() : route.continue();
    });
    const page = await context.newPage();
    await page.goto(desk.site.url + reportPaths.nl, { waitUntil: 'networkidle' });
    expect(asked[0]).toBe('HEAD /api/health');
    await page.focus('#field-system');
    await page.waitForLoadState('networkidle');
    expect(await page.locator('[data-keys-gone]').count()).toBe(2);
    expect(await page.isVisible('[data-keys-gone]')).toBe(false);
    await context.close();
  });

  it('that is right asks for no time: the report page makes no request for the keys of the team', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(desk.site.url + reportPaths.nl, { waitUntil: 'networkidle' });
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
    await context.close();
  });

  it.each(languages)('in %s: a reply key of before, made a year ahead, is answered to', async (language) => {
    const receipt = makeReceipt();
    const { receiptId, replyKeyPassphrase } = await deriveReceipt(receipt);
    const date = new Date(Date.now() + 365 * DAY);
    const pair = await makeKeyPair({ name: 'reply key' }, replyKeyPassphrase, date);
    const report = writeReport({
      ...{ language, system: 'x', weakness: 'injection', exposure: 'none', name: '', contact: '' },
      ...{ credit: '', publication: 'no-wish', cvss: '', keptToLimits: true, keptToMethods: true },
      ...{ attachments: [], description: 'x', impact: 'x', discovery: '', replyKey: pair.publicKey },
    });
    const answer = await fetch(`${desk.site.url}/api/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        sealedReport: desk.team.encrypt(report, Object.values(desk.fingerprints)),
        ...{ receiptId, replyKey: pair.privateKey, urgent: false, language, attachments: [] },
      }),
    });
    const { reference } = (await answer.json()) as { reference: string };
    await respond(reference, language);
    const context = desk.watch(await desk.browser.newContext());
    await readAndWrite(await context.newPage(), receipt, language, reference);
    await context.close();
  });

  it.each([
    ['nl', null],
    ['en', 'According to your device’s clock'],
  ] as const)(
    'in %s: a key of the reporter’s own that only their clock says has expired is taken, or the clock is named',
    async (language, sentence) => {
      const reporter = new Gpg();
      reporter.makeKey('Rep <rep@example.net>');
      const context = desk.watch(await desk.browser.newContext());
      await shiftClock(context, 730 * DAY);
      // Without an answer of the server nobody knows.
      if (sentence !== null) await context.route('**/api/**', (route) => route.abort());
      const page = await context.newPage();
      await page.goto(desk.site.url + reportPaths[language]);
      await fillInReport(page, { ownKey: reporter.exportPublic() });
      await page.click('#send');
      if (sentence === null) await page.waitForSelector('#sent:not([hidden])');
      else {
        await page.waitForSelector('#error-summary:not([hidden])');
        expect(await page.textContent('#error-ownKey')).toContain(sentence);
      }
      reporter.close();
      await page.close({ runBeforeUnload: false });
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
      // An answer that is on its way yet would tell the page what time it is.
      await page.waitForFunction(() => !document.getElementById('list-status')?.textContent?.includes('…'));
      await page.waitForSelector('#chart figcaption');
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
      // It may be taking in the answer still, and then looks with its next timer. The server gets its time to answer.
      await until(
        async () => {
          await page.clock.fastForward(8 * HOUR);
          const over = page.waitForSelector('#sign-in:not([hidden])', { timeout: 8000 });
          return (await over.catch(() => null)) ?? undefined;
        },
        'the end of the session',
        3,
      );
      expect(await page.textContent('#inbox-notice')).toContain(said[language].ended);
      expect(await page.locator('#list-cases').count()).toBe(0);
      await context.close();
    },
  );
});
