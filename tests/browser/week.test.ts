import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { Hand } from '../support/hand.ts';
import { signInWithKey } from '../support/inbox-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';
import { ask, confirmReport, find, goOn, goTo, rejectAndClose, takeOn } from '../support/week-jobs.ts';
import { type ReportName, type SentReport, sendWeek, weekReports } from '../support/week-reports.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('a week of a team of two', () => {
  let desk: TeamSite;
  let week: Record<ReportName, SentReport>;
  let anna: Hand;
  let bram: Hand;
  beforeAll(async () => {
    desk = await startTeamSite();
    const { anna: ofAnna, bram: ofBram } = desk.fingerprints;
    const team = [ofAnna, ofBram].map((one) => desk.team.exportPublic(one));
    week = await sendWeek(desk.site.url, team);
    const open = async () => (await desk.watch(await desk.browser.newContext()).newPage()) as Page;
    anna = new Hand(await open());
    bram = new Hand(await open());
    await signInWithKey(anna.page, `${desk.site.url}/inbox`, { file: desk.keys.anna });
    await signInWithKey(bram.page, `${desk.site.url}/en/inbox`, {
      file: desk.keys.bram,
      passphrase: PASSPHRASE,
    });
  });
  afterAll(() => desk?.stop());
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
    await goTo(anna, week.exploited.reference);
    expect(await takeOn(anna)).toBe(1);
    expect(await confirmReport(anna, inDays(7))).toBeLessThanOrEqual(4);
    expect(await anna.page.textContent('#team-messages')).toContain('Je hebt gelijk');
  });

  it('what is no weak spot is rejected and closed in four acts', async () => {
    await goTo(bram, week.mail.reference);
    expect(await rejectAndClose(bram, 'no program of ours takes it.')).toBeLessThanOrEqual(4);
    expect((await desk.store.findCase(week.mail.reference))?.status).toBe('closed');
  });

  it('a word finds the case that says it, and the next one is a key away', async () => {
    expect(await find(anna, 'buurman', week.question.reference)).toBe(1);
    await goTo(anna, week.question.reference);
    expect(await ask(anna, 'Kun je ons vertellen om welke brief het gaat?')).toBeLessThanOrEqual(4);
    // Beside the case stands what was found alone: the whole list has a next one.
    await anna.page.fill('#filter-code', '');
    await anna.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    anna.taken();
    expect(await goOn(anna)).toBe(1);
  });
});
