import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isolated } from '../../src/disclosure/foreign-text.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, openReply, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { thunderbirdMail } from '../support/pgp-mime.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const said = {
  nl: {
    reach: `In het rapport staat ${isolated('finder@example.net')}.`,
    none: 'we vinden er geen mailadres in',
    files: 'Bestanden in dit bericht',
  },
  en: {
    reach: `The report contains ${isolated('finder@example.net')}.`,
    none: 'we find no e-mail address in it',
    files: 'Files in this message',
  },
};

describe('a report in another form than ours, from a terminal', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  async function report(content: string | Uint8Array): Promise<string> {
    const answer = await fetch(`${desk.site.url}/api/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/pgp-encrypted' },
      body: desk.team.encrypt(content, Object.values(desk.fingerprints)),
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { reference: string }).reference;
  }
  async function openCase(reference: string, language: LanguageCode) {
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    const address = `${desk.site.url}${inboxPaths[language]}#${reference}`;
    await signInWithKey(page, address, { file: desk.keys.anna });
    await waitForCase(page);
    await page.waitForSelector('#report-body .rendered');
    await openReply(page);
    return { context, page };
  }

  it.each(languages)(
    'in %s: a mail (PGP/MIME) is shown in its words with its files, raw beside it, and answered to its key',
    async (language) => {
      const reporter = new Gpg();
      reporter.makeKey('Sam <sam@example.net>');
      const mail = thunderbirdMail(reporter.exportPublic());
      const { context, page } = await openCase(await report(mail), language);
      const shown = (await page.textContent('#report-body .rendered')) ?? '';
      expect(shown).toContain('neemt ‘ OR 1=1 aan, en laat € 5 zien van iedereen.');
      expect(shown).toContain('Zwakke plek – lek in inloggen');
      expect(shown).not.toContain('=E2=80=98');
      // What it came as, beside the key in its words, which is folded as well.
      const raw = page.locator('#report-body details pre', { hasText: '=E2=80=98 OR 1=3D1 aan' });
      expect(await raw.count()).toBe(1);
      expect(await page.textContent('#report-body h4')).toBe(said[language].files);
      const saved = page.waitForEvent('download');
      await page.click('#report-body .team-files button');
      const file = await saved;
      expect(file.suggestedFilename()).toBe('___b_proof.html');
      expect(readFileSync(await file.path(), 'utf8')).toBe('<script>alert(1)</script>');
      expect(await page.isVisible('#compose-reach')).toBe(false);
      await page.check('#assessment-duplicate');
      await page.fill('#compose-message', 'for Sam');
      await sendComposed(page);
      const reference = (await page.textContent('#case-reference')) ?? '';
      const [, reply] = await desk.store.readMessages(reference);
      // As anybody gets it who looks for a signature: gpg says so by its exit code where it has no key for it.
      reporter.import(desk.team.exportPublic(desk.fingerprints.anna));
      expect(reporter.decrypt(reply?.sealed ?? '')).toContain('for Sam');
      reporter.close();
      await context.close();
    },
  );

  it.each([
    ['nl', 'UTF-16', Buffer.from('\ufeffZoë meldt: € 5\r\n', 'utf16le')],
    ['en', 'Windows-1252', Uint8Array.from([...'Zo\xeb meldt: \x80 5'].map((one) => one.charCodeAt(0)))],
  ] as const)('in %s: one in %s is shown in its characters', async (language, _, content) => {
    const { context, page } = await openCase(await report(content), language);
    expect(await page.textContent('#report-body .rendered')).toContain('Zoë meldt: € 5');
    await context.close();
  });

  it.each(languages)(
    'in %s: an address in it is told; only without one its writer left none',
    async (language) => {
      const words = said[language];
      const team = 'security@example.com';
      const withAddress = await report(`To: ${team}\n\nThere is a hole. Reach me: finder@example.net\n`);
      const { context, page } = await openCase(withAddress, language);
      const reach = (await page.textContent('#compose-reach')) ?? '';
      expect(reach).toContain(words.reach);
      expect(reach).not.toContain(words.none);
      expect(reach).not.toContain(team);
      await context.close();
      const without = await openCase(await report(`There is a hole. I wrote to ${team} before.\n`), language);
      expect(await without.page.textContent('#compose-reach')).toContain(words.none);
      await without.context.close();
    },
  );
});
