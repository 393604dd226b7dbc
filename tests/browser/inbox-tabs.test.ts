import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { offerKey, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { markers } from '../support/report-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

describe('the inbox in several tabs of one browser', () => {
  let desk: TeamSite;
  let context: BrowserContext;
  let reference: string;
  beforeAll(async () => {
    desk = await startTeamSite();
    context = desk.watch(await desk.browser.newContext());
    ({ reference } = await desk.report(context, 'nl'));
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  /** Opens the case in a tab of its own, as a link in a mail does. */
  async function openTab(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${desk.site.url}/inbox#${reference}`);
    return page;
  }
  const hasNotice = (page: Page, words: string) =>
    page.waitForFunction(
      (some) => document.getElementById('inbox-notice')?.textContent?.includes(some),
      words,
    );
  const isOpen = (page: Page) =>
    page.waitForFunction(
      (text) => document.getElementById('report-body')?.textContent?.includes(text),
      markers.system,
    );
  const isClosed = (page: Page) =>
    page.waitForFunction((text) => !document.body.textContent?.includes(text), markers.system);

  it('share the key: a new one opens the case without asking, and forgetting it ends it in all', async () => {
    const first = await context.newPage();
    await signInWithKey(first, `${desk.site.url}/inbox`, { file: desk.keys.anna });
    const second = await openTab();
    await isOpen(second);
    expect(await second.isVisible('#sign-in')).toBe(false);
    expect(await first.textContent('#key-state')).toMatch(/Sleutel geladen/);
    expect(await first.title()).not.toBe(await second.title());
    expect(await second.title()).toContain(reference);

    // Forgotten in one, it is gone in the other, and so is what it opened. Who is signed in stays so.
    await first.click('#forget-key');
    await isClosed(second);
    await hasNotice(second, 'in een ander tabblad vergeten');
    expect(await second.textContent('#key-state')).toMatch(/niet geladen/);
    expect(await second.isVisible('#who')).toBe(true);

    // Loaded again in one, the other has it too.
    await second.click('#load-key');
    await offerKey(second, desk.keys.anna);
    await isOpen(second);
    await first.waitForFunction(() =>
      document.getElementById('key-state')?.textContent?.includes('Sleutel geladen'),
    );

    // Signed out in one, all are locked; and signed in again in one, the other goes on where it was.
    await first.click('#sign-out');
    await hasNotice(second, 'in een ander tabblad afgemeld');
    await isClosed(second);
    expect(await second.isVisible('#who')).toBe(false);
    await offerKey(first, desk.keys.anna);
    await isOpen(second);

    // Somebody else who signs in is not taken for the one who sat there, nor is their key.
    await first.click('#forget-key');
    await first.click('#load-key');
    await offerKey(first, desk.keys.bram, PASSPHRASE);
    await first.waitForFunction(() => document.getElementById('who-name')?.textContent?.includes('Bram'));
    await hasNotice(second, 'iemand anders');
    await isClosed(second);
    await first.click('#forget-key');
    await Promise.all([first.close(), second.close()]);
  });

  it('lose the key with the last of them', async () => {
    const first = await openTab();
    await first.click('#load-key');
    await offerKey(first, desk.keys.bram, PASSPHRASE);
    await isOpen(first);
    await first.close();
    const next = await openTab();
    await waitForCase(next);
    expect(await next.textContent('#key-state')).toMatch(/niet geladen/);
    await next.close();
  });

  it('are each on their own where a browser has no shared workers', async () => {
    const alone = desk.watch(await desk.browser.newContext());
    await alone.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'SharedWorker');
    });
    const first = await alone.newPage();
    await signInWithKey(first, `${desk.site.url}/inbox#${reference}`, { file: desk.keys.anna });
    await isOpen(first);
    const second = await alone.newPage();
    await second.goto(`${desk.site.url}/inbox#${reference}`);
    await waitForCase(second);
    expect(await second.textContent('#key-state')).toMatch(/niet geladen/);
    await first.click('#sign-out');
    await hasNotice(second, 'in een ander tabblad afgemeld');
    await alone.close();
  });
});
