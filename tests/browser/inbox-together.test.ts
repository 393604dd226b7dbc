import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readSignedText } from '../../src/disclosure/signed-text.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { throughBack } from '../support/back.ts';
import { changeInput, newCaseInput } from '../support/cases.ts';
import { hold } from '../support/hold.ts';
import {
  inboxPaths,
  offerKey,
  openFromList,
  openReply,
  sendComposed,
  signInWithKey,
  waitForCase,
} from '../support/inbox-page.ts';
import { giveCode } from '../support/status-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

const DAY = 86_400_000;
const languages: LanguageCode[] = ['nl', 'en'];
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

describe('the inbox in use', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });
  const anna = () => ({ file: desk.keys.anna });
  const bram = () => ({ file: desk.keys.bram, passphrase: PASSPHRASE });
  /** What somebody wrote in a message that was signed for its place. */
  const wordsIn = (sealed: string) => readSignedText(desk.team.decrypt(sealed, PASSPHRASE))?.text.trim();
  /** A new case, opened by Anna. */
  async function newCase() {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/inbox#${reference}`, anna());
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    return { context, page, reference };
  }

  it.each(languages)(
    'in %s: of two at once the second sees what changed, and keeps what was typed',
    async (language) => {
      const [one, two] = [
        desk.watch(await desk.browser.newContext()),
        desk.watch(await desk.browser.newContext()),
      ];
      const { reference } = await desk.report(one, language);
      const address = `${desk.site.url}${inboxPaths[language]}#${reference}`;
      const [first, second] = [await one.newPage(), await two.newPage()];
      await Promise.all([signInWithKey(first, address, anna()), signInWithKey(second, address, bram())]);
      for (const page of [first, second]) {
        await page.waitForSelector('#report-body .facts');
        await openReply(page);
      }
      await second.check('#assessment-confirmed');
      await second.fill('#compose-date', inDays(9));
      await second.fill('#compose-message', 'second of two');
      await first.check('#assessment-confirmed');
      await first.fill('#compose-date', inDays(5));
      await first.fill('#compose-message', 'first of two');
      await sendComposed(first);
      await second.click('#compose-submit');
      await second.waitForSelector('#conflict:not([hidden])');
      expect(await second.evaluate(() => document.activeElement?.id)).toBe('conflict');
      // All of it is seen, above the form that is open.
      const [box, dock] = await Promise.all(
        ['#conflict', '#dock'].map((one) => second.locator(one).boundingBox()),
      );
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(dock?.y ?? 0);
      const changes = (await second.textContent('#conflict-list')) ?? '';
      expect(changes).toContain(language === 'nl' ? 'Eerste antwoord gegeven' : 'First response given');
      expect(changes).toContain('Anna de Vries');
      expect(changes).not.toContain('@');
      expect(await second.isVisible('#conflict-chosen')).toBe(true);
      expect(await second.inputValue('#compose-message')).toBe('second of two');
      expect(await second.inputValue('#compose-date')).toBe(inDays(9));
      // The form is now the one for an answered case; what was typed goes out as a message with a new date.
      await sendComposed(second);
      const messages = await desk.store.readMessages(reference);
      expect(messages.slice(1).map(({ sealed }) => wordsIn(sealed))).toEqual([
        'first of two',
        'second of two',
      ]);
      expect(new Date((await desk.store.findCase(reference))?.fixExpectedAt ?? 0).toISOString()).toContain(
        inDays(9),
      );
      // A change of a single field runs into the same.
      await first.selectOption('#assignee', { label: 'Bram Jansen' });
      await first.click('#actions-save');
      await first.waitForSelector('#conflict:not([hidden])');
      await first.click('#actions-save');
      await first.waitForFunction(() => document.getElementById('actions-status')?.textContent !== '');
      expect((await desk.store.findCase(reference))?.assignee).toBe(desk.fingerprints.bram);
      await one.close();
      await two.close();
    },
  );

  it('what was typed in a case is still there after a look at the list, and leaving the page asks first', async () => {
    const { context, page, reference } = await newCase();
    // With the key it is kept: see inbox-drafts.test.ts.
    await page.click('#forget-key');
    await waitForCase(page);
    await page.fill('#compose-message', 'half a thought');
    await page.click('#to-list');
    await page.waitForSelector('#team-case', { state: 'hidden' });
    const asked = page.waitForEvent('dialog');
    void page.reload().catch(() => undefined);
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await openFromList(page, reference);
    expect(await page.inputValue('#compose-message')).toBe('half a thought');
    await page.fill('#compose-message', '');
    await context.close();
  });

  it('who looked elsewhere while something was on its way is told where it was written', async () => {
    const { context, page, reference } = await newCase();
    /** Does something, looks at the list and comes back; only then its request goes on, to a case that changed, or fails. */
    async function lookElsewhere(what: string, address: string, how: 'continue' | 'abort') {
      const held = await hold(page, address);
      await page.click(what);
      await held.asked;
      await page.click('#to-list');
      await page.waitForSelector('#team-case', { state: 'hidden' });
      const seen = await desk.store.findCase(reference);
      const credit = seen?.credit === 'named' ? 'anonymous' : 'named';
      if (seen && how === 'continue') await desk.store.changeCase(changeInput(seen, { credit }));
      await page.goBack();
      await page.waitForSelector('#team-case:not([hidden])');
      await held.release(how);
    }
    const isFocused = (id: string) => page.waitForFunction((one) => document.activeElement?.id === one, id);
    await page.check('#assessment-rejected');
    await page.fill('#compose-message', 'sent and left');
    const response = `**/cases/${reference}/response`;
    await lookElsewhere('#compose-submit', response, 'abort');
    await isFocused('compose-message');
    expect(await page.textContent('#error-compose')).not.toBe('');
    await lookElsewhere('#compose-submit', response, 'continue');
    await page.waitForSelector('#conflict:not([hidden])');
    await isFocused('conflict');
    expect(await page.isVisible('#inbox-notice')).toBe(false);
    expect(await page.inputValue('#compose-message')).toBe('sent and left');
    await page.selectOption('#assignee', { label: 'Bram Jansen' });
    await lookElsewhere('#actions-save', `**/cases/${reference}`, 'continue');
    await page.waitForFunction(
      () => document.querySelectorAll('#conflict:not([hidden]) #conflict-list > *').length === 1,
    );
    expect(await page.inputValue('#assignee')).toBe(desk.fingerprints.bram);
    await context.close();
    desk.errors.splice(0);
  });

  it('what the browser empties when one goes elsewhere and comes Back stands there again', async () => {
    const { context, page } = await newCase();
    await page.fill('#compose-message', 'half a thought');
    await throughBack(page);
    expect(await page.inputValue('#compose-message')).toBe('half a thought');
    // Who empties it means it.
    await page.fill('#compose-message', '');
    await page.press('#compose-message', 'Shift');
    expect(await page.inputValue('#compose-message')).toBe('');
    await context.close();
  });

  it('what is missing is told at its field, and nothing is sent', async () => {
    const { context, page, reference } = await newCase();
    await page.click('#compose-submit');
    expect(await page.textContent('#error-assessment')).toBe('Kies een beoordeling.');
    expect(await page.textContent('#error-compose')).toContain('Schrijf een bericht');
    await page.check('#assessment-confirmed');
    await page.fill('#compose-message', 'words');
    await page.click('#compose-submit');
    expect(await page.textContent('#error-date')).toContain('Kies de datum');
    await page.fill('#compose-date', '2020-01-01');
    await page.click('#compose-submit');
    await page.waitForFunction(() =>
      document.getElementById('error-date')?.textContent?.includes('in het verleden'),
    );
    await page.fill('#compose-date', inDays(3));
    await sendComposed(page);
    await page.fill('#compose-reward', '24');
    await page.fill('#compose-message', 'why');
    await page.click('#compose-submit');
    expect(await page.textContent('#error-reward')).toMatch(/minstens €\s25/);
    await page.fill('#compose-reward', '25');
    await page.fill('#compose-message', '');
    await page.click('#compose-submit');
    expect(await page.textContent('#error-compose')).toContain('waarom de melder deze beloning krijgt');
    expect((await desk.store.findCase(reference))?.version).toBe(2);
    await page.fill('#compose-reward', '');
    await context.close();
  });

  it('a message before the assessment goes out alone, and the clock keeps running', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference, receipt } = await desk.report(context, 'en');
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/inbox#${reference}`, anna());
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    await page.check('#assessment-message');
    expect(await page.isVisible('#compose-date')).toBe(false);
    await page.selectOption('#compose-ready', 'needInformation');
    // In the reporter's language, or in another.
    expect(await page.inputValue('#compose-language')).toBe('en');
    await page.selectOption('#compose-language', 'nl');
    await page.click('#compose-insert');
    const letter = await page.inputValue('#compose-message');
    expect(letter).toContain('Beste melder');
    // What is asked for is not filled in yet.
    await page.click('#compose-submit');
    expect(await page.textContent('#error-compose')).toContain('nog niet af');
    expect(await desk.store.readMessages(reference)).toHaveLength(1);
    await page.fill('#compose-message', letter.replace('\n- \n', '\n- het logboek\n'));
    await sendComposed(page);
    expect(await page.isVisible('#assessment-box')).toBe(true);
    expect(await page.locator('#deadlines .met').count()).toBe(0);
    expect((await desk.store.findCase(reference))?.respondedAt).toBeNull();
    const status = await context.newPage();
    await giveCode(status, `${desk.site.url}/en/status`, receipt);
    await status.waitForSelector('#case:not([hidden])');
    expect(await status.textContent('#case-messages')).toContain('Beste melder');
    await context.close();
  });

  it('an answer that is lost costs nothing: the same again arrives once, and anything else is a conflict', async () => {
    const { context, page, reference } = await newCase();
    const loseNext = (path: RegExp) =>
      page.route(
        path,
        async (route) => {
          await route.fetch();
          await route.abort();
        },
        { times: 1 },
      );
    await page.check('#assessment-confirmed');
    await page.fill('#compose-date', inDays(7));
    await page.fill('#compose-message', 'said once');
    await loseNext(/\/response$/);
    await page.click('#compose-submit');
    await page.waitForSelector('#error-compose:not([hidden])');
    expect(await page.textContent('#error-compose')).toContain('niet te bereiken');
    await sendComposed(page);
    expect(await desk.store.readMessages(reference)).toHaveLength(2);

    await page.fill('#compose-reward', '30');
    await page.fill('#compose-message', 'thirty');
    await loseNext(new RegExp(`cases/${reference}$`));
    await page.click('#compose-submit');
    await page.waitForSelector('#error-compose:not([hidden])');
    // Corrected after all: what arrived is not passed off as this.
    await page.fill('#compose-reward', '40');
    await page.click('#compose-submit');
    await page.waitForSelector('#conflict:not([hidden])');
    expect(await page.textContent('#conflict-list')).toMatch(/€\s30/);
    expect(await page.inputValue('#compose-reward')).toBe('40');
    await sendComposed(page);
    expect((await desk.store.findCase(reference))?.reward).toBe(40);
    await context.close();
  });

  it('whoever opens another case while something is on its way finds nothing mixed up', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const [one, two] = [await desk.report(context, 'nl'), await desk.report(context, 'nl')];
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/inbox#${one.reference}`, anna());
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    await page.check('#assessment-rejected');
    await page.fill('#compose-message', 'for the first');
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route(/\/response$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.click('#compose-submit');
    await page.evaluate((reference) => {
      location.hash = reference;
    }, two.reference);
    await page.waitForFunction(
      (reference) =>
        document.getElementById('case-reference')?.textContent === reference &&
        document.getElementById('case-status')?.textContent === '',
      two.reference,
    );
    await openReply(page);
    await page.fill('#compose-message', 'for the second');
    goOn();
    await page.waitForSelector('#inbox-notice:not([hidden])');
    expect(await page.textContent('#inbox-notice')).toContain(one.reference);
    // It went well: that is no warning.
    expect(await page.getAttribute('#inbox-notice', 'class')).toBe('note');
    expect(await page.inputValue('#compose-message')).toBe('for the second');
    expect((await desk.store.findCase(one.reference))?.status).toBe('rejected');
    expect((await desk.store.findCase(two.reference))?.status).toBe('received');
    const [, sent] = await desk.store.readMessages(one.reference);
    expect(wordsIn(sent?.sealed ?? '')).toBe('for the first');
    await page.fill('#compose-message', '');
    // Nor does it stay once one goes on.
    await page.evaluate((reference) => {
      location.hash = reference;
    }, one.reference);
    await page.waitForSelector('#inbox-notice', { state: 'hidden' });
    await context.close();
  });

  it('a reporter without any key: the page says how to reach them', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const report = `A plain message without a form.\n\nReach me at marker@example.net\n`;
    const sealed = desk.team.encrypt(report, Object.values(desk.fingerprints));
    const answer = await fetch(`${desk.site.url}/api/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/pgp-encrypted' },
      body: sealed,
    });
    const { reference } = (await answer.json()) as { reference: string };
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/inbox#${reference}`, anna());
    await page.waitForSelector('#report-body .rendered');
    await openReply(page);
    expect(await page.textContent('#report-body')).toContain('Reach me at');
    expect(await page.textContent('#compose-reach')).toContain('geen antwoordsleutel');
    await page.check('#assessment-duplicate');
    await page.fill('#compose-message', 'told by mail');
    await sendComposed(page);
    const [, reply] = await desk.store.readMessages(reference);
    expect(desk.team.decrypt(reply?.sealed ?? '', PASSPHRASE)).toContain('told by mail');
    await context.close();
  });

  it('the banner tells of mail that does not arrive; the chart has each month’s figures as a table too', async () => {
    const now = Date.now();
    for (const [days, hours] of [
      [70, 20],
      [40, 50],
      [38, 90],
    ] as const) {
      const input = newCaseInput({ receivedAt: now - days * DAY, respondBy: now - (days - 3) * DAY });
      await desk.store.createCase({ ...input, mails: [] });
      const at = now - days * DAY + hours * 3_600_000;
      const month = new Date(at).toISOString().slice(0, 7);
      const figure = { month, ms: hours * 3_600_000, isLate: hours > 72 };
      const fields = { status: 'rejected', assessment: 'rejected', respondedAt: at } as const;
      await desk.store.changeCase(changeInput(input.newCase, fields, { figure }));
    }
    const database = new DatabaseSync(join(desk.site.dataDir, 'meldpunt.sqlite'), { timeout: 5000 });
    database.exec(
      `INSERT INTO outbox (id, kind, reference, about, addedAt, dueAt, failed) VALUES
        ('x', 'reminder', '', '', ${now}, ${now + DAY}, 1), ('y', 'webhook', '', '', ${now}, ${now + DAY}, 1)`,
    );
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/inbox`, anna());
    await page.waitForSelector('#banners li');
    expect(await page.textContent('#banners')).toContain('1 mail kon nog niet worden bezorgd');
    expect(await page.textContent('#banners')).toContain('1 bericht aan de webhook is nog niet aangekomen');
    await page.waitForSelector('#chart svg');
    expect(await page.locator('#chart .chart-bar').count()).toBeGreaterThanOrEqual(2);
    expect(await page.getAttribute('#chart svg', 'aria-label')).toContain('belofte: 3 dagen');
    await page.click('#chart summary');
    expect(await page.locator('#chart tbody tr').count()).toBe(12);
    expect(await page.textContent('#chart table')).toContain('3 dagen, 18 uur');
    database.exec(`DELETE FROM outbox WHERE id IN ('x', 'y')`);
    database.close();
    await context.close();
  });

  it('the list finds by code and state, says what it left out, and is as it was after a reload', async () => {
    const inputs = Array.from({ length: 60 }, (_, index) =>
      newCaseInput({ receivedAt: Date.now() - index * 60_000, respondBy: Date.now() + DAY + index }),
    );
    for (const input of inputs) await desk.store.createCase({ ...input, mails: [] });
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}/en/inbox`, anna());
    await page.waitForFunction(() => document.querySelectorAll('#list-cases li').length > 59);
    const references = await page
      .locator('#list-cases a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(new Set(references).size).toBe(references.length);
    const wanted = inputs[58]?.newCase.reference ?? '';
    await page.fill('#filter-code', wanted.toLowerCase());
    await page.waitForFunction(() => document.querySelectorAll('#list-cases li').length === 1);
    expect(await page.textContent('#list-cases a')).toBe(wanted);
    await page.click('#filter-unfold');
    await page.click('#search-closed');
    await page.waitForFunction(() => document.querySelectorAll('#list-cases li').length === 1);
    await page.selectOption('#filter-status', 'closed');
    await page.waitForFunction(() => document.querySelectorAll('#list-cases li').length === 0);
    expect(await page.textContent('#list-status')).toBe('Nothing found.');
    // Of what is asked for, choices alone stand in the address.
    expect(new URL(page.url()).hash).toBe('#list?state=closed');
    await page.fill('#filter-code', '');
    await page.click('#filter-clear');
    await page.click('#total-nobody');
    expect(new URL(page.url()).hash).toBe('#list?who=nobody&state=open');
    // Of two tabs with the list each says which cases it shows.
    expect(await page.title()).toMatch(/Nobody’s · Open · /);
    await page.reload();
    await page.waitForSelector('#list-cases li');
    expect(await page.getAttribute('#total-nobody', 'aria-pressed')).toBe('true');
    expect(await page.inputValue('#filter-who')).toBe('nobody');
    await context.close();
  });

  it.each(languages)(
    'in %s: every state passes axe, in light and dark, and fits 360 px',
    async (language) => {
      const context = desk.watch(await desk.browser.newContext({ viewport: { width: 360, height: 740 } }));
      const { reference } = await desk.report(context, language, {}, (page) =>
        page.setInputFiles('#field-files', [
          { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('words') },
        ]),
      );
      const page = await context.newPage();
      const check = async (state: string) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await violationsOn(page), `${state} ${colorScheme}`).toEqual([]);
        }
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect([state, width]).toEqual([state, 360]);
      };
      await page.goto(desk.site.url + inboxPaths[language]);
      await page.waitForSelector('#sign-in:not([hidden])');
      await check('sign-in');
      await page.click('#key-submit');
      await page.click('#challenge-form button');
      await page.waitForSelector('#answer-form:not([hidden])');
      await page.click('#answer-form button[type="submit"]');
      await check('sign-in refused');
      await offerKey(page, desk.keys.anna);
      await page.waitForSelector('#list-cases li');
      await check('list');
      await page.goto(`${desk.site.url}${inboxPaths[language]}#${reference}`);
      await page.waitForSelector('#report-body .rendered');
      await openReply(page);
      for (const summary of await page.locator('#team-case summary:visible').all()) await summary.click();
      await page.click('#compose-submit');
      await check('case, opened, with faults');
      await page.check('#assessment-rejected');
      await page.fill('#compose-message', 'a **reply**');
      const seen = await desk.store.findCase(reference);
      if (seen) await desk.store.changeCase(changeInput(seen, { credit: 'named' }));
      await page.click('#compose-submit');
      await page.waitForSelector('#conflict:not([hidden])');
      await check('conflict');
      await sendComposed(page);
      await page.waitForSelector('#team-messages .rendered');
      await check('case, answered');
      await context.close();
    },
  );

  it('from signing in to the first response by keyboard alone', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { reference } = await desk.report(context, 'nl');
    const page = await context.newPage();
    await page.goto(`${desk.site.url}/inbox`);
    await page.waitForSelector('#sign-in:not([hidden])');
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
    const tabTo = async (what: string, isThere: () => Promise<boolean>) => {
      for (let presses = 0; presses < 80; presses += 1) {
        if (await isThere()) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`no way to ${what} by keyboard`);
    };
    const tabToId = (id: string) => tabTo(id, async () => (await focused()) === id);
    await tabToId('key-file');
    // What the file dialog of the browser does, which no test can press keys in.
    await page.setInputFiles('#key-file', desk.keys.bram);
    await tabToId('key-passphrase');
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#list-cases li');
    expect(await focused()).toBe('list-title');
    await tabToId('filter-code');
    await page.keyboard.type(reference);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('#list-cases li').length === 1);
    await tabTo('the case', () =>
      page.evaluate(() => document.activeElement?.matches('#list-cases a') ?? false),
    );
    await page.keyboard.press('Enter');
    await page.waitForSelector('#report-body .facts');
    expect(await focused()).toBe('case-title');
    await page.keyboard.press('e');
    expect(await focused()).toBe('assessment-confirmed');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    expect(await page.isChecked('#assessment-rejected')).toBe(true);
    await tabToId('compose-message');
    await page.keyboard.type('geen lek');
    await page.keyboard.press('Control+Enter');
    // Answered: the first response, and whether it is exploited, as the report says.
    await page.waitForFunction(() => document.querySelectorAll('#deadlines .met').length === 2);
    expect((await desk.store.findCase(reference))?.status).toBe('rejected');
    // Sent is sent: the keyboard stands at what says so, where letters do something.
    await page.waitForFunction(() => document.activeElement?.id === 'compose-state');
    await page.keyboard.press('a');
    await page.waitForFunction(() => document.getElementById('case-assignee')?.textContent?.includes('Bram'));
    expect((await desk.store.findCase(reference))?.assignee).toBe(desk.fingerprints.bram);
    // Once it was answered, one writes.
    await page.keyboard.press('e');
    expect(await focused()).toBe('compose-message');
    // Who types on while something is on its way goes on typing.
    await page.keyboard.type('een');
    const held = await hold(page, `**/cases/${reference}/messages`);
    await page.keyboard.press('Control+Enter');
    await held.asked;
    await page.keyboard.type(' twee');
    await held.release('continue');
    await page.waitForFunction(() => document.querySelectorAll('#team-messages > li').length === 2);
    expect(await focused()).toBe('compose-message');
    await page.keyboard.type(' drie');
    // Escape leaves the field, and nothing is lost of what stands in it since.
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('dock-reply');
    expect(await page.inputValue('#compose-message')).toBe('twee drie');
    await tabToId('dock-note');
    await page.keyboard.press('Enter');
    await page.keyboard.type('voor ons');
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'note-state');
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    expect([await focused(), await page.inputValue('#filter-code')]).toEqual(['list-title', reference]);
    await context.close();
  });
});
