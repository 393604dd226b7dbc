import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { inboxPaths, openFromList, openReply, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { needles } from '../support/report-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const statusPaths: Record<LanguageCode, string> = { nl: '/status', en: '/en/status' };
const words = {
  nl: {
    promise: 'Dan bewaren we daarvoor het kenmerk en de termijnen',
    confirm: ['Alles wat je stuurde, wordt nu gewist', 'het kenmerk en de termijnen, zonder inhoud'],
    gone: ['alles wat je stuurde, is gewist', 'tot dat is gedaan en de bewaartermijn voorbij is'],
    ...{
      received: 'Ontvangen',
      tag: 'Ingetrokken',
      title: 'Ingetrokken door de melder',
      running: 'deze termijnen lopen door',
    },
    ...{ done: 'Er loopt geen termijn meer', event: 'Ingetrokken door de melder, inhoud gewist' },
    ...{
      fixed: 'Oplossing beschikbaar sinds',
      hopeless: 'Er komt geen oplossing',
      erased: 'De zaak is gewist',
    },
  },
  en: {
    promise: 'we keep the reference and the deadlines for that',
    confirm: [
      'Everything you sent will now be erased',
      'the reference and the deadlines, without any contents',
    ],
    gone: ['everything you sent is erased', 'until that is done and the retention period is over'],
    ...{
      received: 'Received',
      tag: 'Withdrawn',
      title: 'Withdrawn by the reporter',
      running: 'these deadlines keep running',
    },
    ...{ done: 'No deadline is running any more', event: 'Withdrawn by the reporter, contents erased' },
    ...{ fixed: 'Fix available since', hopeless: 'There will be no fix', erased: 'has been erased' },
  },
} as const;

describe('a report that is withdrawn while its clocks run', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  /** Says yes to whatever the page asks, and keeps what it asked. */
  function sayYes(page: Page): string[] {
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.accept();
    });
    return asked;
  }

  /** Does something that changes the case, and waits until it is shown as it is then. */
  async function changing(page: Page, work: () => Promise<void>) {
    const stored = page.waitForResponse(
      (response) => response.request().method() === 'GET' && /\/cases\/CVD/.test(response.url()),
    );
    await work();
    await stored;
    await waitForCase(page);
  }

  /** A report that the team has open, marked as exploited, with an answer half written. */
  async function openReport(language: LanguageCode) {
    const context = desk.watch(await desk.browser.newContext());
    const sent = await desk.report(context, language);
    const teamContext = desk.watch(await desk.browser.newContext());
    const inbox = await teamContext.newPage();
    const asked = sayYes(inbox);
    await signInWithKey(inbox, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
    await openFromList(inbox, sent.reference);
    await inbox.waitForSelector('#report-body .rendered');
    await openReply(inbox);
    await inbox.click('#cra summary');
    await changing(inbox, () => inbox.click('#cra-start'));
    // The button is gone; who goes by keyboard is where the clocks run now.
    await inbox.waitForFunction(() => document.activeElement?.id === 'deadlines-title');
    await inbox.check('#assessment-rejected');
    await inbox.fill('#compose-message', 'about marker-description-x81kq0zt4');
    return { ...sent, context, teamContext, inbox, asked };
  }

  async function withdraw(context: BrowserContext, language: LanguageCode, receipt: string) {
    const page = await context.newPage();
    const asked = sayYes(page);
    await page.goto(desk.site.url + statusPaths[language]);
    await page.fill('#field-code', receipt);
    await page.click('#code-form button[type=submit]');
    await page.waitForSelector('#case:not([hidden])');
    const told = (await page.textContent('[aria-labelledby=withdraw-title]')) ?? '';
    await page.click('#withdraw');
    await page.waitForSelector('#case-gone:not([hidden])');
    return { page, told, asked, gone: (await page.textContent('#case-gone')) ?? '' };
  }

  /** All that stands on the page, and in its fields. */
  const everythingOn = (page: Page) =>
    page.evaluate(() => {
      const fields = [...document.querySelectorAll<HTMLTextAreaElement>('textarea, input')];
      return document.body.innerHTML + fields.map(({ value }) => value).join('\n');
    });

  it.each(['nl', 'en'] as const)(
    'in %s: the reporter is told what stays, and the team sees the duties and nothing of the contents',
    async (language) => {
      const said = words[language];
      const { context, teamContext, inbox, receipt, reference } = await openReport(language);
      expect(needles.filter((needle) => needle.startsWith('marker')).length).toBeGreaterThan(3);
      expect(await everythingOn(inbox)).toContain('x81kq0zt4');
      const { page, told, asked, gone } = await withdraw(context, language, receipt);
      expect(told).toContain(said.promise);
      for (const word of said.confirm) expect(asked.join()).toContain(word);
      for (const word of said.gone) expect(gone).toContain(word);
      // The receipt opens nothing any more.
      await page.fill('#field-code', receipt);
      await page.click('#code-form button[type=submit]');
      await page.waitForSelector('#error-code:not([hidden])');

      // Sent to what is gone, the answer is refused, and goes with all that was on the screen.
      await inbox.click('#compose-submit');
      await inbox.waitForSelector('#stub:not([hidden])');
      expect(await inbox.textContent('#conflict-list')).toContain(said.event);
      // What was being written can be copied, and goes when its writer says so.
      await inbox.click('#lost-away');
      const text = await everythingOn(inbox);
      // The names of kinds of weak spot stand in the page's own sentences.
      const own = ['server-side-request', 'together', 'leesbaar'];
      expect(needles.filter((needle) => !own.includes(needle) && text.includes(needle))).toEqual([]);
      await changing(inbox, () => inbox.click('#case-refresh'));
      const note = (await inbox.textContent('#stub')) ?? '';
      expect(note).toContain(said.title);
      expect(note).toContain(said.running);
      expect(await inbox.textContent('#case-facts')).toContain(said.tag);
      const shown = await inbox.locator('#team-case button:visible').count();
      expect(await inbox.locator('#deadlines li').count()).toBe(4);
      expect(await inbox.locator('#deadlines button:visible').count()).toBe(3);
      for (const id of ['cra-stop', 'stub-no-fix', 'export', 'evidence', 'case-refresh'])
        expect(await inbox.locator(`#${id}`).isVisible(), id).toBe(true);
      // Those, the three ticks, and the one that notes a fix: there is nothing else to press.
      expect(shown).toBe(9);
      for (const id of [
        'compose-message',
        'assignee',
        'credit',
        'erase',
        'cra-start',
        'report-body',
        'lesson',
        'cve',
      ])
        expect(await inbox.locator(`#${id}`).isVisible(), id).toBe(false);
      expect(await violationsOn(inbox)).toEqual([]);

      // The list says it as well.
      await inbox.click('#to-list');
      const item = inbox.locator('#list-cases li', { hasText: reference }).filter({ hasText: said.tag });
      await item.waitFor();
      expect(await item.textContent()).not.toContain(said.received);
      for (const each of [context, teamContext]) await each.close();
    },
  );

  it('the duties are done one by one, and the case that is closed with the last can be erased', async () => {
    const said = words.nl;
    const { context, teamContext, inbox, receipt, reference, asked } = await openReport('nl');
    await inbox.click('[aria-controls="reported-early-warning"]');
    await inbox.fill('#reported-early-warning-at', '2026-01-02T03:04');
    await inbox.fill('#reported-early-warning-number', 'SRP-2026-0042');
    await withdraw(context, 'nl', receipt);
    await changing(inbox, () => inbox.click('#case-refresh'));
    // No note takes the number any more: it can be copied. The moment has its field.
    expect(await inbox.textContent('#lost-text')).toContain('SRP-2026-0042');
    expect(await inbox.inputValue('#reported-early-warning-at')).toBe('2026-01-02T03:04');
    await inbox.fill('#reported-early-warning-at', '');
    await inbox.click('[aria-controls="reported-early-warning"]');
    for (const name of [
      'Vroegtijdige waarschuwing',
      'Melding aan de autoriteiten',
      'Gebruikers informeren',
    ]) {
      const one = inbox.locator('#deadlines li', { hasText: name });
      await one.getByRole('button').click();
      await changing(inbox, () => one.locator('button[type=submit]').click());
      // The keyboard goes on where the effect is, in sight, and there it is said.
      await inbox.waitForFunction(() => {
        const { activeElement: place } = document;
        const { top = -1, bottom = 0 } = place?.getBoundingClientRect() ?? {};
        const isSeen = place?.id === 'deadlines-title' && top >= 0 && bottom <= innerHeight;
        return isSeen && place.nextElementSibling?.textContent === 'Bewaard.';
      });
    }
    expect(await inbox.locator('#deadlines .met').count()).toBe(3);
    // A moment that is none is asked for again.
    await inbox.click('#stub-fix-form button[type=submit]');
    expect(await inbox.textContent('#error-stub-fix')).toContain('sinds wanneer');
    const since = new Date(Date.now() - 3_600_000);
    await inbox.fill(
      '#stub-fix',
      new Date(since.getTime() - since.getTimezoneOffset() * 60_000).toISOString().slice(0, 16),
    );
    // What stands there stays, also where the case is looked at anew.
    await changing(inbox, () => inbox.click('#case-refresh'));
    await changing(inbox, () => inbox.click('#stub-fix-form button[type=submit]'));
    expect(await inbox.inputValue('#stub-fix')).toBe('');
    expect(await inbox.textContent('#team-timeline')).toContain(said.fixed);
    expect(await inbox.textContent('#deadlines')).toMatch(/nog 13 dagen/);
    await inbox.locator('#deadlines li:not(.met) button').first().click();
    await changing(inbox, () => inbox.click('#reported-final-report button[type=submit]'));
    expect(await inbox.textContent('#stub-state')).toContain(said.done);
    // The section below is gone, with what was to be done there; the deadlines stay.
    await inbox.waitForFunction(() => document.activeElement?.id === 'deadlines-title');
    expect(await inbox.locator('#deadlines .met').count()).toBe(4);
    for (const id of ['cra-stop', 'stub-fix', 'stub-no-fix'])
      expect(await inbox.locator(`#${id}`).isVisible(), id).toBe(false);
    await inbox.click('#erase');
    await inbox.waitForFunction(
      (text) => document.getElementById('inbox-notice')?.textContent?.includes(text),
      said.erased,
    );
    expect(await desk.store.findCase(reference)).toBeNull();
    // The mark, the fix, and erasing were each asked for first; a report can be taken back.
    expect(asked).toHaveLength(3);
    for (const each of [context, teamContext]) await each.close();
  });

  it('no fix that will come ends the final report, and one that comes after all starts it again', async () => {
    const said = words.en;
    const { context, teamContext, inbox, receipt, reference } = await openReport('en');
    await withdraw(context, 'en', receipt);
    await changing(inbox, () => inbox.click('#case-refresh'));
    await changing(inbox, () => inbox.click('#stub-no-fix'));
    expect(await inbox.textContent('#team-timeline')).toContain(said.hopeless);
    expect(await inbox.locator('#deadlines li').count()).toBe(3);
    for (const left of [3, 2, 1]) {
      const open = inbox.locator('#deadlines li:not(.met)');
      expect(await open.count()).toBe(left);
      await open.first().getByRole('button').click();
      await changing(inbox, () => open.first().locator('button[type=submit]').click());
    }
    expect(await inbox.textContent('#stub-state')).toContain(said.done);
    const now = new Date(Date.now() - 60_000);
    await inbox.fill(
      '#stub-fix',
      new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16),
    );
    await changing(inbox, () => inbox.click('#stub-fix-form button[type=submit]'));
    expect(await inbox.textContent('#stub-state')).toContain(said.running);
    expect(await inbox.locator('#deadlines li:not(.met)').count()).toBe(1);
    // The mark was a mistake.
    await changing(inbox, () => inbox.click('#cra-stop'));
    expect(await inbox.textContent('#stub-state')).toContain(said.done);
    expect(await desk.store.findCase(reference)).toMatchObject({ status: 'closed', exploitedAt: null });
    for (const each of [context, teamContext]) await each.close();
  });
});
