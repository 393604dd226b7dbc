import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { newCaseInput } from '../support/cases.ts';
import { Gpg } from '../support/gpg.ts';
import { inboxPaths, offerKey, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import type { RunningSite } from '../support/project.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { shiftClock } from '../support/shifted-clock.ts';
import { startSite } from '../support/site.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';

const DAY = 86_400_000;
/** How long the keys last, by which the site must have been built and a member signed in. In seconds. */
const LIFE = 75;
const NOTE = '[data-keys-gone]';
const languages: LanguageCode[] = ['nl', 'en'];
const said = {
  nl: {
    report: 'dus je kunt nu geen rapport versturen',
    outside: 'ook die hieronder',
    message: 'dus je kunt nu geen bericht versturen',
    signIn: 'Verleng ze meteen en publiceer het sleutelbestand opnieuw',
    reply: 'dus je kunt nu geen antwoord versturen',
  },
  en: {
    report: 'so you cannot send a report now',
    outside: 'including those below',
    message: 'so you cannot send a message now',
    signIn: 'Extend them at once and publish the key file again',
    reply: 'so you cannot send a reply now',
  },
};

/**
 * When the keys of the whole team have run out since the site was built.
 * @param browser which is there once the tests run
 * @returns makes the keys and the site, and signs a member in; gives when the keys run out, in ms since 1970
 */
export function expiredTeam(browser: () => Browser): () => Promise<number> {
  const team = new Gpg();
  let site: RunningSite;
  let store: Store;
  let member: BrowserContext;
  let annaKey: string;
  let reference: string;
  const receipt = makeReceipt();
  const errors: string[] = [];
  async function prepare(): Promise<number> {
    const [anna = ''] = ['Anna <anna@example.com>', 'Bram <bram@example.com>'].map((userId) =>
      team.makeKey(userId, 'ed25519', `seconds=${LIFE}`),
    );
    const ended = Date.now() + LIFE * 1000;
    annaKey = team.file('anna.asc', team.exportPrivate(anna));
    site = await startSite({ TEAM_KEY_FILE: team.file('team.asc', team.exportPublic()) });
    store = createSqliteStore(`${site.dataDir}/meldpunt.sqlite`);
    const { receiptId } = await deriveReceipt(receipt);
    const input = newCaseInput({ receiptId, receivedAt: Date.now() });
    await store.createCase({ ...input, mails: [] });
    reference = input.newCase.reference;
    member = await newContext();
    await signInWithKey(await member.newPage(), site.url + inboxPaths.nl, { file: annaKey });
    return ended;
  }

  /** A visitor whose clock is so many ms off. */
  async function newContext(off = 0): Promise<BrowserContext> {
    const context = await browser().newContext({ viewport: { width: 360, height: 740 } });
    context.on('weberror', (error) => errors.push(error.error().message));
    if (off !== 0) await shiftClock(context, off);
    return context;
  }
  const shownNotes = async (page: Page) => {
    await page.waitForSelector(`${NOTE}:not([hidden])`);
    return page.locator(`${NOTE}:visible`).allTextContents();
  };

  describe('when the keys of the whole team have run out since the site was built', () => {
    afterAll(async () => {
      await member?.close();
      await store?.close();
      await site?.stop();
      team.close();
    });
    afterEach(() => {
      expect(errors.splice(0)).toEqual([]);
    });

    it.each(languages)(
      'the report page in %s says so before anything is written, the page with commands too, and both lead to what works',
      async (language) => {
        const context = await newContext();
        const page = await context.newPage();
        await page.goto(site.url + reportPaths[language]);
        const [first, ...more] = await shownNotes(page);
        expect(first).toContain(said[language].report);
        expect(more).toEqual([]);
        for (const note of await page.locator(NOTE).all()) {
          expect(await note.locator('a[href^="mailto:"]').count()).toBe(1);
          expect(await note.locator('a[href^="tel:"]').count()).toBe(1);
        }
        expect(await page.locator(`${NOTE}[role=alert]`).count()).toBe(1);
        const yourself = paths.yourself[language];
        for (const place of ['#plain-title', '#openpgp'])
          expect(await page.locator(`${NOTE} a[href="${yourself}${place}"]`).count()).toBe(1);
        expect(await violationsOn(page)).toEqual([]);
        const other = await context.newPage();
        await other.goto(site.url + yourself);
        expect(await shownNotes(other)).toEqual([expect.stringContaining(said[language].outside)]);
        for (const way of ['mailto:', 'tel:'])
          expect(await other.locator(`${NOTE} a[href^="${way}"]`).count()).toBe(1);
        await other.close();
        // What is typed all the same stays, and nothing is sent.
        await fillInReport(page);
        await page.click('#send');
        await page.waitForSelector('#send-failed:not([hidden])');
        expect(await page.inputValue('#field-impact')).not.toBe('');
        await page.waitForSelector('#report-form:not([data-keeping])');
        const written = await page.inputValue('#field-impact');
        await page.reload();
        await page.waitForSelector('#draft-note:not([hidden])');
        expect(await page.inputValue('#field-impact')).toBe(written);
        expect(await shownNotes(page)).toHaveLength(1);
        await context.close();
      },
    );

    it('a reporter whose clock is a year behind is told once the form is touched, without one request more', async () => {
      const context = await newContext(-365 * DAY);
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/api/')) asked.push(new URL(request.url()).pathname);
      });
      await page.goto(site.url + reportPaths.nl, { waitUntil: 'networkidle' });
      expect(await page.isVisible(NOTE)).toBe(false);
      await page.focus('#field-system');
      expect((await shownNotes(page))[0]).toContain(said.nl.report);
      expect(asked).toEqual(['/api/reports/challenge']);
      await context.close();
    });

    it.each(languages)(
      'the status page in %s says so where a message would be written, and what came before is shown',
      async (language) => {
        const context = await newContext();
        const page = await context.newPage();
        await giveCode(page, site.url + statusPaths[language], receipt);
        const [note, ...more] = await shownNotes(page);
        expect(note).toContain(said[language].message);
        expect(more).toEqual([]);
        expect(await page.locator(`#message-form ${NOTE}`).count()).toBe(1);
        expect(await page.textContent('#case-reference')).toContain(reference);
        expect(await violationsOn(page)).toEqual([]);
        await context.close();
      },
    );

    it.each(languages)(
      'the inbox in %s says so and what to do: where one signs in, and where who is signed in would reply',
      async (language) => {
        const context = await newContext();
        const page = await context.newPage();
        await page.goto(site.url + inboxPaths[language]);
        const notes = await shownNotes(page);
        expect(notes).toHaveLength(1);
        expect(notes[0]).toContain(said[language].signIn);
        expect(await violationsOn(page)).toEqual([]);
        await offerKey(page, annaKey);
        await page.waitForSelector('#error-key:not([hidden])');
        await context.close();

        const open = await member.newPage();
        await open.goto(`${site.url}${inboxPaths[language]}#${reference}`);
        await waitForCase(open);
        expect(await open.textContent(`.compose ${NOTE}:not([hidden])`)).toContain(said[language].reply);
        await open.close();
      },
    );
  });
  return prepare;
}
