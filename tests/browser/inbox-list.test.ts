import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Case } from '../../src/disclosure/case.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { violationsOn } from '../support/axe.ts';
import { changeInput, messageIn, newCaseInput, newMessage } from '../support/cases.ts';
import { inboxPaths, offerKey, openFromList, signInWithKey } from '../support/inbox-page.ts';
import { reportsFor } from '../support/listed-reports.ts';
import { answered } from '../support/staff-desk.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';

describe('the list of cases', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });
  const rowOf = (page: Page, { reference }: Pick<Case, 'reference'>) =>
    page.locator('#list-cases li', { has: page.locator(`a[href="#${reference}"]`) });
  const listed = (page: Page) =>
    page
      .locator('#list-cases a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.slice(1)));
  async function open(width = 1366) {
    const context = desk.watch(await desk.browser.newContext({ viewport: { width, height: 768 } }));
    const page = await context.newPage();
    await signInWithKey(page, desk.site.url + inboxPaths.en, { file: desk.keys.anna });
    await page.waitForSelector('#list-cases li');
    return { context, page };
  }

  it('reads: what each is about, how severe, what is new; searched inside, evidence first, one hand as one row', async () => {
    const { put } = await reportsFor(desk);
    const bare = await put({ system: 'portal.example.com/invoices', weakness: 'access-control' });
    const proven = await put({ system: 'portal.example.com', cvss: vector, steps: '1. Go', proof: 'curl x' });
    const { publicKey: replyKey } = await makeReplyKey('the passphrase of a receipt');
    const scans = [];
    for (const page of ['login', 'search', 'about'])
      scans.push(
        await put(
          {
            system: `www.example.com/${page}`,
            weakness: 'configuration',
            contact: 'scan@example.net',
            description: `Header missing on ${page}.`,
            impact: 'Clickjacking.',
            replyKey: page === 'about' ? '' : replyKey,
          },
          { urgent: page === 'login' },
        ),
      );
    const solved = await put(
      { system: 'old.example.com', description: 'The zanzibar field.' },
      answered('resolved'),
    );
    const { context, page } = await open();
    await page.waitForFunction(() => document.querySelectorAll('#list-cases bdi').length >= 4);
    const row = rowOf(page, proven);
    expect(await row.locator('a').textContent()).toContain('portal.example.com');
    expect(await row.textContent()).toMatch(/Critical.*with proof and steps/);
    expect(await row.locator('.unread-mark').count()).toBe(1);
    // Folded, it says of those in it what must be seen.
    expect(await page.locator('#list-cases .row-hand').textContent()).toMatch(
      /Unread.*3 seem to be from one reporter.*1 urgent.*no evidence.*same contact/,
    );
    expect(await listed(page)).toEqual([proven.reference, bare.reference, solved.reference]);
    expect(await page.locator('#list-cases h3').allTextContents()).toEqual([
      expect.stringContaining('deadline'),
      'To close 1',
    ]);
    expect(await violationsOn(page)).toEqual([]);
    // Words that only the report has.
    await page.fill('#filter-code', 'ZANZIBAR');
    await expect.poll(() => listed(page)).toEqual([solved.reference]);
    expect(await page.textContent('#list-looked')).toContain('All 6 reports');
    expect(page.url()).not.toMatch(/zanzibar/i);
    await page.fill('#filter-code', '');
    await page.keyboard.press('Escape');
    // By keyboard: past the hand, which is urgent, to the first, opened, and the next.
    await page.focus('#list-title');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForFunction((name) => location.hash === `#${name}`, proven.reference);
    await page.waitForFunction(() => document.querySelectorAll('#list-cases [aria-current]').length === 1);
    await expect.poll(() => row.locator('.unread-mark').count()).toBe(0);
    await page.waitForFunction(() => document.getElementById('case-status')?.textContent === '');
    expect(await page.textContent('#case-title')).toMatch(/^portal\.example\.com · /);
    for (const [index, label] of ['invoices', 'supplier of ours'].entries()) {
      await page.fill('#label-text', label);
      await page.press('#label-text', 'Enter');
      await expect.poll(() => page.locator('.label').count()).toBe(index + 1);
    }
    // Handled by now; what it is told apart by is there, and stands where it does in the other rows.
    await expect
      .poll(() => row.textContent())
      .toMatch(/Critical.*invoices \+1.*with proof and steps.*nobody/);
    await page.setViewportSize({ width: 1280, height: 768 });
    expect(await outOfLine(page)).toEqual([]);
    // Nor does anything on a telephone lie over something else, a message that waits and who handles it among them.
    const waiting = await put(
      { system: 'portal.example.com/agenda' },
      {
        ...answered('confirmed'),
        ...{ waitingSince: Date.now() - 5 * 60_000, assignee: desk.fingerprints.anna },
      },
    );
    // And what is due by name, which is longest where it is late.
    const late = await put(
      { system: 'portal.example.com/calendar' },
      {
        ...answered('confirmed'),
        ...{ fixExpectedAt: Date.now() - 2 * DAY, assignee: desk.fingerprints.anna },
      },
    );
    await page.goBack();
    await page.click('#list-refresh');
    await page.setViewportSize({ width: 360, height: 768 });
    await rowOf(page, waiting).locator('.row-kind').waitFor();
    await expect.poll(() => rowOf(page, late).textContent()).toMatch(/Fix date · /);
    expect(await outOfLine(page)).toEqual([]);
    await page.setViewportSize({ width: 1366, height: 768 });
    // Forgotten with the key, and seen is seen.
    await page.reload();
    await page.waitForSelector('#list-cases li');
    await expect.poll(() => row.locator('.unread-mark').count()).toBe(0);
    await context.close();

    // One letter to each of the hand: what fails stays, and why is said.
    const again = await open();
    await again.page.click('.hand-answer');
    await again.page.waitForSelector('#together[open]');
    expect(await again.page.textContent('#together-keyless')).toMatch(/^1 reporter gave no reply key/);
    expect(await again.page.isVisible('#together-unchecked')).toBe(false);
    expect(await violationsOn(again.page)).toEqual([]);
    await again.page.click('#together-send');
    expect(await again.page.isVisible('#error-together')).toBe(true);
    const letter = 'Dear reporter, {{reference}} is not a weakness.';
    await again.page.fill('textarea[id^="together-letter"]', letter);
    // Written once: a reload takes nothing of it.
    await again.page.waitForFunction(() =>
      Object.keys(localStorage).some((key) => key.endsWith(' DESK together')),
    );
    await again.page.reload();
    await again.page.click('#load-key');
    await offerKey(again.page, desk.keys.anna);
    await again.page.click('.hand-answer');
    await again.page.waitForSelector('#together-away');
    expect(await again.page.inputValue('textarea[id^="together-letter"]')).toBe(letter);
    const [, second, third] = scans;
    // Of one the reporter writes while the letter is being written.
    if (!third) throw new Error('no third');
    const message = messageIn({ ...newMessage('reporter', Date.now()), sealed: 'a proof' });
    const written = changeInput(third, { waitingSince: Date.now(), followUps: 1 }, { message });
    expect(await desk.store.changeCase(written)).toEqual({ outcome: 'changed' });
    await again.page.route(`**/cases/${second?.reference}/response`, (route) => route.abort());
    await again.page.click('#together-send');
    await again.page.waitForFunction(() => document.querySelectorAll('#together-outcome li').length === 2);
    expect(await again.page.textContent('#together-outcome')).toContain('1 report has been answered');
    expect(await again.page.locator('#together-outcome li').allTextContents()).toEqual([
      expect.stringContaining(second?.reference ?? ''),
      `${third.reference} got another message from its reporter. Read that first, and answer in the case itself.`,
    ]);
    expect(await again.page.inputValue('textarea[id^="together-letter"]')).toBe(letter);
    await again.page.unroute(`**/cases/${second?.reference}/response`);
    await again.page.click('#together-send');
    await again.page.waitForFunction(
      () =>
        document.querySelectorAll('#together-outcome li').length === 1 &&
        document.querySelector('#together-outcome p') !== null,
    );
    expect((await desk.store.findCase(third.reference))?.status).toBe('received');
    for (const { reference } of scans.slice(0, 2)) {
      expect((await desk.store.findCase(reference))?.status).toBe('closed');
      const messages = await desk.store.readMessages(reference);
      expect(desk.team.decrypt(messages[1]?.sealed ?? '')).toContain(`${reference} is not a weakness`);
    }
    await again.page.click('#together-leave');
    await again.page.waitForFunction(() => document.querySelector('.row-hand') === null);
    await again.context.close();
    desk.errors.splice(0);
  });

  it('of hundreds draws those in view, names each one’s place, and is where it was when one comes back', async () => {
    const now = Date.now();
    for (let index = 0; index < 600; index += 1)
      await desk.store.createCase({
        ...newCaseInput({ receivedAt: now - index * 1000, respondBy: now + 2 * DAY + index * 1000 }),
        mails: [],
      });
    const { context, page } = await open(900);
    await page.waitForFunction(
      () => document.querySelector('#list-cases li')?.getAttribute('aria-setsize') === '604',
    );
    const drawn = async () => page.locator('#list-cases li').count();
    expect(await drawn()).toBeLessThan(80);
    expect(await page.isVisible('.list-windowed')).toBe(true);
    let most = 0;
    for (let top = 0; top < 26_000; top += 2600) {
      await page.evaluate((y) => scrollTo(0, y), top);
      await page.waitForTimeout(50);
      most = Math.max(most, await drawn());
    }
    expect(most).toBeLessThan(80);
    await page.waitForFunction(
      () => Number(document.querySelector('#list-cases li:last-child')?.getAttribute('aria-posinset')) > 500,
    );
    const inView = await page.evaluate(() => {
      const links = [...document.querySelectorAll<HTMLElement>('#list-cases a')];
      const link = links.find((one) => one.getBoundingClientRect().top > 300);
      return {
        name: link?.getAttribute('href')?.slice(1) ?? '',
        top: link?.getBoundingClientRect().top ?? 0,
      };
    });
    await openFromList(page, inView.name);
    // Others come meanwhile that stand before it.
    for (let index = 0; index < 6; index += 1)
      await desk.store.createCase({
        ...newCaseInput({ receivedAt: now, respondBy: now + 2 * DAY, urgent: true }),
        mails: [],
      });
    await page.goBack();
    await page.waitForSelector('#desk:not([hidden])');
    await page.waitForFunction(
      (name) => document.activeElement?.getAttribute('href') === `#${name}`,
      inView.name,
    );
    await page.waitForFunction(
      () => document.querySelector('#list-cases li')?.getAttribute('aria-setsize') === '610',
    );
    const top = await page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? 0);
    expect(Math.abs(top - inView.top)).toBeLessThan(100);
    await context.close();
  });
});

/** What is cut in the list, or does not stand where it does in the rows above it. */
const outOfLine = (page: Page) =>
  page.evaluate(() => {
    const all = (what: string) => [
      ...document.querySelectorAll<HTMLElement>(`#list-cases .row:not(.row-within) ${what}`),
    ];
    // On a telephone the name of what is due leaves no room for the code.
    const isNarrow = innerWidth < 400;
    const wholes = `${isNarrow ? '.due, ' : ''}.row-title bdi, .row-kind, .row-who, .row-age, .row-hand strong, .tag-label, .row-side .reference`;
    const named = '.row:has(.due-named)';
    const cut = all(wholes).filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1);
    const hidden = all(wholes).filter((one) => {
      const [mine, row] = [one.getBoundingClientRect(), one.closest('li')?.getBoundingClientRect()];
      if (mine.width < 1) return !(isNarrow && one.matches(`${named} .reference`));
      return mine.bottom > (row?.bottom ?? 0) || mine.right > (row?.right ?? 0);
    });
    const edges = (what: string, edge: 'left' | 'right') =>
      new Set(all(what).map((one) => Math.round(one.getBoundingClientRect()[edge]))).size;
    return [
      ...[...cut, ...hidden].map((one) => `${one.className} ${one.textContent} is cut`),
      ...all('.due').flatMap((due) => {
        const sides = due.closest('li')?.querySelectorAll('.row-side > *') ?? [];
        const { right, top, bottom } = due.getBoundingClientRect();
        return [...sides].flatMap((one) => {
          const side = one.getBoundingClientRect();
          const isOver = side.width > 1 && right > side.left && top < side.bottom && bottom > side.top;
          return isOver ? [`${due.textContent} lies over ${one.textContent}`] : [];
        });
      }),
      ...(edges('.row-who', 'right') === 1 ? [] : ['who handles it']),
      ...(edges(':is(.row-title, .hand-fold)', 'left') === 1 ? [] : ['what it is about']),
    ];
  });
