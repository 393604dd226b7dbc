import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView } from '../../src/disclosure/case-view.ts';
import { writeReport } from '../../src/disclosure/report.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { armor } from '../../src/openpgp/armor.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { framePackets, tags } from '../../src/openpgp/packets.ts';
import { publicHalf } from '../../src/openpgp/unlock-reply-key.ts';
import { hostileContents, sealPackets } from '../support/hostile.ts';
import { inboxPaths, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { integer, keyPacket } from '../support/packets.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { PASSPHRASE } from '../support/teams.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const statusPaths: Record<LanguageCode, string> = { nl: '/status', en: '/en/status' };
const hostile = Object.entries(hostileContents());
const slowKey = readFileSync(new URL('../fixtures/keys/slow-rsa.asc', import.meta.url), 'utf8');
/** Whatever a stranger sends, a page shows what there is to show within this, in ms. */
const PATIENCE = 10_000;
const said = {
  nl: {
    key: 'te groot of te ingewikkeld om te gebruiken',
    ownKey: 'te groot of te ingewikkeld voor ons',
    teamOnly: 'alleen voor het team',
    lost: 'Je sleutel is niet meer geladen',
  },
  en: {
    key: 'too large or too complicated to use',
    ownKey: 'too large or too complicated for us',
    teamOnly: 'encrypted to the team only',
    lost: 'Your key is no longer loaded',
  },
};

describe('what a stranger sends', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  async function send(sealed: string): Promise<string> {
    const answer = await fetch(`${desk.site.url}/api/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/pgp-encrypted' },
      body: sealed,
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { reference: string }).reference;
  }
  function reportWith(replyKey: string, language: LanguageCode, words = 'words'): Promise<string> {
    const report = writeReport({
      ...{ language, system: 'x', weakness: 'injection', exposure: 'none', name: '', contact: '' },
      ...{ credit: '', publication: 'no-wish', cvss: '', keptToLimits: true, keptToMethods: true },
      ...{ attachments: [], description: words, impact: 'words', discovery: '', replyKey },
    });
    return send(desk.team.encrypt(report, Object.values(desk.fingerprints)));
  }
  async function openInbox(language: LanguageCode, before?: () => void) {
    const context = desk.watch(await desk.browser.newContext());
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    await signInWithKey(page, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
    return { context, page };
  }
  /** Opens a case, and tells in how many ms it stood there. */
  async function open(page: Page, reference: string): Promise<number> {
    const started = performance.now();
    await page.evaluate((hash) => {
      location.hash = hash;
    }, reference);
    await page.waitForFunction(
      (name) => document.getElementById('case-reference')?.textContent === name,
      reference,
    );
    await waitForCase(page);
    return performance.now() - started;
  }

  it.each(languages)(
    'in %s: a key that would take minutes is told of at once, that case is answered and the next one opens',
    async (language) => {
      const { publicKey: key } = await makeKeyPair({ name: 'Reporter' });
      const slow = await reportWith(slowKey, language, 'with a slow key');
      const other = await reportWith(key, language, 'another case');
      const { context, page } = await openInbox(language);
      expect(await open(page, slow)).toBeLessThan(PATIENCE);
      expect(await page.textContent('#report-body')).toContain('with a slow key');
      const reach = await page.textContent('#compose-reach');
      expect(reach).toContain(said[language].key);
      expect(reach).toContain(said[language].teamOnly);
      expect(await open(page, other)).toBeLessThan(PATIENCE);
      expect(await page.textContent('#report-body')).toContain('another case');
      expect(await page.isVisible('#compose-reach')).toBe(false);
      await open(page, slow);
      await page.check('#assessment-rejected');
      await page.fill('#compose-message', 'told by nobody');
      await sendComposed(page);
      const [, reply] = await desk.store.readMessages(slow);
      expect(desk.team.decrypt(reply?.sealed ?? '', PASSPHRASE)).toContain('told by nobody');
      await context.close();
    },
  );

  it('a message that is made to cost time costs its own case a moment, and no other: bombs, nesting, packets without end', async () => {
    const teamKeys = Object.values(desk.fingerprints).map((one) => desk.team.exportPublic(one));
    const { context, page } = await openInbox('en');
    const other = await reportWith('', 'en', 'still readable');
    for (const [name, contents] of hostile) {
      const sealed = await sealPackets(contents, ...teamKeys);
      if (sealed.length > 256 * 1024) continue;
      const reference = await send(sealed);
      expect(await open(page, reference), name).toBeLessThan(PATIENCE);
      expect(await page.textContent('#report-body'), name).not.toBe('');
      expect(await open(page, other), name).toBeLessThan(PATIENCE);
      expect(await page.textContent('#report-body'), name).toContain('still readable');
    }
    await context.close();
  });

  it('a judge that is stuck is ended: the key stays loaded, and a fresh one reads the message, and whatever comes next', async () => {
    const [stuck, other] = [
      await reportWith('', 'en', 'read before it'),
      await reportWith('', 'en', 'read after it'),
    ];
    const { context, page } = await openInbox('en');
    await open(page, stuck);
    const judge = page.workers().find((worker) => worker.url().includes('judge.worker'));
    const ended = new Promise((resolve) => judge?.on('close', resolve));
    await judge?.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    // 10 s, and what loading takes.
    expect(await open(page, other)).toBeLessThan(2 * PATIENCE);
    await ended;
    expect(await page.textContent('#report-body')).toContain('read after it');
    expect(await open(page, stuck)).toBeLessThan(PATIENCE);
    expect(await page.textContent('#report-body')).toContain('read before it');
    await context.close();
  });

  it.each(languages)(
    'in %s: a worker with the key that breaks down says that the key is to be loaded again',
    async (language) => {
      const reference = await reportWith('', language, 'read again');
      // One that all tabs share breaks down for none of them: see inbox-tabs.test.ts for one that hangs.
      const { context, page } = await openInbox(language, () => {
        Reflect.deleteProperty(globalThis, 'SharedWorker');
      });
      await open(page, reference);
      const holder = page.workers().find((worker) => worker.url().includes('team.worker'));
      await holder?.evaluate(() => {
        setTimeout(() => {
          throw new Error('on purpose');
        });
      });
      await page.waitForSelector('#inbox-notice:not([hidden])');
      expect(await page.textContent('#inbox-notice')).toContain(said[language].lost);
      expect(desk.errors.splice(0).every((text) => text.includes('on purpose'))).toBe(true);
      await page.setInputFiles('#key-file', desk.keys.anna);
      await page.click('#key-submit');
      await page.waitForSelector('#sign-in', { state: 'hidden' });
      await waitForCase(page);
      expect(await page.textContent('#report-body')).toContain('read again');
      expect(await page.isVisible('#inbox-notice')).toBe(false);
      await context.close();
    },
  );

  it.each(languages)(
    'in %s: the form refuses a key of one’s own that nobody could seal to, and says why',
    async (language) => {
      const context = desk.watch(await desk.browser.newContext());
      const page = await context.newPage();
      await page.goto(desk.site.url + reportPaths[language]);
      await fillInReport(page, { ownKey: slowKey });
      const started = performance.now();
      await page.click('#send');
      await page.waitForSelector('#error-ownKey:not([hidden])');
      expect(performance.now() - started).toBeLessThan(PATIENCE);
      expect(await page.textContent('#error-ownKey')).toContain(said[language].ownKey);
      await page.fill('#field-ownKey', '');
      await page.click('#send');
      await page.waitForSelector('#sent:not([hidden])');
      await context.close();
    },
  );

  it('what the server sends costs the reporter’s page no more: hostile messages, and a reply key that is not ours', async () => {
    const context = desk.watch(await desk.browser.newContext());
    const { receipt } = await desk.report(context, 'en', { description: 'my own words' });
    const page = await context.newPage();
    let change: (view: CaseView) => Promise<void> = async () => undefined;
    await page.route('**/api/case', async (route) => {
      const answer = await route.fetch();
      const view = (await answer.json()) as CaseView;
      await change(view);
      await route.fulfill({ response: answer, json: view });
    });
    async function look(): Promise<number> {
      await page.goto('about:blank');
      await page.goto(desk.site.url + statusPaths.en);
      await page.fill('#field-code', receipt);
      const started = performance.now();
      await page.press('#field-code', 'Enter');
      await page.waitForSelector('#case:not([hidden])');
      return performance.now() - started;
    }
    change = async (view) => {
      const own = await publicHalf(view.replyKey ?? '');
      for (const [, contents] of hostile) {
        const sealed = await sealPackets(contents, own);
        view.messages.unshift({
          number: view.messages.length + 1,
          from: 'team',
          at: view.receivedAt,
          sealed,
        });
      }
    };
    expect(await look()).toBeLessThan(PATIENCE);
    expect(await page.textContent('#case-messages')).toContain('my own words');
    change = async (view) => {
      const slow = keyPacket(1, [integer(65_528), integer(65_528)], tags.secretKey);
      view.replyKey = armor(framePackets([slow]), 'PRIVATE KEY BLOCK');
    };
    expect(await look()).toBeLessThan(PATIENCE);
    expect(await page.textContent('#case-messages')).not.toContain('my own words');
    await context.close();
  });
});
