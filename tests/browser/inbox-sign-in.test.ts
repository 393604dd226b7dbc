import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { Gpg } from '../support/gpg.ts';
import {
  inboxPaths,
  offerKey,
  openFromList,
  openReply,
  sendComposed,
  signInWithKey,
  waitForCase,
} from '../support/inbox-page.ts';
import { markers } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { ANNA, BRAM, PASSPHRASE } from '../support/teams.ts';

const said = {
  nl: {
    noFile: 'Kies eerst een sleutelbestand.',
    wrongPassphrase: 'De wachtwoordzin klopt niet.',
    passphraseNeeded: 'Vul de wachtwoordzin in',
    stranger: 'hoort niet bij het team',
    publicHalf: 'openbare sleutel',
    unreadable: 'geen OpenPGP-sleutel',
    elsewhere: 'smartcard',
    failed: 'Vraag een nieuw controlebericht',
    ended: 'niet (meer) aangemeld',
    over: 'Je bent niet meer aangemeld. Meld je opnieuw aan.',
    notForReporter: 'niet voor de melder versleuteld',
    notForTeam: 'niet voor alle sleutels van het team',
  },
  en: {
    noFile: 'Choose a key file first.',
    wrongPassphrase: 'The passphrase is wrong.',
    passphraseNeeded: 'Enter the passphrase',
    stranger: 'not one of the team',
    publicHalf: 'public key',
    unreadable: 'not an OpenPGP key',
    elsewhere: 'smart card',
    failed: 'Ask for a new challenge',
    ended: 'not signed in',
    over: 'You are no longer signed in. Please sign in again.',
    notForReporter: 'not encrypted to the reporter',
    notForTeam: 'not encrypted to all',
  },
};
const languages: LanguageCode[] = ['nl', 'en'];

describe('signing in to the inbox', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  const freshInbox = async (language: LanguageCode = 'nl', hash = '') => {
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    await page.goto(desk.site.url + inboxPaths[language] + hash);
    await page.waitForSelector('#sign-in:not([hidden])');
    return { context, page };
  };
  const challengeFor = async (page: Page, fingerprint: string) => {
    await page.selectOption('#challenge-who', fingerprint);
    await page.click('#challenge-form button');
    await page.waitForSelector('#answer-form:not([hidden])');
    return (await page.textContent('#challenge-text')) ?? '';
  };
  const answer = async (page: Page, text: string) => {
    await page.fill('#challenge-answer', text);
    await page.click('#answer-form button[type="submit"]');
  };

  it.each(languages)('in %s: a key that can not be used is refused with the reason', async (language) => {
    const words = said[language];
    const { context, page } = await freshInbox(language);
    const refused = async (sentence: string) => {
      await page.waitForFunction(
        (text) => document.getElementById('error-key')?.textContent?.includes(text),
        sentence,
      );
      expect(await page.isVisible('#error-key')).toBe(true);
      expect(await page.isVisible('#who')).toBe(false);
    };
    await page.click('#key-submit');
    await refused(words.noFile);
    await offerKey(page, desk.keys.bram, 'wrong');
    await refused(words.wrongPassphrase);
    await offerKey(page, desk.keys.bram);
    await refused(words.passphraseNeeded);
    const stranger = new Gpg();
    const fingerprint = stranger.makeKey('Stranger <stranger@example.com>');
    await offerKey(page, stranger.file('stranger.asc', stranger.exportPrivate(fingerprint)));
    await refused(words.stranger);
    await offerKey(page, desk.team.file('public.asc', desk.team.exportPublic(ANNA)));
    await refused(words.publicHalf);
    await offerKey(page, stranger.file('noise.asc', randomBytes(600).toString('latin1')));
    await refused(words.unreadable);
    // What gpg exports when the secret part of the encryption key is elsewhere.
    const stub = desk.team.run(['--armor', '--export-secret-subkeys', `${await signingSubkey()}!`]);
    await offerKey(page, stranger.file('stub.asc', stub));
    await refused(words.elsewhere);
    // The same form takes the right key after all of this.
    await offerKey(page, desk.keys.bram, PASSPHRASE);
    await page.waitForSelector('#who:not([hidden])');
    expect(await page.textContent('#who-name')).toContain(BRAM);
    expect(await page.inputValue('#key-passphrase')).toBe('');
    stranger.close();
    await context.close();
  });
  /** A signing subkey for Anna, made once: exported alone it leaves the encryption key out. */
  async function signingSubkey(): Promise<string> {
    const list = () => desk.team.run(['--list-secret-keys', '--with-colons', desk.fingerprints.anna]);
    const find = () => /^ssb:[^\n]*:s:[^\n]*\nfpr:+([0-9A-F]{40})/m.exec(list())?.[1];
    if (find() === undefined)
      desk.team.run(['--passphrase', '', '--quick-add-key', desk.fingerprints.anna, 'ed25519', 'sign']);
    return find() ?? '';
  }

  it.each(languages)(
    'in %s: with gpg alone: challenge opened, report pasted, reply sealed in the page and outside it',
    async (language) => {
      const words = said[language];
      const reporting = desk.watch(await desk.browser.newContext());
      const { reference, receipt } = await desk.report(reporting, language);
      const { context, page } = await freshInbox(language);
      const opened = desk.team.decrypt(await challengeFor(page, desk.fingerprints.bram), PASSPHRASE);
      expect(opened).toContain(desk.site.siteUrl);
      // Whatever gpg says around it.
      await answer(page, `gpg: encrypted with rsa2048 key\n      "${BRAM}"\n${opened}`);
      await page.waitForSelector('#who:not([hidden])');
      expect(await page.textContent('#who-name')).toContain(BRAM);
      await openFromList(page, reference);

      // Nothing can be read here; the report is opened outside and pasted.
      expect(await page.textContent('#report-body')).not.toContain(markers.system);
      // How that goes is in sight; the sealed report is folded.
      expect(await page.isVisible('#report-body code')).toBe(true);
      expect(await page.isVisible('#report-body pre')).toBe(false);
      const sealed = (await page.textContent('#report-body pre')) ?? '';
      const report = desk.team.decrypt(sealed, PASSPHRASE);
      await page.fill('#compose-message', 'first words');
      await page.check('#assessment-rejected');
      await page.click('#compose-submit');
      await page.waitForSelector('#error-compose:not([hidden])');
      await page.click('#paste summary');
      await page.fill('#paste-text', 'not a report');
      await page.click('#paste-form button');
      await page.waitForSelector('#error-paste:not([hidden])');
      await page.fill('#paste-text', report);
      await page.click('#paste-form button');
      await page.waitForSelector('#report-body .facts');
      await openReply(page);
      expect(await page.textContent('#report-body')).toContain(markers.system);
      expect(await page.inputValue('#compose-message')).toBe('first words');
      await sendComposed(page);

      // A reply sealed outside: refused while the reporter or a colleague can't open it.
      const replyKey = /-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/.exec(
        report,
      );
      const outside = new Gpg();
      outside.import(replyKey?.[0] ?? '');
      outside.import(desk.team.exportPublic());
      const all = outside.run(['--list-keys', '--with-colons']).match(/(?<=^pub.*\nfpr:+)\w{40}/gm) ?? [];
      expect(all).toHaveLength(3);
      const team = Object.values(desk.fingerprints);
      await page.click('#outside summary');
      const paste = async (to: string[]) => {
        await page.fill('#compose-sealed', outside.encrypt('second words', to));
        await page.click('#compose-submit');
      };
      const refused = (sentence: string) =>
        page.waitForFunction(
          (text) => document.getElementById('error-sealed')?.textContent?.includes(text),
          sentence,
        );
      await paste(team);
      await refused(words.notForReporter);
      await paste(all.filter((one) => one !== desk.fingerprints.anna));
      await refused(words.notForTeam);
      await page.fill('#compose-sealed', outside.encrypt('second words', all));
      await sendComposed(page);
      outside.close();

      const status = await reporting.newPage();
      await giveCode(status, desk.site.url + statusPaths[language], receipt);
      await status.waitForSelector('#case:not([hidden])');
      const conversation = (await status.textContent('#case-messages')) ?? '';
      expect(conversation).toContain('first words');
      expect(conversation).toContain('second words');
      await context.close();
      await reporting.close();
    },
  );

  it.each(languages)(
    'in %s: an expired challenge and a replayed answer are refused with a sentence',
    async (language) => {
      const { context, page } = await freshInbox(language);
      const refused = async () => {
        await page.waitForFunction(
          (text) => document.getElementById('error-answer')?.textContent?.includes(text),
          said[language].failed,
        );
        expect(await page.isVisible('#who')).toBe(false);
      };
      const expired = desk.team.decrypt(await challengeFor(page, desk.fingerprints.anna), PASSPHRASE);
      // Five minutes pass.
      const database = new DatabaseSync(join(desk.site.dataDir, 'meldpunt.sqlite'), { timeout: 5000 });
      database.exec(`UPDATE tokens SET endsAt = ${Date.now() - 1} WHERE name LIKE 'challenge:%'`);
      database.close();
      await answer(page, expired);
      await refused();
      // Somebody who saw the answer uses it first.
      const [request] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/api/staff/challenge')),
        challengeFor(page, desk.fingerprints.anna),
      ]);
      const { id, sealed } = (await request.json()) as { id: string; sealed: string };
      const stolen = desk.team.decrypt(sealed, PASSPHRASE);
      const other = await context.request.post(`${desk.site.url}/api/staff/session`, {
        headers: { Origin: desk.site.url },
        data: { id, answer: stolen },
      });
      expect(other.status()).toBe(201);
      await context.clearCookies();
      await answer(page, stolen);
      await refused();
      await context.close();
    },
  );

  it('the key stays in memory: nothing of it is stored, and after a reload it is asked for again', async () => {
    const { context, page } = await freshInbox();
    const { reference } = await desk.report(context, 'nl');
    const bodies: string[] = [];
    page.on('request', (request) => bodies.push(request.postData() ?? ''));
    await offerKey(page, desk.keys.bram, PASSPHRASE);
    await page.waitForSelector('#who:not([hidden])');
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    const databases = await page.evaluate(() => indexedDB.databases());
    expect([stored.includes('PRIVATE'), stored.includes('correct horse'), databases]).toEqual([
      false,
      false,
      [],
    ]);
    expect(bodies.join()).not.toMatch(/PRIVATE KEY|correct horse/);
    await page.goto(`${desk.site.url}/inbox#${reference}`);
    await page.reload();
    await waitForCase(page);
    expect(await page.textContent('#report-body')).not.toContain(markers.system);
    await page.locator('#report-body .actions button').first().click();
    await offerKey(page, desk.keys.bram, PASSPHRASE);
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    expect(await page.textContent('#report-body')).toContain(markers.system);
    await context.close();
  });

  it.each(languages)(
    'in %s: after signing out nothing is left on the page, and a stolen cookie opens nothing',
    async (language) => {
      const context = desk.watch(await desk.browser.newContext());
      const { reference } = await desk.report(context, language);
      const page = await context.newPage();
      const address = `${desk.site.url}${inboxPaths[language]}#${reference}`;
      await signInWithKey(page, address, { file: desk.keys.anna });
      await page.waitForSelector('#report-body .facts');
      await openReply(page);
      const cookies = await context.cookies();
      const [cookie] = cookies;
      // Secure everywhere but on http to this machine: see session-cookie.test.ts.
      expect(cookie).toMatchObject({ httpOnly: true, secure: false, sameSite: 'Strict', path: '/' });
      expect(await page.evaluate(() => document.cookie)).toBe('');
      await page.click('#sign-out');
      await page.waitForSelector('#sign-in:not([hidden])');
      const content = await page.content();
      for (const marker of [markers.system, markers.name, 'marker-description'])
        expect(content.includes(marker)).toBe(false);
      expect(await page.isVisible('#team-case')).toBe(false);
      const thief = desk.watch(await desk.browser.newContext());
      await thief.addCookies(cookies);
      const stolen = await thief.newPage();
      await stolen.goto(address);
      await stolen.waitForSelector('#sign-in:not([hidden])');
      expect(await stolen.textContent('#inbox-notice')).toBe(said[language].over);
      // Told once: without a cookie nobody was signed in.
      await stolen.reload();
      await stolen.waitForSelector('#sign-in:not([hidden])');
      expect(await stolen.isVisible('#inbox-notice')).toBe(false);
      expect((await thief.request.get(`${desk.site.url}/api/staff/cases/${reference}`)).status()).toBe(401);
      await context.close();
      await thief.close();
    },
  );

  it('a session that ends while somebody writes costs nothing of what was written', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'en');
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/en/inbox#${reference}`, { file: desk.keys.anna });
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    await page.check('#assessment-rejected');
    await page.fill('#compose-message', 'written with care');
    await context.clearCookies();
    await page.click('#compose-submit');
    await page.waitForSelector('#inbox-notice:not([hidden])');
    expect(await page.textContent('#inbox-notice')).toContain(said.en.ended);
    await offerKey(page, desk.keys.anna);
    await page.waitForSelector('#who:not([hidden])');
    await waitForCase(page);
    expect(await page.inputValue('#compose-message')).toBe('written with care');
    expect(await page.isChecked('#assessment-rejected')).toBe(true);
    await sendComposed(page);
    expect((await desk.store.findCase(reference))?.status).toBe('rejected');
    await context.close();
  });

  it('whose certificate leaves the key file is signed out by the next build, in both languages', async () => {
    const signedIn = async (language: LanguageCode) => {
      const context = desk.watch(await desk.browser.newContext());
      const page = await context.newPage();
      const address = desk.site.url + inboxPaths[language];
      await signInWithKey(page, address, { file: desk.keys.bram, passphrase: PASSPHRASE });
      return { language, context, page };
    };
    const inboxes = [await signedIn('nl'), await signedIn('en')];
    const { port } = new URL(desk.site.url);
    await desk.site.stop();
    const TEAM_KEY_FILE = desk.team.file('smaller.asc', desk.team.exportPublic(desk.fingerprints.anna));
    desk.site = await startSite({ TEAM_KEY_FILE, PORT: port, DATA_DIR: desk.site.dataDir });
    for (const { language, context, page } of inboxes) {
      const { stranger } = said[language];
      await page.goto(desk.site.url + inboxPaths[language]);
      await page.waitForSelector('#inbox-notice:not([hidden])');
      expect(await page.textContent('#inbox-notice')).toContain(stranger);
      expect(await page.isVisible('#desk')).toBe(false);
      await offerKey(page, desk.keys.bram, PASSPHRASE);
      await page.waitForSelector('#error-key:not([hidden])');
      expect(await page.textContent('#error-key')).toContain(stranger);
      await context.close();
    }
  });
});
