import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { Gpg } from '../support/gpg.ts';
import type { Hand } from '../support/hand.ts';
import * as own from '../support/week-desk.ts';
import * as job from '../support/week-jobs.ts';
import { answerWithFile, openFileOfTeam, openOwn, withdraw } from '../support/week-reporter.ts';
import { weekReports } from '../support/week-reports.ts';
import { startWeek, type WeekSite } from '../support/week-site.ts';
import { needles, ours, secret, theirs } from '../support/week-words.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('a week of a team of two', () => {
  let desk: WeekSite['desk'];
  let week: WeekSite['week'];
  let anna: Hand;
  let bram: Hand;
  let reporter: Page;
  let statusOf: WeekSite['statusOf'];
  let outside: Gpg;
  beforeAll(async () => {
    ({ desk, week, anna, bram, reporter, statusOf } = await startWeek());
    outside = new Gpg();
  });
  afterAll(async () => {
    outside?.close();
    await desk?.stop();
  });
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  it('the list says what thirteen reports are about, and none was opened for it', async () => {
    await anna.page.waitForFunction(() => document.querySelectorAll('#list-cases .row-kind').length >= 9);
    const rows = await anna.page.textContent('#list-cases');
    for (const { system } of Object.values(weekReports)) expect(rows).toContain(system.replace(/^www\./, ''));
    // Four that say nothing, from one hand, stand as one.
    await anna.page.waitForSelector('#list-cases .row-hand');
    expect(await anna.page.textContent('#list-cases .row-hand')).toContain('4');
    expect(anna.taken()).toBe(0);
    expect(await violationsOn(anna.page)).toEqual([]);
  });

  it('who is needed first is taken on and answered in four acts', async () => {
    await job.goTo(anna, week.exploited.reference);
    expect(await job.takeOn(anna)).toBe(1);
    expect(await job.confirmReport(anna, inDays(7))).toBeLessThanOrEqual(4);
    expect(await anna.page.textContent('#team-messages')).toContain('Je hebt gelijk');
  });

  it('what is no weak spot is rejected and closed in four acts', async () => {
    await job.goTo(bram, week.mail.reference);
    expect(await job.rejectAndClose(bram, 'no program of ours takes it.')).toBeLessThanOrEqual(4);
    expect(await statusOf('mail')).toBe('closed');
  });

  it('a word finds the case that says it, and the next one is a key away', async () => {
    expect(await job.find(anna, 'buurman', week.question.reference)).toBe(1);
    await job.goTo(anna, week.question.reference);
    expect(await job.ask(anna, secret.question)).toBe(2);
    // Beside the case stands what was found alone: the whole list has a next one.
    await anna.page.fill('#filter-code', '');
    await anna.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    anna.taken();
    expect(await job.goOn(anna)).toBe(1);
  });

  it('the case that is exploited is rated, noted on and handed over, and its recipient opens it with gpg', async () => {
    await job.goTo(anna, week.exploited.reference);
    expect(await own.note(anna, secret.note)).toBeLessThanOrEqual(4);
    expect(await own.label(anna, secret.label)).toBe(2);
    expect(await own.rate(anna, secret.vector)).toBe(3);
    expect(await own.decide(anna)).toBe(6);
    expect(await anna.page.textContent('#ssvc-decision')).toContain('Act');
    const certificate = outside.exportPublic(outside.makeKey('NCSC <ncsc@example.org>'));
    const sealed = await own.handOver(anna, certificate, secret.handOver);
    expect(await violationsOn(anna.page)).toEqual([]);
    const zip = join(outside.home, 'case.zip');
    outside.run(['--output', zip, '--decrypt', sealed]);
    const read = execFileSync('unzip', ['-p', zip]).toString();
    for (const words of [weekReports.exploited.impact, secret.handOver, secret.vector])
      expect(read).toContain(words);
    expect(read).not.toContain(secret.note);
    // A colleague reads all of it in the list and in the case.
    await job.goTo(bram, week.exploited.reference);
    await bram.page.waitForSelector(`#triage .label:has-text("${secret.label}")`);
    expect(await bram.page.textContent('#notes')).toContain(secret.note);
  });

  it('the second to tell something learns since when it was known, and nothing else', async () => {
    await job.goTo(bram, week.invoicesAgain.reference);
    await bram.page.waitForSelector('#similar');
    expect(await bram.page.textContent('#similar')).toContain(week.invoices.reference);
    expect(await violationsOn(bram.page)).toEqual([]);
    expect(await job.tellDuplicate(bram)).toBeLessThanOrEqual(4);
    expect(await statusOf('invoicesAgain')).toBe('closed');
    await openOwn(reporter, desk.site.url, 'en', week.invoicesAgain);
    const told = await reporter.textContent('#case-messages > li[data-from=team]');
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' });
    const since = (await desk.store.findCase(week.invoices.reference))?.receivedAt;
    expect(told).toContain(day.format(since));
    const all = await reporter.content();
    for (const words of [week.invoices.reference, 'Noor', 'klanten']) expect(all).not.toContain(words);
  });

  it('what was asked is answered with a file, which is looked at in the case; a letter of the team ends it', async () => {
    await openOwn(reporter, desk.site.url, 'nl', week.question);
    expect(await reporter.textContent('#case-messages')).toContain(secret.question);
    await answerWithFile(reporter, secret.answer, theirs);
    await own.writeLetter(anna, 'rejected', { nl: secret.letter, en: secret.letter });
    expect(await violationsOn(anna.page)).toEqual([]);
    await job.goTo(anna, week.question.reference);
    expect(await anna.page.textContent('#team-messages')).toContain(secret.answer);
    await anna.click('#team-files button:has-text("Bekijk")');
    await anna.page.waitForSelector('#team-files pre');
    expect(await anna.page.textContent('#team-files pre')).toBe(theirs.buffer.toString());
    const { path } = await anna.save('#team-files button');
    expect(readFileSync(path).equals(theirs.buffer)).toBe(true);
    expect(await violationsOn(anna.page)).toEqual([]);
    await job.goTo(anna, week.question.reference);
    expect(await job.rejectAsItIs(anna)).toBe(3);
    expect(await statusOf('question')).toBe('closed');
    await openOwn(reporter, desk.site.url, 'nl', week.question);
    expect(await reporter.textContent('#case-messages')).toContain(`over ${week.question.reference}.`);
  });

  it('a file goes to a reporter, who opens it; what is solved is thanked for and closed', async () => {
    await job.goTo(bram, week.search.reference);
    expect(await job.takeOn(bram)).toBe(1);
    expect(await job.confirmWithFile(bram, inDays(3), ours)).toBeLessThanOrEqual(7);
    await openOwn(reporter, desk.site.url, 'en', week.search);
    expect(await openFileOfTeam(reporter)).toBe(ours.buffer.toString());
    await job.goTo(bram, week.search.reference);
    expect(await job.solveAndClose(bram, secret.thanks)).toBeLessThanOrEqual(4);
    expect(await statusOf('search')).toBe('closed');
  });

  it('four from one hand are answered with one letter', async () => {
    await bram.click('#to-list');
    await bram.page.waitForSelector('.hand-answer');
    bram.taken();
    expect(await job.answerTogether(bram, 'it is a setting without consequences here.')).toBeLessThanOrEqual(
      4,
    );
    for (const name of ['beg1', 'beg2', 'beg3', 'beg4'] as const) expect(await statusOf(name)).toBe('closed');
  });

  it('one that is noise is erased, and one that its reporter takes back is gone', async () => {
    await job.goTo(bram, week.long.reference);
    await bram.agree('#spam-erase');
    await bram.page.waitForSelector(`#list-cases a[href="#${week.long.reference}"]`, { state: 'detached' });
    expect(await statusOf('long')).toBe(null);
    await job.goTo(bram, week.upload.reference);
    await own.note(bram, secret.note);
    await openOwn(reporter, desk.site.url, 'en', week.upload);
    await withdraw(reporter);
    expect(await statusOf('upload')).toBe(null);
    await bram.click('#case-refresh');
    // Said where the case stood, of which nothing is left.
    await bram.page.waitForFunction(() =>
      /does not exist/.test(document.getElementById('case-status')?.textContent ?? ''),
    );
    expect(await bram.page.isVisible('.case-columns')).toBe(false);
  });

  it('whoever goes away hands on what is theirs, and it is dealt with', async () => {
    await job.goTo(anna, week.anonymous.reference);
    await job.takeOn(anna);
    await own.goAway(anna, inDays(-1), inDays(6), desk.fingerprints.bram);
    expect(await violationsOn(anna.page)).toEqual([]);
    await bram.click('#to-list');
    await bram.click('#filter-unfold');
    await bram.choose('#filter-who', 'mine');
    await bram.click(`#list-cases a[href="#${week.anonymous.reference}"]`);
    await job.caseShown(bram);
    await bram.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    bram.taken();
    expect(await job.confirmReport(bram, inDays(2))).toBeLessThanOrEqual(4);
    await job.goTo(bram, week.anonymous.reference);
    expect(await job.solveAndClose(bram, secret.thanks, 50)).toBeLessThanOrEqual(5);
    expect(await desk.store.findCase(week.anonymous.reference)).toMatchObject({
      ...{ status: 'closed', reward: 50, assignee: desk.fingerprints.anna },
    });
  });

  it('the last two are solved and closed, and one is taken along as anybody can read it', async () => {
    await job.goTo(anna, week.exploited.reference);
    await job.solveAndClose(anna, secret.thanks);
    await job.goTo(anna, week.invoices.reference);
    await job.takeOn(anna);
    await job.confirmReport(anna, inDays(5));
    await job.goTo(anna, week.invoices.reference);
    await job.solve(anna, secret.thanks, 250);
    await anna.choose('#credit', 'named');
    await anna.click('#actions-save');
    await anna.page.waitForSelector('#lesson-open');
    await anna.click('#lesson-open');
    await anna.page.waitForSelector('#lesson-credit');
    expect(await anna.page.inputValue('#lesson-credit')).toBe('Noor Smit');
    const { path } = await anna.save('#readable');
    expect(execFileSync('unzip', ['-p', path, '*/case.md']).toString()).toContain(secret.thanks);
    await job.goTo(anna, week.invoices.reference);
    await anna.press('e');
    await job.close(anna);
    for (const name of ['exploited', 'invoices'] as const) expect(await statusOf(name)).toBe('closed');
    await anna.click('#to-list');
    // Also what a colleague closed is gone from it.
    await anna.page.waitForFunction(() => document.querySelector('#list-cases li') === null);
    expect(await violationsOn(anna.page)).toEqual([]);
  });

  it('the trail says who did what, also to what is gone', async () => {
    await anna.click('.bar nav a[href="#desk"]');
    await anna.page.waitForSelector('#trail-verdict > *');
    expect(await anna.page.textContent('#trail-verdict')).toContain('Alle getoonde regels kloppen');
    const lines = await anna.page.locator('#trail li').allInnerTexts();
    const has = (...words: string[]) =>
      expect(
        lines.some((line) => words.every((one) => line.includes(one))),
        words.join(),
      ).toBe(true);
    has('Bram', week.long.reference, 'spam');
    has('Anna', week.exploited.reference, 'droeg');
    has('Anna', week.invoices.reference, 'leesbare kopie');
    has('Anna', 'brieven');
    has('Anna', 'afwezig');
    has('Bram', week.upload.reference);
    expect(await violationsOn(anna.page)).toEqual([]);
  });

  it('nothing of it can be read in what the server keeps, mails and says', () => {
    const files = readdirSync(desk.site.dataDir, { recursive: true, encoding: 'utf8' })
      .map((name) => join(desk.site.dataDir, name))
      .filter((name) => statSync(name).isFile());
    expect(files.some((name) => name.endsWith('.eml'))).toBe(true);
    const places = [...files.map((name) => readFileSync(name, 'latin1')), desk.site.output()];
    expect(places.some((text) => text.includes(week.invoices.reference))).toBe(true);
    for (const needle of needles)
      expect(
        places.some((text) => text.includes(needle)),
        needle,
      ).toBe(false);
  });
});
