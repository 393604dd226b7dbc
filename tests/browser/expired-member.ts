import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import type { RunningSite } from '../support/project.ts';
import { fillInReport, markers, reportPaths } from '../support/report-page.ts';
import { shiftClock } from '../support/shifted-clock.ts';
import { startSite } from '../support/site.ts';

const ANNA = 'Anna <anna@example.com>';
const BRAM = 'Bram <bram@example.com>';
/** How long Bram's key lasts: the site must have been built by then. In seconds. */
const LIFE = 75;
const DAY = 86_400_000;
const words = {
  nl: {
    banner:
      /^De sleutel van Bram <bram@example\.com> is verlopen op .*alleen nog voor de rest van het team versleuteld/,
    refused: 'Deze sleutel is verlopen',
  },
  en: {
    banner: /^The key of Bram <bram@example\.com> expired on .*encrypted to the rest of the team only/,
    refused: 'This key has expired',
  },
} as const;

/**
 * When the key of one of two members has run out since the site was built.
 * @param browser which is there once the tests run
 * @returns makes the keys and the site; gives when Bram's key runs out, in ms since 1970
 */
export function expiredMember(browser: () => Browser): () => Promise<number> {
  const team = new Gpg();
  const anna = new Gpg();
  let site: RunningSite;
  let store: Store;
  let annaKey: string;
  let bramKey: string;
  const errors: string[] = [];
  /** Workers of the last visitor whose clock is off, that got this clock. */
  let shifted: string[] = [];
  async function prepare(): Promise<number> {
    const ids = [team.makeKey(ANNA), team.makeKey(BRAM, 'ed25519', `seconds=${LIFE}`)];
    const ended = Date.now() + LIFE * 1000;
    anna.import(team.exportPrivate(ids[0] ?? ''));
    annaKey = team.file('anna.asc', team.exportPrivate(ids[0] ?? ''));
    bramKey = team.file('bram.asc', team.exportPrivate(ids[1] ?? ''));
    site = await startSite({ TEAM_KEY_FILE: team.file('team.asc', team.exportPublic()) });
    store = createSqliteStore(`${site.dataDir}/meldpunt.sqlite`);
    return ended;
  }

  /** A visitor whose clock is so many ms off, in the page and in what seals. */
  async function newPage(off = 0) {
    const context = await browser().newContext();
    context.on('weberror', (error) => errors.push(error.error().message));
    if (off !== 0) shifted = await shiftClock(context, off);
    return context.newPage();
  }
  const keysOf = (sealed: string) =>
    team.run(['--list-packets'], sealed).match(/^:pubkey enc packet:/gm)?.length ?? 0;

  describe('when the key of one of two members has run out since the site was built', () => {
    afterAll(async () => {
      await store?.close();
      await site?.stop();
      team.close();
      anna.close();
    });
    afterEach(() => {
      expect(errors.splice(0)).toEqual([]);
    });

    it.each(['nl', 'en'] as LanguageCode[])(
      'in %s: the form sends, files and all, a reply goes, and the inbox says who gets nothing new',
      async (language) => {
        const page = await newPage();
        await page.goto(site.url + reportPaths[language]);
        await fillInReport(page);
        await page.setInputFiles('#field-files', {
          name: 'proof.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('proof'),
        });
        await page.click('#send');
        await page.waitForSelector('#sent:not([hidden])');
        const reference = (await page.textContent('#sent-reference')) ?? '';
        await page.waitForFunction(() => document.getElementById('uploads-cancel')?.hidden === true);
        const [report] = await store.readMessages(reference);
        // Anna and the reporter.
        expect(keysOf(report?.sealed ?? '')).toBe(2);
        expect(anna.decrypt(report?.sealed ?? '')).toContain(markers.discovery);
        const [attachment] = (await store.findCase(reference))?.attachments ?? [];
        const chunk = await store.readChunk({ reference, attachmentId: attachment?.id ?? '', index: 0 });
        expect(anna.run(['--decrypt'], chunk ?? new Uint8Array())).toBe('proof');

        const inbox = await newPage();
        await signInWithKey(inbox, `${site.url}${inboxPaths[language]}#${reference}`, { file: annaKey });
        await waitForCase(inbox);
        await inbox.check('#assessment-duplicate');
        await inbox.fill('#compose-message', 'thank you');
        await sendComposed(inbox);
        const [, reply] = await store.readMessages(reference);
        expect(keysOf(reply?.sealed ?? '')).toBe(2);
        expect(anna.decrypt(reply?.sealed ?? '')).toContain('thank you');
        await inbox.goto(site.url + inboxPaths[language]);
        await inbox.waitForSelector('#banners li');
        expect(await inbox.textContent('#banners li')).toMatch(words[language].banner);

        const other = await newPage();
        await other.goto(site.url + inboxPaths[language]);
        await other.waitForSelector('#sign-in:not([hidden])');
        await other.setInputFiles('#key-file', bramKey);
        await other.click('#key-submit');
        await other.waitForSelector('#error-key:not([hidden])');
        expect(await other.textContent('#error-key')).toContain(words[language].refused);

        // As two exports in one file: the key that signs in is not stopped by the one before it.
        const first = team.file(
          'both.asc',
          `${readFileSync(bramKey, 'utf8')}${readFileSync(annaKey, 'utf8')}`,
        );
        await signInWithKey(other, site.url + inboxPaths[language], { file: first });
        for (const one of [page, inbox, other]) await one.context().close();
      },
    );

    it.each([
      ['a year behind', -365 * DAY],
      ['two years ahead', 730 * DAY],
    ])('a reporter whose clock is %s reports, and nobody but Bram is left out', async (_, off) => {
      const page = await newPage(off);
      await page.goto(site.url + reportPaths.nl);
      await fillInReport(page);
      await page.click('#send');
      await page.waitForSelector('#sent:not([hidden])');
      const reference = (await page.textContent('#sent-reference')) ?? '';
      const [report] = await store.readMessages(reference);
      expect(anna.decrypt(report?.sealed ?? '')).toContain(markers.discovery);
      expect(shifted.join()).toContain('seal.worker');
      await page.context().close();
    });

    it('health and a mail say so', async () => {
      const health = await fetch(`${site.url}/api/health`);
      expect([health.status, (await health.json()).keys]).toEqual([503, 'missing']);
      const folder = join(site.dataDir, 'outbox');
      const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
      const told = mails.filter((mail) => mail.includes(`De sleutel van ${BRAM} is verlopen`));
      expect(told).toHaveLength(1);
    });
  });
  return prepare;
}
