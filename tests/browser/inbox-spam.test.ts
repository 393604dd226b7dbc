import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialog, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Case } from '../../src/disclosure/case.ts';
import { receiveMessage } from '../../src/disclosure/changes.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { changeInput, messageIn, newCaseInput, newMessage, textHashOf } from '../support/cases.ts';
import { inboxPaths, openFromList, signInWithKey } from '../support/inbox-page.ts';
import { answered } from '../support/staff-desk.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MARKER = 'spam-that-must-be-gone';
const said = {
  nl: {
    all: 'Kies alle 60 onaangeroerde meldingen',
    erased: (count: number) => new RegExp(`${count} melding(en)? (is|zijn) als spam gewist`),
    confirm: ['60 meldingen', 'kan niet ongedaan worden gemaakt', 'binnen 3 dagen een antwoord'],
    gone: 'was er al niet meer',
    changed: 'is intussen veranderd',
    sameAs: 'zelfde bericht als',
    sameAsNote: 'Precies dit versleutelde bericht',
    none: 'Kies eerst welke meldingen spam zijn.',
  },
  en: {
    all: 'Choose all 60 untouched reports',
    erased: (count: number) => new RegExp(`${count} reports? ha(s|ve) been erased as spam`),
    confirm: ['60 reports', 'cannot be undone', 'an answer within 3 days'],
    gone: 'was gone already',
    changed: 'has changed in the meantime',
    sameAs: 'same message as',
    sameAsNote: 'Exactly the same encrypted message',
    none: 'First choose which reports are spam.',
  },
};
const languages: LanguageCode[] = ['nl', 'en'];
/** A folder for pictures to look at, or none. */
const pictures = process.env['PICTURES'];

describe('spam in the inbox', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  beforeEach(async () => {
    const { cases } = await desk.store.listCases({ status: null, after: null, limit: 500 });
    for (const { reference } of cases) await desk.store.eraseCase({ reference, mails: [], now: Date.now() });
  });
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });
  const anna = () => ({ file: desk.keys.anna });
  const bram = () => ({ file: desk.keys.bram, passphrase: PASSPHRASE });

  let clock = 0;
  /** A case, each a second newer than the one before. */
  async function putCase(fields: Partial<Case> = {}, sealed = `${MARKER} ${clock}`): Promise<Case> {
    clock += 1000;
    const receivedAt = Date.now() - HOUR + clock;
    const input = newCaseInput({ receivedAt, respondBy: receivedAt + 3 * DAY, ...fields });
    const report = { ...input.report, sealed };
    await desk.store.createCase({ ...input, report, textHash: textHashOf(report) });
    return (await desk.store.findCase(input.newCase.reference)) ?? input.newCase;
  }
  async function putCases(count: number): Promise<Case[]> {
    const made: Case[] = [];
    for (let index = 0; index < count; index += 1) made.push(await putCase());
    return made;
  }
  async function openInbox(language: LanguageCode, who = anna()) {
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    await signInWithKey(page, desk.site.url + inboxPaths[language], who);
    await page.waitForSelector('#list-cases li');
    return { context, page };
  }
  const boxOf = ({ reference }: Case) => `#list-cases input[value="${reference}"]`;
  const listed = (page: Page) => page.locator('#list-cases a').allTextContents();
  const rows = (page: Page, count: number) =>
    page.waitForFunction((wanted) => document.querySelectorAll('#list-cases li').length === wanted, count);
  const chosen = (page: Page) => page.locator('#list-cases input:checked').count();
  const result = (page: Page) =>
    page.waitForFunction(() => {
      const text = document.getElementById('choose-result')?.textContent ?? '';
      return text !== '' && !text.includes('…') ? text : false;
    });
  /** Answers the question, and gives it. */
  async function answering(page: Page, isSure: boolean, work: () => Promise<void>): Promise<string> {
    let question = '';
    const answer = (dialog: Dialog) => {
      question = dialog.message();
      return isSure ? dialog.accept() : dialog.dismiss();
    };
    page.once('dialog', answer);
    await work();
    page.off('dialog', answer);
    return question;
  }
  async function picture(page: Page, name: string) {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`) });
      }
    }
    await page.emulateMedia({ colorScheme: null });
  }

  it.each(languages)(
    'in %s: sixty junk reports are chosen and erased in two actions, the three real ones stay, and no disk remembers',
    async (language) => {
      const words = said[language];
      const real = [
        await putCase(answered('confirmed'), 'real one'),
        await putCase({}, 'real two'),
        await putCase({ urgent: true }, 'real three'),
      ];
      const [, second, third] = real;
      if (second) await desk.store.changeCase(changeInput(second, { assignee: desk.fingerprints.bram }));
      if (third) {
        const message = messageIn(newMessage('team', Date.now()));
        await desk.store.changeCase(changeInput(third, {}, { message }));
      }
      const junk = await putCases(60);
      const { context, page } = await openInbox(language);
      await page.click('#filter-unfold');
      await page.check('#filter-untouched');
      const newest = `#list-cases li:first-child a[href="#${junk.at(-1)?.reference}"]`;
      await page.waitForSelector(newest);
      await rows(page, 60);
      // The newest first, and none of the real ones.
      expect(await listed(page)).toEqual(junk.map(({ reference }) => reference).toReversed());
      expect(await page.textContent('#choose-all-label')).toBe(words.all);
      await picture(page, `spam-filtered-${language}`);
      // Two actions.
      await page.check('#choose-all');
      expect(await chosen(page)).toBe(60);
      expect(await page.textContent('#choose-erase')).toContain('(60)');
      await picture(page, `spam-chosen-${language}`);
      expect(await violationsOn(page)).toEqual([]);
      const question = await answering(page, true, () => page.click('#choose-erase'));
      for (const part of words.confirm) expect(question.replaceAll('\u00a0', ' ')).toContain(part);
      await result(page);
      expect(await page.textContent('#choose-result')).toMatch(words.erased(60));
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('choose-result');
      expect(await page.isVisible('#choose')).toBe(false);
      expect(await violationsOn(page)).toEqual([]);
      await picture(page, `spam-erased-${language}`);
      const file = join(desk.site.dataDir, 'meldpunt.sqlite');
      for (const name of [file, `${file}-wal`].filter(existsSync)) {
        const bytes = readFileSync(name);
        expect(bytes.includes(MARKER)).toBe(false);
        for (const { receiptId } of junk) expect(bytes.includes(receiptId)).toBe(false);
      }
      await page.uncheck('#filter-untouched');
      await rows(page, 3);
      expect((await listed(page)).toSorted()).toEqual(real.map(({ reference }) => reference).toSorted());
      expect(await page.locator('#list-cases input').count()).toBe(0);
      expect(desk.site.output()).toContain('"event":"spam","erased":60,"kept":0');
      await context.close();
    },
  );

  it.each(languages)(
    'in %s: of two members at once the second hears what became of each report',
    async (language) => {
      const words = said[language];
      const [first, second, third] = (await putCases(3)) as [Case, Case, Case];
      const [one, two] = [await openInbox(language), await openInbox(language, bram())];
      for (const { page } of [one, two]) await rows(page, 3);
      await one.page.check(boxOf(first));
      await answering(one.page, true, () => one.page.click('#choose-erase'));
      await result(one.page);
      expect(await one.page.textContent('#choose-result')).toMatch(words.erased(1));
      const now = Date.now();
      const message = messageIn(newMessage('reporter', now));
      await desk.store.changeCase(changeInput(second, receiveMessage(second, now).changed, { message, now }));
      await two.page.check('#choose-all');
      await answering(two.page, true, () => two.page.click('#choose-erase'));
      await result(two.page);
      const told = (await two.page.textContent('#choose-result')) ?? '';
      expect(told).toMatch(words.erased(1));
      expect(told).toContain(`${first.reference} ${words.gone}`);
      expect(told).toContain(`${second.reference} ${words.changed}`);
      await picture(two.page, `spam-kept-${language}`);
      expect(await violationsOn(two.page)).toEqual([]);
      expect(await listed(two.page)).toEqual([second.reference]);
      expect(await desk.store.findCase(third.reference)).toBeNull();
      await one.context.close();
      await two.context.close();
    },
  );

  it('one chooses with the keyboard, a stretch with Shift, and nothing is erased before it is certain', async () => {
    const cases = await putCases(6);
    const { context, page } = await openInbox('en');
    await rows(page, 6);
    const [first, second, third, fourth, fifth] = cases as [Case, Case, Case, Case, Case];
    // In a narrow list the button comes with the first that is chosen; in a wide one it says what to do.
    expect(await page.isVisible('#choose-erase')).toBe(false);
    await page.setViewportSize({ width: 1000, height: 720 });
    await page.click('#choose-erase');
    expect(await page.textContent('#choose-result')).toBe(said.en.none);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.click(boxOf(second));
    await page.click(boxOf(fifth), { modifiers: ['Shift'] });
    expect(await chosen(page)).toBe(4);
    expect(
      await page.evaluate(() => (document.getElementById('choose-all') as HTMLInputElement).indeterminate),
    ).toBe(true);
    // Backwards, and away again.
    await page.click(boxOf(third), { modifiers: ['Shift'] });
    expect(await chosen(page)).toBe(1);
    await page.focus(boxOf(first));
    await page.keyboard.press('Space');
    expect(await chosen(page)).toBe(2);
    expect(await page.getAttribute(boxOf(first), 'aria-label')).toBe(`Choose ${first.reference}`);
    // What is chosen stays chosen, and where the keyboard is stays there, when the list is fetched again.
    const { reference } = await putCase();
    await page.click('#list-refresh');
    await page.waitForSelector(`#list-cases a[href="#${reference}"]`);
    expect(await chosen(page)).toBe(2);
    // But not what has changed since.
    await desk.store.changeCase(changeInput(first, { followUps: 1 }));
    await page.click('#list-refresh');
    await page.waitForFunction(() => document.querySelectorAll('#list-cases input:checked').length === 1);
    const question = await answering(page, false, () => page.click('#choose-erase'));
    expect(question).toContain('1 report will now');
    expect(await desk.store.findCase(second.reference)).not.toBeNull();
    expect(await chosen(page)).toBe(1);
    await page.check('#choose-all');
    await page.uncheck(boxOf(fourth));
    await answering(page, true, () => page.keyboard.press('Tab').then(() => page.click('#choose-erase')));
    await result(page);
    expect(await listed(page)).toEqual([fourth.reference]);
    await context.close();
  });

  it.each(languages)(
    'in %s, whoever erases urgent reports as spam is told how many they are',
    async (language) => {
      await putCases(2);
      const urgent = await putCase({ urgent: true });
      const { context, page } = await openInbox(language);
      await rows(page, 3);
      const asked = async () => answering(page, false, () => page.click('#choose-erase'));
      await page.check('#choose-all');
      expect(await asked()).toMatch(
        /^(Let op: er is 1 dringende melding bij|Careful: this includes 1 urgent report)\./,
      );
      await page.uncheck(boxOf(urgent));
      expect(await asked()).toMatch(/^2 (meldingen|reports) /);
      await openFromList(page, urgent.reference);
      await page.waitForSelector('#spam:not([hidden])');
      const ofOne = await answering(page, false, () => page.click('#spam-erase'));
      expect(ofOne).toMatch(/^(Let op: er is 1 dringende|Careful: this includes 1 urgent)/);
      await context.close();
    },
  );

  it('more than one request takes are erased by several, after one question', async () => {
    await putCases(120);
    const { context, page } = await openInbox('nl');
    await rows(page, 120);
    await page.check('#choose-all');
    const question = await answering(page, true, () => page.click('#choose-erase'));
    expect(question).toContain('120 meldingen');
    await result(page);
    expect(await page.textContent('#choose-result')).toMatch(said.nl.erased(120));
    await context.close();
  });

  it.each(languages)(
    'in %s: the page of an untouched report offers it, that of another does not',
    async (language) => {
      const [spam, taken] = (await putCases(2)) as [Case, Case];
      await desk.store.changeCase(changeInput(taken, { assignee: desk.fingerprints.anna }));
      const { context, page } = await openInbox(language);
      await openFromList(page, taken.reference);
      expect(await page.isVisible('#spam')).toBe(false);
      await page.click('#to-list');
      await openFromList(page, spam.reference);
      await page.locator('#spam').scrollIntoViewIfNeeded();
      await picture(page, `spam-case-${language}`);
      expect(await violationsOn(page)).toEqual([]);
      await answering(page, false, () => page.click('#spam-erase'));
      expect(await desk.store.findCase(spam.reference)).not.toBeNull();
      // It changes before it is erased.
      const now = Date.now();
      const message = messageIn(newMessage('reporter', now));
      await desk.store.changeCase(changeInput(spam, receiveMessage(spam, now).changed, { message, now }));
      await answering(page, true, () => page.click('#spam-erase'));
      await page.waitForSelector('#conflict:not([hidden])');
      expect(await page.textContent('#error-spam')).toContain(said[language].changed);
      await answering(page, true, () => page.click('#spam-erase'));
      await page.waitForSelector('#inbox-notice:not([hidden])');
      expect(await page.textContent('#inbox-notice')).toMatch(said[language].erased(1));
      expect(await desk.store.findCase(spam.reference)).toBeNull();
      await context.close();
    },
  );

  it.each(languages)(
    'in %s: a report that came in before is marked in the list and in the case',
    async (language) => {
      const first = await putCase({}, 'the same words');
      const copy = await putCase({}, 'the same words');
      const { context, page } = await openInbox(language);
      await rows(page, 2);
      const item = page.locator('#list-cases li', { has: page.locator(`a[href="#${copy.reference}"]`) });
      expect(await item.textContent()).toContain(`${said[language].sameAs} ${first.reference}`);
      await picture(page, `same-list-${language}`);
      await openFromList(page, copy.reference);
      expect(await page.textContent('#case-same-as')).toContain(said[language].sameAsNote);
      await picture(page, `same-case-${language}`);
      expect(await violationsOn(page)).toEqual([]);
      await page.click('#case-same-as a');
      await page.waitForFunction(
        (wanted) => document.getElementById('case-reference')?.textContent === wanted,
        first.reference,
      );
      await page.waitForFunction(() => document.getElementById('case-status')?.textContent === '');
      expect(await page.textContent('#case-same-as')).toBe('');
      await context.close();
    },
  );
});
