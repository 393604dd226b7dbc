import { readFileSync } from 'node:fs';
import { decrypt, generateKey, readMessage, readPrivateKey } from 'openpgp';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isolated } from '../../src/disclosure/foreign-text.ts';
import { writeReport } from '../../src/disclosure/report.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, openReply, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

const CONTACT = 'marker-contact@example.net';
const garbled = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nbm90IGEga2V5\n-----END PGP PUBLIC KEY BLOCK-----';
const said = {
  nl: {
    expired: 'De sleutel van de melder is verlopen.',
    revoked: 'De sleutel van de melder is ingetrokken.',
    signing: 'alleen om te ondertekenen',
    garbled: 'is niet te lezen',
    teamOnly: 'alleen voor het team versleuteld',
    reach: `Zo is de melder te bereiken: ${isolated(CONTACT)}`,
    needReport: 'Open eerst het rapport',
    readerKey: 'verlopen, ingetrokken of onbruikbaar',
  },
  en: {
    expired: 'The reporter’s key has expired.',
    revoked: 'The reporter’s key was revoked.',
    signing: 'for signing only',
    garbled: 'cannot be read',
    teamOnly: 'encrypted to the team only',
    reach: `The reporter can be reached at: ${isolated(CONTACT)}`,
    needReport: 'Open the report first',
    readerKey: 'has expired, was revoked or cannot be used',
  },
};
type KeyName = 'expired' | 'revoked' | 'signing' | 'garbled';

describe('the key that a reporter gave', () => {
  let desk: TeamSite;
  let keys: Record<KeyName, string>;
  beforeAll(async () => {
    desk = await startTeamSite();
    keys = unusableKeys();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  /** A report from a terminal, with a key of the reporter's own in it. */
  async function reportWith(replyKey: string, language: LanguageCode = 'nl'): Promise<string> {
    const report = writeReport({
      ...{ language, system: 'x', weakness: 'injection', exposure: 'none', name: '', contact: CONTACT },
      ...{ credit: '', publication: 'no-wish', cvss: '', keptToLimits: true, keptToMethods: true },
      ...{ attachments: [], description: 'words', impact: 'words', discovery: '', replyKey },
    });
    const answer = await fetch(`${desk.site.url}/api/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/pgp-encrypted' },
      body: desk.team.encrypt(report, Object.values(desk.fingerprints)),
    });
    return ((await answer.json()) as { reference: string }).reference;
  }
  async function openInbox(language: LanguageCode, hash = '') {
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    await signInWithKey(page, desk.site.url + inboxPaths[language] + hash, { file: desk.keys.anna });
    return { context, page };
  }
  async function open(page: Page, reference: string) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, reference);
    await page.waitForFunction(
      (name) => document.getElementById('case-reference')?.textContent === name,
      reference,
    );
    await waitForCase(page);
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
  }

  it.each(['nl', 'en'] as const)(
    'in %s: one that can not be used is named with the reason, and the case is answered all the same',
    async (language) => {
      const words = said[language];
      const { context, page } = await openInbox(language);
      for (const [index, name] of (['expired', 'revoked', 'signing', 'garbled'] as const).entries()) {
        const reference = await reportWith(keys[name], language);
        await open(page, reference);
        const reach = (await page.textContent('#compose-reach')) ?? '';
        for (const sentence of [words[name], words.teamOnly, words.reach]) expect(reach).toContain(sentence);
        await page.check('#assessment-duplicate');
        // One in the page, the next sealed elsewhere: neither has to reach the reporter.
        if (index % 2 === 0) await page.fill('#compose-message', 'told by mail');
        else {
          await page.click('#outside summary');
          const sealed = desk.team.encrypt('told by mail', Object.values(desk.fingerprints));
          await page.fill('#compose-sealed', sealed);
        }
        await sendComposed(page);
        expect((await desk.store.findCase(reference))?.respondedAt).toBeGreaterThan(0);
        const [, reply] = await desk.store.readMessages(reference);
        expect(desk.team.decrypt(reply?.sealed ?? '', PASSPHRASE)).toContain('told by mail');
      }
      await context.close();
    },
  );

  it('one that was made by a clock two hours ahead is sealed to', async () => {
    const { publicKey, privateKey } = await makeKey({ date: new Date(Date.now() + 7_200_000) });
    const reference = await reportWith(publicKey);
    const { context, page } = await openInbox('nl', `#${reference}`);
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    expect(await page.isVisible('#compose-reach')).toBe(false);
    await page.check('#assessment-duplicate');
    await page.fill('#compose-message', 'for the reporter');
    await sendComposed(page);
    const [, reply] = await desk.store.readMessages(reference);
    const opened = await decrypt({
      message: await readMessage({ armoredMessage: reply?.sealed ?? '' }),
      decryptionKeys: await readPrivateKey({ armoredKey: privateKey }),
      date: new Date(Date.now() + 8_000_000),
    });
    expect(String(opened.data)).toContain('for the reporter');
    await context.close();
  });

  it.each(['nl', 'en'] as const)(
    'in %s: one that runs out while somebody writes is told of, and the next look at the case settles it',
    async (language) => {
      const { context, page } = await openInbox(language);
      const seconds = 15;
      const ends = Date.now() + seconds * 1000;
      const reference = await reportWith((await makeKey({ keyExpirationTime: seconds })).publicKey, language);
      await open(page, reference);
      expect(await page.isVisible('#compose-reach')).toBe(false);
      await page.check('#assessment-duplicate');
      await page.fill('#compose-message', 'too late');
      await page.waitForTimeout(Math.max(0, ends - Date.now()) + 1500);
      await page.click('#compose-submit');
      await page.waitForSelector('#error-compose:not([hidden])');
      expect(await page.textContent('#error-compose')).toContain(said[language].readerKey);
      expect(await desk.store.readMessages(reference)).toHaveLength(1);
      await page.click('#case-refresh');
      await page.waitForSelector('#compose-reach:not([hidden])');
      await sendComposed(page);
      expect(await desk.store.readMessages(reference)).toHaveLength(2);
      await context.close();
    },
  );

  it.each(['nl', 'en'] as const)(
    'in %s: a reply sealed elsewhere waits until the report says who must be able to read it',
    async (language) => {
      const reporter = new Gpg();
      const fingerprint = reporter.makeKey('Reporter <reporter@example.com>');
      const reference = await reportWith(reporter.exportPublic(), language);
      const { context, page } = await openInbox(language, `#${reference}`);
      // After a reload the session is there and the key is not.
      await page.reload();
      await waitForCase(page);
      await page.check('#assessment-duplicate');
      await page.click('#outside summary');
      await page.fill('#compose-sealed', desk.team.encrypt('x', Object.values(desk.fingerprints)));
      await page.click('#compose-submit');
      await page.waitForSelector('#error-sealed:not([hidden])');
      expect(await page.textContent('#error-sealed')).toContain(said[language].needReport);
      expect(await desk.store.readMessages(reference)).toHaveLength(1);
      const [report] = await desk.store.readMessages(reference);
      await page.click('#paste summary');
      await page.fill('#paste-text', desk.team.decrypt(report?.sealed ?? '', PASSPHRASE));
      await page.click('#paste-form button');
      await page.waitForSelector('#report-body .facts');
      await openReply(page);
      desk.team.import(reporter.exportPublic());
      const all = [...Object.values(desk.fingerprints), fingerprint];
      await page.fill('#compose-sealed', desk.team.encrypt('for the reporter', all));
      await sendComposed(page);
      const [, reply] = await desk.store.readMessages(reference);
      expect(reporter.decrypt(reply?.sealed ?? '')).toBe('for the reporter');
      reporter.close();
      await context.close();
    },
  );
});

/** Keys that nothing can be encrypted to, as gpg and others make them. */
function unusableKeys(): Record<KeyName, string> {
  const gpg = new Gpg();
  const make = (name: string, usage: string, ends: string, ...options: string[]) => {
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    gpg.run([...options, ...unlock, '--quick-generate-key', name, 'rsa2048', usage, ends]);
    return gpg.run(['--list-keys', '--with-colons', name]).match(/^fpr:+([0-9A-F]{40})/m)?.[1] ?? '';
  };
  make('Old', 'default', '30d', '--faked-system-time', '20240101T000000');
  make('Sig', 'sign', 'never');
  const revoked = make('Rev', 'default', 'never');
  const certificate = readFileSync(`${gpg.home}/openpgp-revocs.d/${revoked}.rev`, 'utf8');
  gpg.import(certificate.replace(':-----BEGIN', '-----BEGIN'));
  const made = {
    expired: gpg.exportPublic('Old'),
    revoked: gpg.exportPublic('Rev'),
    signing: gpg.exportPublic('Sig'),
    garbled,
  };
  gpg.close();
  return made;
}

function makeKey(options: { date?: Date; keyExpirationTime?: number }) {
  return generateKey({
    ...{ type: 'ecc', curve: 'curve25519Legacy', userIDs: [{ name: 'Reporter' }], format: 'armored' },
    ...{ config: { v6Keys: false, aeadProtect: false }, ...options },
  });
}
