import { createMessage, encrypt, enums, readKeys } from 'openpgp';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { publicHalf } from '../../src/openpgp/unlock-reply-key.ts';
import { changeInput, messageIn, randomId } from '../support/cases.ts';
import { inboxPaths, openFromList, signInWithKey } from '../support/inbox-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const MIB = 1024 * 1024;
/** Within this the page shows the case and has done what a click asks for, in ms; it was over 100 s. */
const PATIENCE = 10_000;
/** The page takes no notice of anybody for no longer than this, in ms. */
const LONGEST_TASK = 3_000;

/** What texts are made of that are hard to lay out or to render; each is repeated up to the length that is asked for. */
const hard = [
  '*a* ',
  'x',
  '> - [a](b) ',
  'e\u0301\u0323\u0489',
  '| a '.repeat(50),
  'a**b_',
  '\n\u05d0 1 \u202e2',
  '\u05d0 1 2 a ',
  '\u05d0a',
  '\u2067a\u2069',
  'กำ้',
  'aあא👍क1 ',
  `${'('.repeat(60)}\u05d0`,
  `\u05d0${'a '.repeat(40)}`,
  `${'אב1 ג'.repeat(300)}\n\n`,
];
/** A text that is no other’s, of `length` bytes. */
function hardText(at: number, length: number): Buffer {
  const part = hard[at % hard.length] ?? '';
  const text = `${at}\n\n${part.repeat(length / Buffer.byteLength(part))}`;
  return Buffer.from(text.padEnd(length, 'b')).subarray(0, length);
}

/** Tells the longest task of the page since the last call, in ms. */
const longestTask = (page: Page) => page.evaluate(() => (window as { longest?: number }).longest ?? 0);

describe('a case in which a reporter wrote a great deal', () => {
  let desk: TeamSite;
  let context: BrowserContext;
  const cases: Record<string, { reference: string; receipt: string }> = {};

  beforeAll(async () => {
    desk = await startTeamSite();
    context = await newContext();
    cases['longest'] = await fill('zip', (at) => hardText(at, limits.openedText));
    cases['beyond'] = await fill('zlib', (at) => hardText(at, MIB));
  }, 240_000);
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  /** A browser's context whose pages remember how long their longest task was. */
  async function newContext() {
    const made = desk.watch(await desk.browser.newContext());
    await made.addInitScript(() => {
      new PerformanceObserver((list) => {
        const longest = Math.max(...list.getEntries().map(({ duration }) => duration));
        const known = window as { longest?: number };
        known.longest = Math.max(known.longest ?? 0, longest);
      }).observe({ type: 'longtask' });
    });
    return made;
  }

  /** A case with as many follow-ups as fit; `content` gives the text of each. */
  async function fill(compression: 'zip' | 'zlib', content: (at: number) => Uint8Array) {
    const made = await desk.report(context, 'nl');
    const found = await desk.store.findCase(made.reference);
    const [report] = await desk.store.readMessages(made.reference);
    if (!found || !report) throw new Error('no case');
    const keys = `${desk.team.exportPublic()}\n${await publicHalf(found.replyKey ?? '')}`;
    const encryptionKeys = (
      await Promise.all(keys.split(/(?=-----BEGIN)/).map((armoredKeys) => readKeys({ armoredKeys })))
    ).flat();
    const recipients = ['anna@example.com', 'bram@example.com'];
    let size = report.sealed.length;
    let current = found;
    for (let at = 1; at < limits.messages; at += 1) {
      const text = content(at);
      // Every tenth as gpg makes it.
      const sealed =
        at % 10 === 0
          ? desk.team.encrypt(text, recipients, ['-z9'])
          : await encrypt({
              message: await createMessage({ binary: text, format: 'binary' }),
              encryptionKeys,
              config: { preferredCompressionAlgorithm: enums.compression[compression] },
            });
      size += sealed.length;
      const message = { id: randomId(), from: 'reporter' as const, by: null, at: Date.now(), sealed };
      const room = { most: limits.messages, mostBytes: limits.reporterBytes };
      const input = changeInput(current, {}, { message: messageIn(message, room) });
      expect(await desk.store.changeCase(input)).toMatchObject({ outcome: 'changed' });
      current = { ...current, version: current.version + 1 };
    }
    expect(size).toBeLessThan(limits.reporterBytes);
    return made;
  }

  it.each(['longest', 'beyond'])(
    'opens in the inbox within ten seconds and shows twenty more when asked: %s texts',
    async (kind) => {
      const { reference = '' } = cases[kind] ?? {};
      const teamContext = await newContext();
      const page = await teamContext.newPage();
      await signInWithKey(page, desk.site.url + inboxPaths.nl, { file: desk.keys.anna });
      await page.waitForSelector(`#list-cases a[href="#${reference}"]`);
      const begun = performance.now();
      await openFromList(page, reference);
      expect(await page.locator('#team-messages > li').count()).toBe(20);
      expect(await page.textContent('#earlier-left')).toContain('179');
      await page.click('#show-earlier');
      await page.waitForFunction(() => document.querySelectorAll('#team-messages > li').length === 40);
      // What is still being rendered keeps nobody from writing.
      await page.fill('#compose-message', 'Dank je.');
      const usable = performance.now() - begun;
      // Every message is looked at, too.
      for (const item of await page.locator('#team-messages > li').all()) await item.scrollIntoViewIfNeeded();
      const longest = await longestTask(page);
      expect(usable).toBeLessThan(PATIENCE);
      expect(longest).toBeLessThan(LONGEST_TASK);
      await teamContext.close();
    },
    240_000,
  );

  it.each(['longest', 'beyond'])(
    'opens on the reporter’s page within ten seconds and shows twenty more when asked: %s texts',
    async (kind) => {
      const { receipt = '' } = cases[kind] ?? {};
      const page = await context.newPage();
      await page.goto(`${desk.site.url}/status`);
      await page.fill('#field-code', receipt);
      const begun = performance.now();
      await page.click('form:has(#field-code) button[type=submit]');
      await page.waitForSelector('#case:not([hidden])');
      // The report, what leads to earlier messages, and the newest.
      expect(await page.locator('#case-messages > li').count()).toBe(22);
      await page.click('#case-show-earlier');
      await page.waitForFunction(() => document.querySelectorAll('#case-messages > li').length === 42);
      const usable = performance.now() - begun;
      for (const item of await page.locator('#case-messages > li').all()) await item.scrollIntoViewIfNeeded();
      const longest = await longestTask(page);
      expect(usable).toBeLessThan(PATIENCE);
      expect(longest).toBeLessThan(LONGEST_TASK);
      await page.close();
    },
    240_000,
  );
});
