import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { readReport } from '../../src/disclosure/report.ts';
import { readSignedText } from '../../src/disclosure/signed-text.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { newCaseInput } from '../support/cases.ts';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import type { RunningSite } from '../support/project.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { forgedCase, signedBy } from '../support/signed-messages.ts';
import { startSite } from '../support/site.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
import { ANNA, teamWithFormer } from '../support/teams.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const words = {
  nl: { you: 'Jij · handtekening klopt', overtaken: 'een ander bericht bij in deze zaak' },
  en: { you: 'You · signature verified', overtaken: 'Another message has just been added to this case' },
} as const;

describe('what is signed between reporter and team', () => {
  let team: Awaited<ReturnType<typeof teamWithFormer>>;
  let site: RunningSite;
  let browser: Browser;
  let store: Store;
  beforeAll(async () => {
    team = await teamWithFormer();
    const { TEAM_KEY_FILE, FORMER_KEYS_FILE } = team;
    site = await startSite({ TEAM_KEY_FILE, FORMER_KEYS_FILE });
    browser = await launchChromium();
    store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  });
  afterAll(async () => {
    await browser?.close();
    await store?.close();
    await site?.stop();
    team?.gpg.close();
  });

  async function report(language: LanguageCode, overrides: Record<string, string> = {}) {
    const page = await browser.newPage();
    await page.goto(site.url + reportPaths[language]);
    await fillInReport(page, overrides);
    await page.click('#send');
    await page.waitForSelector('#sent:not([hidden])');
    const reference = (await page.textContent('#sent-reference')) ?? '';
    const receipt = (await page.textContent('#sent-receipt')) ?? '';
    await page.close({ runBeforeUnload: false });
    return { reference, receipt };
  }
  async function openStatus(language: LanguageCode, receipt: string): Promise<Page> {
    const page = await browser.newPage();
    await giveCode(page, site.url + statusPaths[language], receipt);
    await page.waitForSelector('#case:not([hidden])');
    return page;
  }
  const send = async (page: Page, text: string) => {
    await page.fill('#field-message', text);
    await page.click('#message-send');
  };
  const item = (page: Page, text: string) => page.locator('#case-messages > li', { hasText: text });
  /** A reply of Anna's for a place in a case, signed and sealed. */
  async function replyFor(reference: string, number: number) {
    const desk = await forgedCase(store, reference, team.publicKey);
    const signer = team.gpg.fingerprintOf(ANNA);
    const sealed = await desk.seal(
      signedBy(team.gpg, signer, { reference, number, from: 'team' }, 'one moment'),
    );
    return () => desk.put(sealed);
  }
  const isPost = (route: Route) => route.request().method() === 'POST';

  it.each(languages)(
    'in %s: a follow-up that a reply overtakes arrives all the same, signed for its place, and nobody is told',
    async (language) => {
      const { reference, receipt } = await report(language);
      const page = await openStatus(language, receipt);
      const reply = await replyFor(reference, 2);
      const told: string[] = [];
      let posts = 0;
      await page.route('**/api/case/messages', async (route) => {
        if (isPost(route)) posts += 1;
        if (posts === 1) await reply();
        told.push((await page.textContent('#error-message')) ?? '');
        await route.continue();
      });
      await send(page, 'marker-overtaken-q2');
      await item(page, 'marker-overtaken-q2').waitFor();
      expect(posts).toBe(2);
      expect(told.join('')).toBe('');
      expect(await page.isVisible('#error-message')).toBe(false);
      const authors = page.locator('#case-messages > li');
      expect(await authors.evaluateAll((all) => all.map((one) => one.getAttribute('data-author')))).toEqual([
        ...[null, 'verified', 'verified'],
      ]);
      expect(await item(page, 'marker-overtaken-q2').locator('.message-head > span').textContent()).toBe(
        words[language].you,
      );
      // The same by gpg, with the key in the report.
      const [sealedReport, , message] = await store.readMessages(reference);
      const reader = Gpg.from(team.gpg.home);
      reader.import(readReport(reader.decrypt(sealedReport?.sealed ?? '')).replyKey);
      const opened = reader.run(['--status-fd', '2', '--decrypt'], message?.sealed);
      expect(readSignedText(opened.trimEnd())).toMatchObject({
        head: { reference, number: 3, from: 'reporter' },
        text: 'marker-overtaken-q2',
      });
      reader.close();
      await page.close();
    },
  );

  it.each(languages)(
    'in %s: one that is overtaken time and again stays in its field, and goes the next time',
    async (language) => {
      const { reference, receipt } = await report(language);
      const page = await openStatus(language, receipt);
      let posts = 0;
      await page.route('**/api/case/messages', async (route) => {
        posts += 1;
        if (posts <= 6) await (await replyFor(reference, posts + 1))();
        await route.continue();
      });
      await send(page, 'marker-patient-r7');
      await page.waitForSelector('#error-message:not([hidden])');
      expect(posts).toBe(6);
      expect(await page.textContent('#error-message')).toContain(words[language].overtaken);
      expect(await page.inputValue('#field-message')).toBe('marker-patient-r7');
      await page.click('#message-send');
      await item(page, 'marker-patient-r7').waitFor();
      expect(await item(page, 'marker-patient-r7').getAttribute('data-author')).toBe('verified');
      await page.close();
    },
  );

  it('one whose answer was lost is there once, also where the team wrote meanwhile', async () => {
    const { reference, receipt } = await report('nl');
    const page = await openStatus('nl', receipt);
    let posts = 0;
    await page.route('**/api/case/messages', async (route) => {
      posts += 1;
      if (posts > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await send(page, 'marker-once-t3');
    await page.waitForSelector('#error-message:not([hidden])');
    await (await replyFor(reference, 3))();
    await page.click('#case-again');
    await item(page, 'one moment').waitFor();
    await page.click('#message-send');
    await page.waitForFunction(() => (document.getElementById('message-status')?.textContent ?? '') !== '');
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('#field-message')?.value === '',
    );
    expect((await store.readMessages(reference)).map(({ from }) => from)).toEqual([
      ...['reporter', 'reporter', 'team'],
    ]);
    expect(await item(page, 'marker-once-t3').getAttribute('data-author')).toBe('verified');
    await page.close();
  });

  it.each(languages)(
    'in %s: who gave an own key sees by gpg alone that a reply from the inbox is the team’s',
    async (language) => {
      const reporter = new Gpg();
      reporter.makeKey('Rep <rep@example.net>');
      const { reference, receipt } = await report(language, { ownKey: reporter.exportPublic() });
      const inbox = await browser.newPage();
      const file = join(team.gpg.home, 'anna.asc');
      await signInWithKey(inbox, `${site.url}${inboxPaths[language]}#${reference}`, { file });
      await waitForCase(inbox);
      await inbox.check('#assessment-duplicate');
      await inbox.fill('#compose-message', 'marker-reply-k8');
      await sendComposed(inbox);
      await inbox.close({ runBeforeUnload: false });

      const page = await openStatus(language, receipt);
      const message = page.locator('[data-from=team]');
      // How to see it stands with the message: which keys, which reference, which number.
      const hint = message.locator('p', { hasText: reference }).last();
      expect(await hint.textContent()).toMatch(new RegExp(`${reference} (en nummer|and number) 2\\b`));
      const links = await hint.locator('a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
      expect(links).toEqual(['/team-key.asc', expect.stringMatching(/^tel:/), '/former-team-keys.asc']);
      expect(await page.isVisible('#not-signed')).toBe(true);
      for (const path of ['/team-key.asc', '/former-team-keys.asc'])
        reporter.import(await (await fetch(site.url + path)).text());
      const armored = (await message.locator('pre').textContent()) ?? '';
      const output = reporter.run(['--status-fd', '1', '--decrypt'], armored);
      expect(output).toMatch(/^\[GNUPG:\] GOODSIG \w+ Anna de Vries <anna@example\.com>$/m);
      expect(output).toMatch(new RegExp(`^\\[GNUPG:\\] VALIDSIG .*${team.gpg.fingerprintOf(ANNA)}$`, 'm'));
      expect(output).toContain(`reference: "${reference}"\nnumber: 2\nfrom: "team"\n`);
      expect(output).toContain('\n\nmarker-reply-k8');
      reporter.close();
      await page.close();
    },
  );

  it.each([
    [
      'nl',
      'Het team · van voordat we berichten ondertekenden',
      'Jij · van voordat we berichten ondertekenden',
    ],
    ['en', 'The team · from before we signed messages', 'You · from before we signed messages'],
  ] as const)(
    'in %s: a message of before signatures says so, and one that comes into the same case later is not signed',
    async (language, ofTeam, ofReporter) => {
      const receipt = makeReceipt();
      const { receiptId, replyKeyPassphrase } = await deriveReceipt(receipt);
      const { lockedPrivateKey: replyKey } = await makeReplyKey(replyKeyPassphrase);
      const receivedAt = Date.UTC(2026, 5, 1);
      const input = newCaseInput({ receivedAt, receiptId, replyKey, language });
      expect(await store.createCase({ ...input, statement: null })).toMatchObject({ outcome: 'created' });
      const { reference } = input.newCase;
      const desk = await forgedCase(store, reference, team.publicKey);
      await desk.put(await desk.seal('old reply'), 'team', receivedAt + 3_600_000);
      await desk.put(await desk.seal('old question'), 'reporter', receivedAt + 7_200_000);
      await desk.put(await desk.seal('new reply'), 'team', Date.UTC(2026, 11, 2));
      const page = await openStatus(language, receipt);
      const name = (text: string) => item(page, text).locator('.message-head > span').textContent();
      expect([await name('old reply'), await name('old question')]).toEqual([ofTeam, ofReporter]);
      for (const [text, author] of [
        ['old reply', 'before-signatures'],
        ['old question', 'before-signatures'],
        ['new reply', 'unsigned'],
      ] as const)
        expect(await item(page, text).getAttribute('data-author')).toBe(author);
      expect(await page.locator('.doubt').count()).toBe(1);
      await page.close();
    },
  );

  it('who left the team gets nothing that is sealed: their key is published to verify with, and for nothing else', async () => {
    const published = await (await fetch(`${site.url}/former-team-keys.asc`)).text();
    expect(published).toMatch(
      /^until: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n-----BEGIN PGP PUBLIC KEY BLOCK-----/,
    );
    const cees = team.gpg.fingerprintOf('cees@example.com');
    const reader = new Gpg();
    reader.import(await (await fetch(`${site.url}/team-key.asc`)).text());
    expect(reader.run(['--list-keys', '--with-colons'])).not.toContain(cees);
    reader.import(published);
    expect(reader.run(['--list-keys', '--with-colons'])).toContain(cees);
    reader.close();
    const { reference } = await report('nl');
    const [sealed] = await store.readMessages(reference);
    const former = new Gpg();
    former.import(team.gpg.exportPrivate(cees));
    expect(() => former.decrypt(sealed?.sealed ?? '')).toThrow('No secret key');
    former.close();
    const page = await browser.newPage();
    await page.goto(`${site.url}/inbox`);
    await page.waitForSelector('#sign-in:not([hidden])');
    await page.setInputFiles('#key-file', {
      name: 'cees.asc',
      mimeType: 'application/pgp-keys',
      buffer: Buffer.from(team.gpg.exportPrivate(cees)),
    });
    await page.click('#key-submit');
    await page.waitForSelector('#error-key:not([hidden])');
    expect(await page.textContent('#error-key')).toContain('hoort niet bij het team');
    expect(await page.isVisible('#who')).toBe(false);
    await page.close({ runBeforeUnload: false });
  });
});
