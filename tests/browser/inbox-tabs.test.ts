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
    // To the other language the key goes along, also where no other tab has it; with a reload it doesn't.
    await first.click('.bar-language');
    await first.waitForURL('**/en/inbox#*');
    await isOpen(first);
    await first.reload();
    await waitForCase(first);
    expect(await first.textContent('#key-state')).toMatch(/not loaded/);
    await first.click('#load-key');
    await offerKey(first, desk.keys.bram, PASSPHRASE);
    await isOpen(first);
    await first.close();
    const next = await openTab();
    await waitForCase(next);
    expect(await next.textContent('#key-state')).toMatch(/niet geladen/);
    await next.close();
  });

  it.each([
    ['has no shared workers', 'none'],
    ['forbids them', 'forbidden'],
  ])('are each on their own where a browser %s; what one forgets they all do', async (_, kind) => {
    const alone = desk.watch(await desk.browser.newContext());
    await alone.addInitScript((what) => {
      if (what === 'none') Reflect.deleteProperty(globalThis, 'SharedWorker');
      if (what === 'forbidden')
        globalThis.SharedWorker = class {
          constructor() {
            throw new DOMException('blocked', 'SecurityError');
          }
        } as never;
    }, kind);
    const first = await alone.newPage();
    await signInWithKey(first, `${desk.site.url}/inbox#${reference}`, { file: desk.keys.anna });
    await isOpen(first);
    const second = await alone.newPage();
    await second.goto(`${desk.site.url}/inbox#${reference}`);
    await waitForCase(second);
    expect(await second.textContent('#key-state')).toMatch(/niet geladen/);
    // The other keeps its key where this one loads it too.
    await second.click('#load-key');
    await offerKey(second, desk.keys.anna);
    await isOpen(second);
    expect(await first.textContent('#key-state')).toMatch(/Sleutel geladen/);
    await second.click('#forget-key');
    await isClosed(first);
    await hasNotice(first, 'in een ander tabblad vergeten');
    await second.click('#sign-out');
    await hasNotice(first, 'in een ander tabblad afgemeld');
    await alone.close();
  });

  it.each([
    ['says nothing at all', []],
    ['loads and then says nothing', ['ready']],
  ])('wait no longer than they say for a shared worker that %s', async (_, said) => {
    const context = desk.watch(await desk.browser.newContext());
    await context.addInitScript((words) => {
      globalThis.SharedWorker = class extends EventTarget {
        readonly port: MessagePort;
        constructor() {
          super();
          const { port1, port2 } = new MessageChannel();
          this.port = port1;
          for (const word of words) port2.postMessage(word);
        }
      } as never;
    }, said);
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${desk.site.url}/inbox#${reference}`);
    await page.waitForSelector('#sign-in:not([hidden])');
    await offerKey(page, desk.keys.anna);
    await page.waitForFunction(() => document.getElementById('key-status')?.textContent !== '');
    await page.clock.fastForward(5000);
    if (said.length > 0) {
      await page.clock.fastForward(60_000);
      await page.waitForFunction(
        (words) => document.getElementById('error-key')?.textContent === words,
        'Dit duurde te lang en is gestopt. Probeer het opnieuw.',
      );
      await offerKey(page, desk.keys.anna);
    }
    await isOpen(page);
    await context.close();
  });
});
