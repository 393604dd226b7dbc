import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Keys } from '../support/keys.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { sendWeekReport } from '../support/week-reports.ts';

const NAMES = ['invoices', 'invoicesAgain', 'search', 'anonymous', 'beg1', 'beg2', 'beg3'] as const;
/** As the browser takes a day: month, day, year. */
const typedDay = (days: number) => {
  const [year, month, day] = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).split('-');
  return `${month}${day}${year}`;
};

describe('a week by keyboard alone', () => {
  let desk: TeamSite;
  let keys: Keys;
  let page: Page;
  const week: Record<string, string> = {};
  beforeAll(async () => {
    desk = await startTeamSite();
    const { anna, bram } = desk.fingerprints;
    const team = [anna, bram].map((one) => desk.team.exportPublic(one));
    for (const name of NAMES) week[name] = (await sendWeekReport(desk.site.url, name, team)).reference;
    const context = desk.watch(await desk.browser.newContext({ viewport: { width: 1280, height: 800 } }));
    page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.accept());
    keys = new Keys(page);
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
    expect(keys.finds.splice(0)).toEqual([]);
  });
  const told = (id: string, words: RegExp) =>
    expect.poll(() => page.textContent(`#${id}`), { timeout: 10_000 }).toMatch(words);
  /** To the list, whatever one is at. */
  const toList = async () => {
    await keys.press('/');
    await keys.arrive('#filter-code');
    await keys.press('Escape');
    await keys.arrive('#list-title');
  };
  /** Looks a case up by words, and opens it. */
  const open = async (words: string, name: string) => {
    await keys.press('/');
    await keys.press('Control+A');
    await keys.type(words);
    await page.waitForFunction(
      (one) => document.querySelector('#list-cases a')?.getAttribute('href') === `#${one}`,
      week[name],
    );
    await keys.press('Escape');
    await keys.press('j');
    await keys.press('Enter');
    await keys.arrive('#case-title');
    await page.waitForSelector('#report-body .facts');
  };

  /** From the foot of a case, with its form open, up to the lesson: there and back. */
  const lookAtLesson = async () => {
    await keys.press('e');
    await keys.press('Escape');
    await keys.arrive('#dock-reply');
    await keys.to('#lesson-open', 'Shift+Tab');
    await keys.press('Enter');
    await keys.arrive('#lesson-id');
    await keys.to('#lesson-open', 'Shift+Tab');
    await keys.press('Enter');
    await page.waitForSelector('#lesson-form', { state: 'detached' });
    expect(await keys.look('closing the lesson')).toBe('#lesson-open');
  };

  it('signs in, and has the shortcuts off and on', async () => {
    await page.goto(`${desk.site.url}/inbox`);
    await page.waitForSelector('#sign-in:not([hidden])');
    await keys.to('#key-file');
    // What the file dialog of the browser does, which no test can press keys in.
    await page.setInputFiles('#key-file', desk.keys.anna);
    await keys.push('#key-submit');
    await keys.arrive('#list-title');
    await page.waitForSelector('#list-cases .row-hand');
    await keys.press('?');
    await keys.arrive('#shortcuts-on');
    await keys.press('Space');
    await keys.push('#shortcuts-close');
    await keys.arrive('#list-title');
    await keys.press('j');
    expect(await keys.isOn('#list-title')).toBe(true);
    await keys.to('#show-shortcuts', 'Shift+Tab');
    await keys.press('Enter');
    await keys.arrive('#shortcuts-on');
    await keys.press('Space');
    await keys.press('Escape');
    await keys.arrive('#show-shortcuts');
    await keys.press('j');
    expect(await keys.isOn('#list-cases a')).toBe(true);
  });

  it('takes a case on, answers it, notes and judges it, and goes on to the next', async () => {
    const isThere = () => keys.isOn(`a[href="#${week['invoices']}"]`);
    for (let rows = 0; rows < 6 && !(await isThere()); rows += 1) await keys.press('k');
    await keys.press('Enter');
    await keys.arrive('#case-title');
    await page.waitForSelector('#report-body .facts');
    await keys.press('a');
    await page.waitForFunction(() => document.getElementById('case-assignee')?.textContent?.includes('Anna'));
    await keys.press('e');
    await keys.arrive('#assessment-confirmed');
    await keys.press('Space');
    await keys.to('#compose-date');
    await page.keyboard.type(typedDay(7));
    await keys.to('#compose-message');
    await keys.press('Control+Enter');
    await keys.arrive('#compose-state');
    await keys.press('n');
    await keys.arrive('#note-text');
    await keys.type('Marieke zoekt de oorzaak.');
    await keys.press('Control+Enter');
    await keys.arrive('#note-state');
    await keys.press('t');
    await keys.arrive('#triage-title');
    await keys.push('#severity-edit > summary');
    await page.waitForSelector('#cvss-vector');
    await keys.to('#cvss-vector');
    await keys.type('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N');
    await keys.press('Enter');
    await told('severity-ours', /8/);
    await keys.arrive('#severity-edit > summary');
    await keys.to('#label-text');
    await keys.type('facturen');
    await keys.press('Enter');
    await page.waitForSelector('.label');
    await keys.push('#ssvc-edit > summary');
    for (const one of ['exploitation-none', 'automatable-no', 'technicalImpact-partial', 'mission-low']) {
      await keys.to(`#ssvc-${one}`);
      await keys.press('Space');
    }
    await keys.push('#ssvc-save');
    await page.waitForSelector('#ssvc-decision .decision');
    await keys.arrive('#ssvc-edit > summary');
    // To the one that stood below it, wherever it stands now that it is answered.
    await keys.press('j');
    await keys.arrive('#case-title');
    expect(await page.textContent('#case-reference')).not.toContain(week['invoices']);
  });

  it('names the earlier report of one that says the same', async () => {
    await open('other customers', 'invoicesAgain');
    await keys.press('t');
    await page.waitForSelector('#similar button');
    await keys.push('#similar button');
    await page.waitForSelector('#duplicate-of');
    await keys.arrive('#duplicates-title');
  });

  it('filters, and answers those of one hand together', async () => {
    await keys.press('u');
    await keys.arrive('#list-cases a');
    await keys.press('/');
    await keys.press('Control+A');
    await keys.press('Delete');
    await keys.push('#filter-unfold');
    await keys.to('#filter-who');
    await keys.press('ArrowDown');
    await page.waitForSelector('#filter-clear');
    await keys.to('#filter-clear', 'Shift+Tab');
    await keys.press('Enter');
    await keys.arrive('#list-title');
    for (const key of [...'jjjjjkkkkk']) if (!(await keys.isOn('.hand-fold'))) await keys.press(key);
    await keys.to('#list-cases input', 'Shift+Tab');
    await keys.press('Space');
    await keys.push('.hand-answer');
    await keys.arrive('#together-reject');
    await keys.press('Space');
    await keys.to('#together-letter-en');
    await keys.press('Control+A');
    await keys.type('Thank you. This is no weak spot: nothing of {{reference}} can be used against anybody.');
    await keys.push('#together-send');
    await told('together-outcome', /3/);
    await keys.arrive('#together-title');
    await keys.push('#together-leave');
    await keys.arrive('#list-title');
  });

  it('writes a letter of the team, looks at who can read what, and is away', async () => {
    await toList();
    await keys.to('a[href="#letters"]', 'Shift+Tab');
    await keys.press('Enter');
    await keys.arrive('#room-title');
    await page.waitForSelector('#letter-new');
    await keys.push('#letter-new');
    await keys.arrive('#letter-title');
    for (const code of ['nl', 'en'])
      for (const field of ['name', 'text']) {
        await keys.to(`#letter-${field}-${code}`);
        await keys.type('Kort');
      }
    await keys.push('#letter-save');
    await told('letter-state', /Bewaard/);
    await keys.push('#letter-leave');
    await keys.arrive('#letter-new, #room-title');
    await toList();
    await keys.to('a[href="#sharing"]', 'Shift+Tab');
    await keys.press('Enter');
    await keys.arrive('#room-title');
    await page.waitForSelector('#sharing-look');
    await keys.push('#sharing-look');
    await told('sharing-status', /Klaar/);
    await keys.arrive('#room-title');
    await toList();
    await keys.to('a[href="#desk"]', 'Shift+Tab');
    await keys.press('Enter');
    await keys.arrive('#room-title');
    await page.waitForSelector('#absence-stand-in');
    await keys.to('#absence-from');
    await page.keyboard.type(typedDay(1));
    await keys.to('#absence-until');
    await page.keyboard.type(typedDay(3));
    await keys.to('#absence-stand-in');
    await keys.press('ArrowDown');
    await keys.push('#absence-submit');
    await keys.arrive('#absence-done');
  });

  it('hands a case over, solves and closes another, and signs out', async () => {
    await open('search', 'search');
    // From the foot of the case back up.
    await keys.press('e');
    await keys.press('Escape');
    await keys.arrive('#dock-reply');
    await keys.to('#hand-over-open', 'Shift+Tab');
    await keys.press('Enter');
    await page.waitForSelector('#hand-over-key');
    await keys.to('#hand-over-key');
    await keys.type(desk.team.exportPublic(desk.fingerprints.bram));
    await keys.push('#hand-over-judge');
    await page.waitForSelector('#hand-over-keys');
    await keys.push('#hand-over-seal');
    await page.waitForSelector('#hand-over-sealed');
    await open('nummer in het adres', 'invoices');
    for (const state of ['resolved', 'closed']) {
      await keys.press('e');
      await keys.arrive('#compose-message');
      await keys.type('Het is verholpen.');
      await keys.to('#compose-status', 'Shift+Tab');
      while ((await page.inputValue('#compose-status')) !== state) await keys.press('ArrowDown');
      await keys.to('#compose-submit');
      await keys.press('Enter');
      await keys.arrive('#compose-state');
      if (state === 'resolved') await lookAtLesson();
    }
    await toList();
    await keys.to('#sign-out', 'Shift+Tab');
    await keys.press('Enter');
    await keys.arrive('#key-title');
  });
});
