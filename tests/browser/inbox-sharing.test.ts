import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { dearmor } from '../../src/openpgp/armor.ts';
import { type Certificate, makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { keysOfHead, splitHead } from '../../src/openpgp/message-head.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { sealSigned } from '../../src/openpgp/seal-signed.ts';
import { violationsOn } from '../support/axe.ts';
import { ample, newCaseInput, newMessage } from '../support/cases.ts';
import { launchChromium } from '../support/chromium.ts';
import { offerKey, signInWithKey } from '../support/inbox-page.ts';
import { reportText } from '../support/own-texts.ts';
import type { RunningSite } from '../support/project.ts';
import { signedBy } from '../support/signed-messages.ts';
import { startSite } from '../support/site.ts';
import { ANNA, BRAM, CEES, teamWithFormer } from '../support/teams.ts';

let team: Awaited<ReturnType<typeof teamWithFormer>>;
let site: RunningSite;
let store: Store;
let browser: Browser;
/** Everybody whose key was ever of the team. */
let everybody: Certificate[];
beforeAll(async () => {
  team = await teamWithFormer();
  const { TEAM_KEY_FILE, FORMER_KEYS_FILE } = team;
  site = await startSite({ TEAM_KEY_FILE, FORMER_KEYS_FILE });
  store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  browser = await launchChromium();
  const keys = `${team.publicKey}\n${team.gpg.exportPublic('cees@example.com')}`;
  everybody = await readCertificates(keys, new Date());
});
afterAll(async () => {
  await browser?.close();
  await store?.close();
  await site?.stop();
  team?.gpg.close();
});

/** Those whom things were sealed to before Bram came. */
const before = () => everybody.filter(({ userIds }) => !userIds.includes(BRAM)).map(({ armored }) => armored);

/** Cases of before Bram came, by the form; gives their references. */
async function oldCases(...findings: string[]): Promise<string[]> {
  const { publicKey } = await makeReplyKey('x');
  return casesOf(...findings.map((description) => reportText({ description, replyKey: publicKey })));
}
async function casesOf(...reports: string[]): Promise<string[]> {
  const { publicKey } = await makeReplyKey('x');
  return Promise.all(
    reports.map(async (text) => {
      const sealed = await seal(text, [...before(), publicKey]);
      const made = newCaseInput({ receivedAt: Date.now() });
      const report = { ...newMessage('reporter', Date.now()), sealed };
      await store.createCase({ ...made, report, mails: [] });
      return made.newCase.reference;
    }),
  );
}

/** The members, and who was one, for whom a message is. */
function readersOf(sealed: string): string[] {
  const block = dearmor(sealed, 'MESSAGE');
  const head = block.ok ? splitHead(block.bytes)?.head : undefined;
  const ids = keysOfHead(head ?? new Uint8Array())?.map(({ keyId }) => keyId) ?? [];
  return everybody
    .filter(({ keyIds }) => keyIds.some((id) => ids.includes(id)))
    .flatMap(({ userIds }) => userIds[0] ?? '')
    .toSorted();
}

const saysOf = (page: Page) => page.textContent('#sharing-status');
/** Holds back what a context asks for session keys; gives what lets the next such request through. */
async function heldIn(context: BrowserContext): Promise<() => void> {
  const waiting: (() => void)[] = [];
  await context.route('**/api/staff/cases/*/shared', async (route) => {
    await new Promise<void>((go) => waiting.push(go));
    // That of a tab which was closed meanwhile goes nowhere.
    await route.continue().catch(() => undefined);
  });
  return () => waiting.shift()?.();
}
/** Lets requests through until the walk says this. */
async function walksUntil(page: Page, words: RegExp, letThrough: () => void): Promise<void> {
  await expect
    .poll(
      () => {
        letThrough();
        return saysOf(page);
      },
      { timeout: 20_000, interval: 20 },
    )
    .toMatch(words);
}

it('an old case is shared with a newcomer, who reads who could and then reads it; who left no more', async () => {
  const [reference = '', other = ''] = await oldCases('the first', 'the second');
  const [byHand = ''] = await casesOf('Hello, I found this with curl and gpg.');
  const bram = team.gpg.file('bram.asc', team.gpg.exportPrivate(team.gpg.fingerprintOf(BRAM)));
  const newcomer = await (await browser.newContext()).newPage();
  await signInWithKey(newcomer, `${site.url}/en/inbox#${reference}`, { file: bram });
  expect(await newcomer.textContent('#who-can-open')).toContain(ANNA);
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await signInWithKey(page, `${site.url}/en/inbox#${reference}`, { file: join(team.gpg.home, 'anna.asc') });
  await page.click('#who-can-read-title');
  await page.waitForSelector('#readers li');
  expect(await page.locator('#readers li').allTextContents()).toEqual([
    expect.stringMatching(/Anna.*: everything/),
    expect.stringMatching(/Bram.*: nothing/),
    expect.stringMatching(/Cees.*: left, can still read 1 of 1 parts/),
  ]);
  await page.click('#share-case');
  await page.waitForFunction(() =>
    document.getElementById('share-status')?.textContent?.startsWith('Shared'),
  );
  expect(await page.locator('#readers li').count()).toBe(2);
  // What stands in the report is not the matter here.
  const rules = { 'scrollable-region-focusable': { enabled: false } };
  expect(await violationsOn(page, { rules })).toEqual([]);
  // All the others from the room.
  await page.goto(`${site.url}/en/inbox#sharing`);
  await page.click('#sharing-share');
  await page.waitForFunction(() =>
    document.getElementById('sharing-status')?.textContent?.startsWith('Done'),
  );
  expect(await page.textContent('#sharing-status')).toBe(
    'Done: 3 cases looked at. The whole team can open 1 more case now.',
  );
  expect((await page.locator('#sharing-who tbody td').allTextContents()).slice(0, 2)).toEqual([
    ...['3 of 3', '2 of 3'],
  ]);
  expect(await page.locator('#sharing-left li').allTextContents()).toEqual([
    `${byHand}: 1 part. It is not laid out like our reports and names no case.`,
  ]);
  expect(await violationsOn(page)).toEqual([]);
  // What says no case is shared by who has read it.
  await page.click(`#sharing-left a[href="#${byHand}"]`);
  await page.click('#who-can-read-title');
  await page.click('#share-case');
  await page.waitForSelector('#left-out');
  expect(await page.textContent('#share-status')).toMatch(/^1 part was not shared/);
  expect(await page.textContent('#left-out pre')).toBe('Hello, I found this with curl and gpg.');
  expect(await page.isDisabled('#left-out-share')).toBe(true);
  expect(await violationsOn(page, { rules })).toEqual([]);
  await page.check('.left-out-read');
  await page.click('#left-out-share');
  await page.waitForFunction(() =>
    document.getElementById('share-status')?.textContent?.startsWith('Shared: the whole team'),
  );
  expect(await page.locator('#left-out').count()).toBe(0);
  for (const { sealed } of await store.readMessages(byHand)) expect(readersOf(sealed)).toEqual([ANNA, BRAM]);
  await store.eraseCase({ reference: byHand, mails: [], now: Date.now() });
  const again = await (await browser.newContext()).newPage();
  await signInWithKey(again, `${site.url}/en/inbox#${other}`, { file: bram });
  await again.waitForFunction(() =>
    document.getElementById('report-body')?.textContent?.includes('the second'),
  );
});

it('the walk is paused, closed with its tab, cut off by the end of the session, and goes on each time', async () => {
  const letters = signedBy(team.gpg, ANNA, { reference: 'DESK', number: 1, from: 'note' }, 'the letters');
  const value = await sealSigned(letters, before(), []);
  const record = { name: 'letters', seenVersion: 0, value, by: 'Anna', quota: ample, limits: [] };
  await store.writeRecord({ ...record, now: Date.now() });
  const references = await oldCases('1', '2', '3', '4', '5', '6', '7');
  const context = await browser.newContext();
  const letThrough = await heldIn(context);
  const room = `${site.url}/en/inbox#sharing`;
  const anna = { file: join(team.gpg.home, 'anna.asc') };
  const first = await context.newPage();
  await signInWithKey(first, room, anna);
  await first.click('#sharing-share');
  await walksUntil(first, /^Working: [1-9] cases? /, letThrough);

  // Another tab of the browser leaves it to this one.
  const second = await context.newPage();
  await second.goto(room);
  await second.click('#sharing-look');
  await walksUntil(second, /^Another tab of this browser is/, letThrough);
  await first.click('#sharing-pause');
  expect(await saysOf(first)).toMatch(/^Paused after \d cases?\. What is done stays done\./);
  await first.click('#sharing-go-on');
  await walksUntil(first, /^Working: [2-9] cases?/, letThrough);
  await first.close();

  // Closed with its tab, it goes on in another one from where it was; not without the key.
  await second.click('#forget-key');
  await second.waitForSelector('#sharing :text("Load your key first")');
  expect(await second.isDisabled('#sharing-go-on')).toBe(true);
  await second.click('#load-key');
  await offerKey(second, anna.file);
  await second.goto(room);
  await second.click('#sharing-go-on');
  await walksUntil(second, /^Working: [2-9] cases?/, letThrough);
  await context.clearCookies();
  await expect
    .poll(() => {
      letThrough();
      return second.isVisible('#sign-in');
    })
    .toBe(true);
  expect(await second.textContent('#inbox-notice')).not.toBe('');
  const seen = await Promise.all(references.map((reference) => store.readSharing(reference)));
  const [last = ''] = references.filter((_, index) => seen[index]?.version === 0);
  await store.eraseCase({ reference: last, mails: [], now: Date.now() });

  // One that was withdrawn meanwhile is not missed.
  await offerKey(second, anna.file);
  await second.waitForSelector('#sharing-go-on');
  expect(await saysOf(second)).toMatch(/^Paused after \d cases/);
  await second.click('#sharing-go-on');
  await walksUntil(
    second,
    /^Done: \d cases looked at\. The whole team can open \d more cases now\./,
    letThrough,
  );
  for (const reference of references.filter((one) => one !== last))
    for (const { sealed } of await store.readMessages(reference))
      expect(readersOf(sealed)).toEqual([ANNA, BRAM]);
  const shared = await store.readRecord('letters');
  expect(shared?.version).toBe(2);
  expect(readersOf(shared?.value ?? '')).toEqual([ANNA, BRAM]);
  expect(readersOf(value)).toEqual([ANNA, CEES]);
});
