import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { violationsOn } from '../support/axe.ts';
import { newCaseInput, newMessage } from '../support/cases.ts';
import { launchChromium } from '../support/chromium.ts';
import { signInWithKey } from '../support/inbox-page.ts';
import type { RunningSite } from '../support/project.ts';
import { startSite } from '../support/site.ts';
import { ANNA, BRAM, teamWithFormer } from '../support/teams.ts';

let team: Awaited<ReturnType<typeof teamWithFormer>>;
let site: RunningSite;
let store: Store;
let browser: Browser;
beforeAll(async () => {
  team = await teamWithFormer();
  const { TEAM_KEY_FILE, FORMER_KEYS_FILE } = team;
  site = await startSite({ TEAM_KEY_FILE, FORMER_KEYS_FILE });
  store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await store?.close();
  await site?.stop();
  team?.gpg.close();
});

it('an old case is shared with a newcomer, who reads who could and then reads it; who left no more', async () => {
  const keys = `${team.publicKey}\n${team.gpg.exportPublic('cees@example.com')}`;
  const before = (await readCertificates(keys, new Date())).filter(({ userIds }) => !userIds.includes(BRAM));
  const { publicKey } = await makeReplyKey('x');
  const references: string[] = [];
  for (const text of ['the first', 'the second']) {
    const sealed = await seal(`${text}\n${publicKey}`, [...before.map(({ armored }) => armored), publicKey]);
    const made = newCaseInput({ receivedAt: Date.now() });
    const report = { ...newMessage('reporter', Date.now()), sealed };
    await store.createCase({ ...made, report, mails: [] });
    references.push(made.newCase.reference);
  }
  const [reference = '', other = ''] = references;
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
  // All the others from the room, at the pace of the walk.
  await page.goto(`${site.url}/en/inbox#sharing`);
  await page.click('#sharing-share');
  await page.waitForFunction(
    () => document.getElementById('sharing-status')?.textContent?.startsWith('Done'),
    undefined,
    {
      timeout: 60_000,
    },
  );
  expect(await page.textContent('#sharing-status')).toBe(
    'Done: 2 cases looked at. The whole team can open 1 more case now.',
  );
  expect(await page.locator('#sharing-who tbody td').allTextContents()).toEqual(['2 of 2', '2 of 2']);
  expect(await violationsOn(page)).toEqual([]);
  const again = await (await browser.newContext()).newPage();
  await signInWithKey(again, `${site.url}/en/inbox#${other}`, { file: bram });
  await again.waitForFunction(() =>
    document.getElementById('report-body')?.textContent?.includes('the second'),
  );
});
