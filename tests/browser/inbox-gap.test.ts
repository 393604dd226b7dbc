import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { writeReport } from '../../src/disclosure/report.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { violationsOn } from '../support/axe.ts';
import { sealPackets } from '../support/hostile.ts';
import { inboxPaths, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const statusPaths: Record<LanguageCode, string> = { nl: '/status', en: '/en/status' };
const said = {
  nl: {
    otherKey: 'de server bewaart een andere antwoordsleutel',
    unreadable: 'is niet te lezen',
    closed: 'Het rapport is hier niet te openen',
    needed: 'Vink aan dat je dat weet',
    marked: 'De melder kan dit bericht hier niet lezen',
    withoutYou: 'Dit bericht kun je hier niet lezen',
  },
  en: {
    otherKey: 'the server keeps another reply key',
    unreadable: 'cannot be read',
    closed: 'The report cannot be opened here',
    needed: 'Tick that you know this',
    marked: 'The reporter cannot read this message here',
    withoutYou: 'You cannot read this message here',
  },
};
const garbled = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nbm90IGEga2V5\n-----END PGP PUBLIC KEY BLOCK-----';

describe('a case whose stored reply key does not go with its report', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  /** A report as the form sends it, with one key inside and another one locked beside it. */
  async function submit(inside: string, language: LanguageCode, sealed?: string) {
    const receipt = makeReceipt();
    const { receiptId, replyKeyPassphrase } = await deriveReceipt(receipt);
    const { lockedPrivateKey } = await makeReplyKey(replyKeyPassphrase);
    const report = writeReport({
      ...{ language, system: 'x', weakness: 'injection', exposure: 'none', name: '', contact: '' },
      ...{ credit: '', publication: 'no-wish', cvss: '', keptToLimits: true, keptToMethods: true },
      ...{ attachments: [], description: 'words', impact: 'words', discovery: '', replyKey: inside },
    });
    const answer = await fetch(`${desk.site.url}/api/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        sealedReport: sealed ?? desk.team.encrypt(report, Object.values(desk.fingerprints)),
        ...{ receiptId, replyKey: lockedPrivateKey, urgent: false, language, attachments: [] },
      }),
    });
    expect(answer.status).toBe(201);
    return { receipt, reference: ((await answer.json()) as { reference: string }).reference };
  }
  async function openCase(reference: string, language: LanguageCode): Promise<Page> {
    const page = await desk.watch(await desk.browser.newContext()).newPage();
    await signInWithKey(page, `${desk.site.url}${inboxPaths[language]}#${reference}`, {
      file: desk.keys.anna,
    });
    await waitForCase(page);
    return page;
  }
  async function close(page: Page, reference: string, status: string): Promise<void> {
    await page.selectOption('#compose-status', status);
    await sendComposed(page);
    expect((await desk.store.findCase(reference))?.status).toBe('closed');
  }

  it.each(languages)(
    'in %s: the keys differ: that is told, nothing goes before somebody says so, and then to the key in the report',
    async (language) => {
      const words = said[language];
      const own = await makeReplyKey('the key in the report');
      const { receipt, reference } = await submit(own.publicKey, language);
      const page = await openCase(reference, language);
      expect(await page.textContent('#compose-reach')).toContain(words.otherKey);
      expect(await violationsOn(page)).toEqual([]);
      await page.check('#assessment-rejected');
      await page.fill('#compose-message', 'no weak spot');
      await page.click('#compose-submit');
      await page.waitForSelector('#error-without:not([hidden])');
      expect(await page.textContent('#error-without')).toContain(words.needed);
      expect(await desk.store.readMessages(reference)).toHaveLength(1);
      await page.check('#compose-without');
      await sendComposed(page);
      const [, reply] = await desk.store.readMessages(reference);
      desk.team.import(own.publicKey);
      const packets = desk.team.run(['--list-packets', '--list-only'], reply?.sealed ?? '');
      // Two of the team, and the key in the report; none of the server's choice.
      expect(packets.match(/pubkey enc packet/g)).toHaveLength(3);
      expect(desk.team.decrypt(reply?.sealed ?? '', PASSPHRASE)).toContain('no weak spot');
      expect(await page.textContent('#team-timeline')).toContain(words.marked);
      expect(await page.textContent('#team-messages')).toContain(words.marked);
      await close(page, reference, 'closed');
      await page.context().close();

      const status = await desk.watch(await desk.browser.newContext()).newPage();
      await status.goto(desk.site.url + statusPaths[language]);
      await status.fill('#field-code', receipt);
      await status.press('#field-code', 'Enter');
      await status.waitForSelector('#case:not([hidden])');
      expect(await status.textContent('#case-messages')).toContain(words.withoutYou);
      await status.context().close();
    },
  );

  it.each(languages)(
    'in %s: the key in the report is of no use: rejected and closed all the same',
    async (language) => {
      const { reference } = await submit(garbled, language);
      const page = await openCase(reference, language);
      expect(await page.textContent('#compose-reach')).toContain(said[language].unreadable);
      await page.check('#assessment-rejected');
      await page.fill('#compose-message', 'no weak spot');
      await page.check('#compose-without');
      await sendComposed(page);
      await close(page, reference, 'closed');
      await page.context().close();
    },
  );

  it.each(languages)(
    'in %s: nobody can open the report: answered for the team alone, once somebody says so',
    async (language) => {
      const teamKeys = Object.values(desk.fingerprints).map((one) => desk.team.exportPublic(one));
      // Whole and encrypted to everybody, with no message inside.
      const { reference } = await submit('', language, await sealPackets(new Uint8Array(60), ...teamKeys));
      const page = await openCase(reference, language);
      expect(await page.textContent('#compose-reach')).toContain(said[language].closed);
      await page.check('#assessment-rejected');
      await page.fill('#compose-message', 'nobody could read it');
      await page.click('#compose-submit');
      await page.waitForSelector('#error-compose:not([hidden])');
      expect(await desk.store.readMessages(reference)).toHaveLength(1);
      await page.check('#compose-without');
      await sendComposed(page);
      await close(page, reference, 'closed');
      const [, reply] = await desk.store.readMessages(reference);
      expect(desk.team.decrypt(reply?.sealed ?? '', PASSPHRASE)).toContain('nobody could read it');
      await page.context().close();
    },
  );

  it('an ordinary case asks nothing, and is not marked', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const page = await openCase(reference, 'nl');
    expect(await page.isVisible('#without-box')).toBe(false);
    await page.check('#assessment-rejected');
    await page.fill('#compose-message', 'no weak spot');
    await sendComposed(page);
    expect((await desk.store.readEvents(reference)).map(({ kind }) => kind)).toEqual(['response']);
    await page.context().close();
    await context.close();
  });
});
