import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deriveReceipt } from '../../src/disclosure/receipt.ts';
import { headFor, type Place, readSignedText, writeSignedText } from '../../src/disclosure/signed-text.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { signMessage } from '../../src/openpgp/sign-message.ts';
import { unlockReplyKey } from '../../src/openpgp/unlock-reply-key.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, openFromList, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import type { RunningSite } from '../support/project.ts';
import { altered, forgedCase, signedBy } from '../support/signed-messages.ts';
import { startSite } from '../support/site.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

type Side = Exclude<Place['from'], 'note'>;
const languages: LanguageCode[] = ['nl', 'en'];
const said = {
  nl: {
    reporter: 'De melder',
    holds: 'handtekening klopt',
    claimed: 'Volgens de server van',
    claimedReporter: 'Volgens de server van de melder',
    unsigned: /^Niet ondertekend.*niet ondertekend met de sleutel uit het rapport/,
    unknown: /^Ondertekend met een onbekende sleutel.*staat niet in het rapport/,
    moved: /^Hoort niet in deze zaak.*niet als bericht aan het team in deze zaak/,
    replayed: /^Staat niet op zijn plaats.*maar niet als bericht 6\./,
    broken: /^De handtekening klopt niet.*veranderd of nagemaakt/,
    teamUnsigned: /^Niet ondertekend.*Niemand van het team heeft dit bericht ondertekend/,
    teamRedated: /^De datum klopt niet.*Anna de Vries.* ondertekende dit bericht op .*2026.* maar de server/,
    teamUnknown: /^Ondertekend met een onbekende sleutel.*van niemand van het team/,
    advice: 'alleen wie de sleutel uit het rapport heeft, kan dat lezen',
    teamAdvice: 'Vraag je collega’s wie dit verstuurde',
    report: 'Ondertekend met de sleutel in dit rapport: handtekening klopt',
    passed: 'In zaak {{reference}} wordt het bericht 3.',
    unknownHere: 'van een sleutel die niet gepubliceerd is',
    lacking: 'Je sleutel heeft geen deel dat ondertekent',
    unsignedOutside: 'dus dit bericht gaat zonder handtekening',
    ifRefused: 'Zegt GnuPG dat je sleutel niet kan ondertekenen?',
  },
  en: {
    reporter: 'The reporter',
    holds: 'signature verified',
    claimed: 'according to the server',
    claimedReporter: 'From the reporter, according to the server',
    unsigned: /^Not signed.*not signed with the key in the report/,
    unknown: /^Signed with an unknown key.*is not in the report/,
    moved: /^Does not belong in this case.*not as a message to the team in this case/,
    replayed: /^Not in its place.*but not as message 6\./,
    broken: /^The signature is not valid.*changed or forged/,
    teamUnsigned: /^Not signed.*Nobody in the team signed this message/,
    teamRedated: /^The date is not right.*Anna de Vries.* signed this message on .*2026.* but the server/,
    teamUnknown: /^Signed with an unknown key.*does not belong to anybody in the team/,
    advice: 'only the holder of the key in the report can read that',
    teamAdvice: 'Ask your colleagues who sent this',
    report: 'Signed with the key in this report: signature verified',
    passed: 'In case {{reference}} it will be message 3.',
    unknownHere: 'from a key that is not published',
    lacking: 'Your key has no part that signs',
    unsignedOutside: 'so this message will not be signed',
    ifRefused: 'Does GnuPG say that your key can’t sign?',
  },
} as const;

/** Runs the last command of those that the page shows, on a text in the file that it names; gives what it sealed. */
function sealWith(gpg: Gpg, command: string, text: string): string {
  const [, , ...sealing] = command.split('\n');
  const name = /(\S+)$/.exec(command)?.[1] ?? '';
  writeFileSync(join(gpg.home, name), text);
  execFileSync('sh', ['-c', sealing.join('\n').replace(/^gpg /, 'gpg --batch --yes ')], {
    cwd: gpg.home,
    env: { ...process.env, GNUPGHOME: gpg.home },
    stdio: 'pipe',
  });
  return readFileSync(join(gpg.home, name.replace('.txt', '.asc')), 'utf8');
}

/** What is put into a case, from its second message on, and what the inbox makes of each. */
const rows = [
  ['a follow-up that the reply key signed for its place', 'verified', 'holds'],
  ['one written straight into the store', 'unsigned', 'unsigned'],
  ['one signed by another key', 'unknown-key', 'unknown'],
  ['one moved from another case', 'moved', 'moved'],
  ['one played again', 'replayed', 'replayed'],
  ['one that the reporter signed as the team', 'moved', 'moved'],
  ['one with other words under its signature', 'broken', 'broken'],
  ['a reply that a member signed elsewhere', 'verified', 'holds'],
  ['a reply written straight into the store', 'unsigned', 'teamUnsigned'],
  ['a reply that the reporter signed as the team', 'unknown-key', 'teamUnknown'],
  ['a reply whose date was moved', 'redated', 'teamRedated'],
] as const;

describe('who wrote the messages of a case', () => {
  let desk: TeamSite;
  let publicKey: string;
  beforeAll(async () => {
    desk = await startTeamSite();
    publicKey = Object.values(desk.fingerprints)
      .map((one) => desk.team.exportPublic(one))
      .join('');
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  async function reported(language: LanguageCode, overrides: Record<string, string> = {}) {
    const context = desk.watch(await desk.browser.newContext());
    const report = await desk.report(context, language, overrides);
    await context.close();
    return report;
  }
  async function openCase(reference: string, language: LanguageCode, who: 'anna' | 'bram' = 'anna') {
    const page = await desk.watch(await desk.browser.newContext()).newPage();
    await signInWithKey(page, `${desk.site.url}${inboxPaths[language]}#${reference}`, {
      file: desk.keys[who],
      passphrase: who === 'bram' ? PASSPHRASE : '',
    });
    await waitForCase(page);
    return page;
  }
  /** A text that the reporter of a case signs, as the form does it. */
  async function byReporter(of: { reference: string; receipt: string }, place: Place, text: string) {
    const { replyKeyPassphrase } = await deriveReceipt(of.receipt);
    const locked = (await desk.store.findCase(of.reference))?.replyKey ?? '';
    const key = await unlockReplyKey(locked, replyKeyPassphrase);
    const whole = writeSignedText(headFor(place, Date.now()), text);
    return signMessage(whole, { key, keyId: key.getKeyID() }, new Date());
  }

  describe.each(languages)('in %s', (language) => {
    const words = said[language];
    let page: Page;
    beforeAll(async () => {
      const [one, other] = [await reported(language), await reported(language)];
      const { reference } = one;
      const forged = await forgedCase(desk.store, reference, publicKey);
      const from = (number: number, side: Side = 'reporter') => ({ reference, number, from: side });
      const text = (number: number) => `text of message ${number}`;
      const put = async (contents: string | Uint8Array, side: Side = 'reporter') =>
        forged.put(await forged.seal(contents), side);
      const right = await forged.seal(await byReporter(one, from(2), text(2)));
      await forged.put(right, 'reporter');
      await put(writeSignedText(headFor(from(3), Date.now()), text(3)));
      await put(signedBy(desk.team, desk.fingerprints.anna, from(4), text(4)));
      await put(await byReporter(one, { ...from(5), reference: other.reference }, text(5)));
      await forged.put(right, 'reporter');
      await put(await byReporter(one, from(7, 'team'), text(7)));
      await put(altered(await byReporter(one, from(8), text(7)), 'message 7', 'message 8'));
      await put(signedBy(desk.team, desk.fingerprints.anna, from(9, 'team'), text(9)), 'team');
      await put(text(10), 'team');
      await put(await byReporter(one, from(11, 'team'), text(11)), 'team');
      const moved = await forged.seal(
        signedBy(desk.team, desk.fingerprints.anna, from(12, 'team'), text(12)),
      );
      await forged.put(moved, 'team', Date.now() - 20 * 86_400_000);
      page = await openCase(reference, language);
    });
    afterAll(async () => {
      await page?.context().close();
    });

    it.each(rows.map((row, index) => [...row, index + 2] as const))(
      '%s is shown for what it is',
      async (_, kind, says, number) => {
        const message = page.locator('#team-messages > li').nth(number - 2);
        const isTeam = number > 8;
        // Never hidden, and without what says its place.
        await message.locator('.rendered').waitFor();
        expect((await message.locator('.rendered').textContent())?.trim()).toBe(
          `text of message ${kind === 'replayed' ? 2 : number}`,
        );
        const head = await message.locator('.message-head').textContent();
        if (kind === 'verified') {
          expect(head).toContain(isTeam ? 'Anna de Vries' : words.reporter);
          expect(await message.locator('.verified').textContent()).toBe(words.holds);
          expect(await message.locator('.doubt').count()).toBe(0);
          return;
        }
        expect(head).toContain(words.claimed);
        expect(head).not.toContain(words.holds);
        const doubt = await message.locator('.doubt').textContent();
        expect(doubt).toMatch(words[says]);
        expect(doubt).toContain(isTeam ? words.teamAdvice : words.advice);
      },
    );

    it('for everybody, also who does not see it', async () => {
      expect(await violationsOn(page)).toEqual([]);
    });

    it('without a key in the page, of either side, as what the server says', async () => {
      // The session stays, the key goes with the page.
      await page.reload();
      await waitForCase(page);
      const heads = await page.locator('#team-messages > li .message-head strong').allTextContents();
      expect(heads).toHaveLength(rows.length);
      for (const [index, head] of heads.entries()) {
        // Messages 9 to 12 are of the team.
        if (index < 7) expect(head).toBe(words.claimedReporter);
        else expect(head).toContain(words.claimed);
      }
      expect(await page.locator('#team-messages .verified, #team-messages .doubt').count()).toBe(0);
      await page.click('#outside > summary');
      expect(await page.textContent('#outside-if-refused')).toContain(words.ifRefused);
    });
  });

  it('is proved by what is sent from here, to the reporter and to colleagues, whichever key signs', async () => {
    const { reference } = await reported('nl');
    for (const [who, number] of [
      ['anna', 2],
      ['bram', 3],
    ] as const) {
      const page = await openCase(reference, 'nl', who);
      if (number === 2) await page.check('#assessment-rejected');
      await page.fill('#compose-message', `words of ${who}`);
      await sendComposed(page);
      const message = page.locator('#team-messages > li').nth(number - 2);
      expect(await message.locator('.verified').textContent()).toBe(said.nl.holds);
      expect(await message.locator('.message-head').textContent()).toContain(
        who === 'anna' ? 'Anna de Vries' : 'Bram Jansen',
      );
      const sealed = (await desk.store.readMessages(reference)).at(-1)?.sealed ?? '';
      const file = desk.team.file('reply.asc', sealed);
      const unlock = ['--pinentry-mode', 'loopback', '--passphrase', PASSPHRASE];
      const status = desk.team.run([...unlock, '--status-fd', '1', '--decrypt', file]);
      expect(status).toContain(`${desk.fingerprints[who]}\n`);
      expect(status).toMatch(/^\[GNUPG:\] VALIDSIG /m);
      const { head, text } = readSignedText(desk.team.decrypt(sealed, PASSPHRASE)) ?? {};
      expect(head).toMatchObject({ reference, number, from: 'team' });
      expect(text?.trimEnd()).toBe(`words of ${who}`);
      await page.context().close();
    }
  });

  it('is proved where somebody else wrote meanwhile: what was sealed is sealed anew for the next place', async () => {
    const { reference } = await reported('nl');
    const page = await openCase(reference, 'nl');
    await page.check('#assessment-rejected');
    await page.fill('#compose-message', 'for the place that is left');
    const forged = await forgedCase(desk.store, reference, publicKey);
    await forged.put(await forged.seal('somebody was faster'), 'reporter');
    await page.click('#compose-submit');
    await page.waitForSelector('#conflict:not([hidden])');
    await sendComposed(page);
    const sealed = (await desk.store.readMessages(reference)).at(-1)?.sealed ?? '';
    expect(readSignedText(desk.team.decrypt(sealed, PASSPHRASE))?.head.number).toBe(3);
    const last = page.locator('#team-messages > li').last();
    expect(await last.locator('.verified').textContent()).toBe(said.nl.holds);
    await page.context().close();
  });

  it.each(languages)(
    'in %s: is proved by what gpg signs with the command of the page, and refused for a place that has passed',
    async (language) => {
      const { reference } = await reported(language);
      const page = await openCase(reference, language);
      await page.check('#assessment-message');
      await page.click('#outside > summary');
      const lines = (await page.textContent('#outside-head-text')) ?? '';
      const command = (await page.textContent('#outside-command-text')) ?? '';
      expect(command.split('\n')[1]).toBe('gpg --import team-key.asc');
      expect(await page.locator('#outside-if-refused').count()).toBe(0);
      const folder = desk.team.home;
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('#outside-key')]);
      await download.saveAs(join(folder, download.suggestedFilename()));
      const sealedBy = (text: string) => sealWith(desk.team, command, text);
      const first = sealedBy(`${lines}written outside\n`);
      await page.fill('#compose-sealed', first);
      await sendComposed(page);
      const message = page.locator('#team-messages > li').first();
      expect(await message.locator('.verified').textContent()).toBe(said[language].holds);
      expect((await message.locator('.rendered').textContent())?.trim()).toBe('written outside');

      // The same lines again: their place has passed. Without any there is none at all.
      for (const text of [`${lines}once more\n`, 'no lines\n']) {
        await page.check('#assessment-message');
        if (!(await page.isVisible('#compose-sealed'))) await page.click('#outside > summary');
        await page.fill('#compose-sealed', sealedBy(text));
        await page.click('#compose-submit');
        await page.waitForSelector('#error-sealed:not([hidden])');
        expect(await page.textContent('#error-sealed')).toContain(
          said[language].passed.replace('{{reference}}', reference),
        );
        await page.fill('#compose-sealed', '');
      }
      expect(await desk.store.readMessages(reference)).toHaveLength(2);
      // What the page shows has gone on.
      expect(await page.textContent('#outside-head-text')).toContain('number: 3\n');
      await page.context().close();
    },
  );

  it.each(languages)('in %s: is said of a report that its own key signed with gpg', async (language) => {
    const reporter = new Gpg();
    const fingerprint = reporter.makeKey('Sam <sam@example.net>');
    reporter.import(publicKey);
    const template = `---\nformat: "meldpunt-report/1"\n`;
    const text = `${template}---\n\nA weak spot.\n\n${reporter.exportPublic(fingerprint)}\n`;
    const sealed = reporter.encrypt(text, Object.values(desk.fingerprints), [
      ...['--sign', '--local-user', fingerprint],
    ]);
    const answer = await fetch(`${desk.site.url}/api/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/pgp-encrypted', 'Accept-Language': language },
      body: sealed,
    });
    const [, reference = ''] = /(CVD-\d{4}-\w{6})/.exec(await answer.text()) ?? [];
    reporter.close();
    const page = await openCase(reference, language);
    expect(await page.textContent('#report-body .verified')).toBe(said[language].report);
    expect(await page.locator('#report-body .doubt').count()).toBe(0);
    await page.context().close();
  });
});

describe('a key that can’t sign', () => {
  let desk: RunningSite;
  let browser: Browser;
  const gpg = new Gpg();
  let file: string;
  let fingerprint: string;
  beforeAll(async () => {
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    const name = 'Dana <dana@example.com>';
    gpg.run([...unlock, '--quick-generate-key', name, 'ed25519', 'cert', '1y']);
    fingerprint = gpg.fingerprintOf(name);
    gpg.run([...unlock, '--quick-add-key', fingerprint, 'cv25519', 'encr', '1y']);
    file = gpg.file('dana.asc', gpg.exportPrivate(fingerprint));
    const TEAM_KEY_FILE = gpg.file('team.asc', gpg.exportPublic());
    desk = await startSite({ TEAM_KEY_FILE });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
    gpg.close();
  });

  it.each(languages)('in %s: works as before, and its owner is told once what it lacks', async (language) => {
    const reported = await fetch(`${desk.url}/api/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/pgp-encrypted' },
      body: gpg.encrypt('A weak spot, without a key to answer to.', [fingerprint]),
    });
    const [, reference = ''] = /(CVD-\d{4}-\w{6})/.exec(await reported.text()) ?? [];
    const page = await browser.newPage();
    await signInWithKey(page, `${desk.url}${inboxPaths[language]}#${reference}`, { file });
    await waitForCase(page);
    const advice = page.locator('#signing-advice');
    expect(await advice.textContent()).toContain(said[language].lacking);
    expect(await page.textContent('#signing-command-text')).toBe(
      `gpg --quick-add-key ${fingerprint} ed25519 sign 2y`,
    );
    expect(await violationsOn(page)).toEqual([]);
    await page.click('#signing-read');
    await page.check('#assessment-rejected');
    await page.fill('#compose-message', 'unsigned, and there');
    await sendComposed(page);
    const message = page.locator('#team-messages > li').first();
    expect(await message.locator('.doubt').textContent()).toMatch(said[language].teamUnsigned);
    expect((await message.locator('.markdown').textContent()) ?? '').toContain('unsigned, and there');
    expect(await advice.count()).toBe(0);

    // Outside the browser the same: gpg would refuse to sign.
    await page.click('#outside > summary');
    const command = (await page.textContent('#outside-command-text')) ?? '';
    expect(command).not.toMatch(/--sign|--local-user/);
    expect(await page.textContent('#outside-steps')).toContain(said[language].unsignedOutside);
    expect(await page.locator('#outside-head-text').count()).toBe(0);
    await page.fill('#compose-sealed', sealWith(gpg, command, 'unsigned, sealed outside'));
    await sendComposed(page);
    const second = page.locator('#team-messages > li').nth(1);
    expect(await second.locator('.doubt').textContent()).toMatch(said[language].teamUnsigned);
    expect((await second.locator('.markdown').textContent()) ?? '').toContain('unsigned, sealed outside');
    await page.click('#to-list');
    await openFromList(page, reference);
    expect(await advice.count()).toBe(0);
    await page.close({ runBeforeUnload: false });
  });
});
