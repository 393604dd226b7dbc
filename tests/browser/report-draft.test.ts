import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { throughBack } from '../support/back.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningSite, until } from '../support/project.ts';
import { draftKept, fillInReport, markers, needles, reportPaths } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const words = {
  nl: {
    off: 'Er wordt niets bewaard.',
    impossible: 'Je browser bewaart hier niets',
    lost: 'kan niet meer open',
    later: 'ging nu niet open',
  },
  en: {
    off: 'Nothing is kept.',
    impossible: 'Your browser keeps nothing here',
    lost: 'no longer be opened',
    later: 'could not be opened just now',
  },
};

describe('what is kept of an unfinished report', () => {
  let site: RunningSite;
  let browser: Browser;
  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open(language: LanguageCode, own?: BrowserContext): Promise<Page> {
    const context = own ?? (await browser.newContext({ viewport: { width: 360, height: 740 } }));
    const page = await context.newPage();
    await page.goto(site.url + reportPaths[language]);
    return page;
  }
  /** Everything that this tab, and this site in this browser, has stored; files of the site in hexadecimal. */
  const stored = (page: Page) =>
    page.evaluate(async () => {
      const files: string[] = [];
      async function look(folder: FileSystemDirectoryHandle): Promise<void> {
        for await (const handle of folder.values()) {
          if (handle instanceof FileSystemDirectoryHandle) await look(handle);
          else if (handle instanceof FileSystemFileHandle) {
            const bytes = await contents(handle);
            if (bytes) files.push(Array.from(new Uint8Array(bytes)).join());
          }
        }
      }
      /** Null for a file that went between being named and being read. */
      async function contents(handle: FileSystemFileHandle): Promise<ArrayBuffer | null> {
        try {
          return await (await handle.getFile()).arrayBuffer();
        } catch (error) {
          if (error instanceof DOMException && error.name === 'NotFoundError') return null;
          throw error;
        }
      }
      await look(await navigator.storage.getDirectory());
      const databases = await indexedDB.databases();
      const caches = await globalThis.caches.keys();
      return {
        files,
        tab: { ...sessionStorage },
        rest: [{ ...localStorage }, document.cookie, databases, caches],
      };
    });
  /** Leaves the page; whether the browser asked first. */
  async function leaveAsks(page: Page): Promise<boolean> {
    let asked = false;
    page.once('dialog', (dialog) => {
      asked = true;
      void dialog.accept();
    });
    await page.reload();
    return asked;
  }

  it.each(languages)(
    'in %s, it is kept sealed, with the receipt of a try that may have arrived, and its secret goes with it',
    async (language) => {
      const page = await open(language);
      await fillInReport(page);
      await draftKept(page);
      await page.route('**/api/reports', (route) => route.abort(), { times: 1 });
      await page.click('#send');
      await page.waitForSelector('#send-failed:not([hidden])');
      const before = await stored(page);
      expect(Object.keys(before.tab).sort()).toEqual(['meldpunt-attempts', 'meldpunt-draft', 'meldpunt-tab']);
      expect(before.files).toHaveLength(1);
      expect(before.rest).toEqual([{}, '', [], []]);
      for (const needle of [...needles, 'receipt', 'PRIVATE KEY', 'BEGIN PGP'])
        expect(JSON.stringify(before)).not.toContain(needle);
      for (const sealed of ['meldpunt-attempts', 'meldpunt-draft']) {
        const opened = Buffer.from(before.tab[sealed] ?? '', 'base64').toString('latin1');
        for (const needle of [...needles, 'receipt', 'BEGIN PGP']) expect(opened).not.toContain(needle);
      }
      await page.reload();
      await page.waitForSelector('#draft-note:not([hidden])');
      await page.click('#send');
      await page.waitForSelector('#sent:not([hidden])');
      const after = await until(async () => {
        const now = await stored(page);
        const isErased = JSON.stringify(now.files) !== JSON.stringify(before.files);
        return isErased && 'meldpunt-sent' in now.tab && now.files.length === 1 ? now : undefined;
      }, 'the erasing of the secret');
      // Of the draft nothing is left; of the receipt that the page shows, what opens it here, until the reporter goes on.
      expect(Object.keys(after.tab).sort()).toEqual(['meldpunt-sent', 'meldpunt-tab']);
      expect(after.rest).toEqual([{}, '', [], []]);
      const receipt = (await page.textContent('#sent-receipt')) ?? '';
      for (const needle of [...needles, receipt]) expect(JSON.stringify(after)).not.toContain(needle);
      page.on('dialog', (dialog) => void dialog.accept());
      await page.click('#report-another');
      await page.waitForSelector('#report-form:not([hidden])');
      const last = await until(async () => {
        const now = await stored(page);
        return now.files.length === 0 ? now : undefined;
      }, 'the erasing of the receipt');
      expect(last).toEqual({ files: [], tab: {}, rest: [{}, '', [], []] });
      await page.context().close();
    },
  );

  it.each(languages)(
    'in %s, the choice stands beside its box, and what it means right under it',
    async (language) => {
      const page = await open(language);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        const [box, label, help] = await page.evaluate(() =>
          ['#keep-draft', 'label[for=keep-draft]', '#keep-state'].map((one) => {
            const { left, right, top, bottom } = (
              document.querySelector(one) as Element
            ).getBoundingClientRect();
            return { left, right, top, bottom };
          }),
        );
        if (!box || !label || !help) throw new Error('no choice');
        expect(label.left - box.right).toBeLessThan(24);
        expect(help.left).toBe(label.left);
        expect(label.bottom - label.top).toBeLessThan(90);
        expect(help.top).toBeGreaterThanOrEqual(label.bottom);
      }
      await page.context().close();
    },
  );

  it('throwing a draft away erases its secret too, and the next has one of its own', async () => {
    const page = await open('nl');
    await page.fill('#field-system', markers.system);
    await draftKept(page);
    const { files } = await stored(page);
    await page.reload();
    await page.waitForSelector('#draft-note:not([hidden])');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.click('#draft-discard');
    await until(async () => ((await stored(page)).files.length === 0 ? true : undefined), 'the erasing');
    expect((await stored(page)).tab).toEqual({});
    await page.fill('#field-system', 'anders');
    await draftKept(page);
    const next = await stored(page);
    expect(next.files).toHaveLength(1);
    expect(next.files).not.toEqual(files);
    await page.context().close();
  });

  it.each(languages)(
    'in %s, who would close the tab with a text in it is asked; who goes on in it is not',
    async (language) => {
      const page = await open(language);
      const asked: string[] = [];
      page.on('dialog', (dialog) => {
        asked.push(dialog.type());
        void dialog.dismiss();
      });
      await page.fill('#field-system', markers.system);
      await draftKept(page);
      // A browser asks only where the page was used.
      await page.click('#field-impact');
      void page.close({ runBeforeUnload: true });
      await until(async () => asked[0], 'the question');
      expect(asked).toEqual(['beforeunload']);
      await page.click('.brand');
      await page.waitForSelector('#asks');
      await page.goto(site.url + reportPaths[language]);
      await page.waitForSelector('#draft-note:not([hidden])');
      expect(await page.inputValue('#field-system')).toBe(markers.system);
      expect(asked).toHaveLength(1);
      await page.context().close();
    },
  );

  it.each(languages)(
    'in %s, who wants nothing kept leaves nothing behind, is asked before a reload takes it away, and stays with that choice',
    async (language) => {
      const page = await open(language);
      await page.fill('#field-system', markers.system);
      await draftKept(page);
      await page.uncheck('#keep-draft');
      expect(await page.textContent('#keep-state')).toContain(words[language].off);
      await page.fill('#field-impact', markers.impact);
      await until(async () => ((await stored(page)).files.length === 0 ? true : undefined), 'the erasing');
      expect(await stored(page)).toEqual({
        files: [],
        tab: { 'meldpunt-keep-nothing': '1' },
        rest: [{}, '', [], []],
      });
      expect(await violationsOn(page)).toEqual([]);
      expect(await leaveAsks(page)).toBe(true);
      await page.focus('#field-system');
      await page.waitForSelector('#keep-draft:not(:checked)');
      expect(await page.inputValue('#field-system')).toBe('');
      expect(await page.textContent('#keep-state')).toContain(words[language].off);
      // Nothing typed, nothing to ask.
      expect(await leaveAsks(page)).toBe(false);
      await fillInReport(page);
      await page.route('**/api/reports', (route) => route.abort(), { times: 1 });
      await page.click('#send');
      await page.waitForSelector('#send-failed:not([hidden])');
      expect((await stored(page)).tab).toEqual({ 'meldpunt-keep-nothing': '1' });
      await page.click('#send-retry');
      await page.waitForSelector('#sent:not([hidden])');
      await page.context().close();
    },
  );

  it.each(languages)(
    'in %s, where the browser keeps nothing the page says so, asks before it is left, and sends all the same',
    async (language) => {
      for (const way of ['no storage', 'no worker'] as const) {
        const context = await browser.newContext();
        if (way === 'no worker') await context.route('**/unfinished.worker*', (route) => route.abort());
        else
          await context.addInitScript(() => {
            const refuse = () => {
              throw new DOMException('', 'SecurityError');
            };
            Object.defineProperty(window, 'sessionStorage', { get: refuse });
          });
        const page = await open(language, context);
        await page.fill('#field-system', markers.system);
        await draftKept(page);
        await until(
          async () =>
            (await page.textContent('#keep-state'))?.includes(words[language].impossible) ? true : undefined,
          'the sentence',
        );
        expect(await violationsOn(page)).toEqual([]);
        expect(await leaveAsks(page), way).toBe(true);
        await fillInReport(page);
        await page.click('#send');
        await page.waitForSelector('#sent:not([hidden])');
        await context.close();
      }
    },
  );

  it.each(languages)(
    'in %s, a draft whose secret is gone is said to be lost, and does not come between what is typed next',
    async (language) => {
      const page = await open(language);
      await page.fill('#field-system', markers.system);
      await draftKept(page);
      await page.evaluate(async () => {
        await (await navigator.storage.getDirectory()).removeEntry('drafts', { recursive: true });
      });
      await page.reload();
      await page.waitForSelector('#draft-lost:not([hidden])');
      expect(await page.textContent('#draft-lost')).toContain(words[language].lost);
      expect(await page.isVisible('#draft-note')).toBe(false);
      expect(await violationsOn(page)).toEqual([]);
      await page.fill('#field-system', 'anders');
      await draftKept(page);
      await page.reload();
      await page.waitForSelector('#draft-note:not([hidden])');
      expect(await page.inputValue('#field-system')).toBe('anders');
      await page.context().close();
    },
  );

  it.each(languages)(
    'in %s, what is kept is said beside the box, in lines as wide as the form',
    async (language) => {
      const page = await open(language);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        const widthOf = (part: string) =>
          page.locator(part).evaluate((element) => element.getBoundingClientRect().width);
        const form = await widthOf('#report-form');
        expect(await widthOf('label[for=keep-draft]'), String(width)).toBeGreaterThan(form * 0.8);
        expect(await widthOf('#keep-state'), String(width)).toBeGreaterThan(form * 0.7);
      }
      await page.context().close();
    },
  );

  it.each(languages)(
    'in %s, a draft that can’t be opened because its worker did not arrive stays, with its receipt, for another try',
    async (language) => {
      const page = await open(language);
      await fillInReport(page);
      await draftKept(page);
      await page.route('**/api/reports', (route) => route.abort(), { times: 1 });
      await page.click('#send');
      await page.waitForSelector('#send-failed:not([hidden])');
      const { tab } = await stored(page);
      await page.context().route('**/unfinished.worker*', (route) => route.abort());
      await page.reload();
      await page.waitForSelector('#draft-later:not([hidden])');
      expect(await page.textContent('#draft-later')).toContain(words[language].later);
      expect(await page.isVisible('#draft-lost')).toBe(false);
      expect(await violationsOn(page)).toEqual([]);
      expect((await stored(page)).tab).toEqual(tab);
      await page.context().unroute('**/unfinished.worker*');
      await page.reload();
      await page.waitForSelector('#draft-note:not([hidden])');
      expect(await page.inputValue('#field-system')).toContain(markers.system);
      await page.context().close();
    },
  );

  it('two tabs keep a draft each, and sending one leaves the other', async () => {
    const first = await open('nl');
    const second = await open('nl', first.context());
    await first.fill('#field-system', 'eerste');
    await draftKept(first);
    await fillInReport(second);
    await draftKept(second);
    const namesOf = async () => (await stored(first)).files.map((file) => JSON.stringify(file));
    const drafts = await namesOf();
    expect(drafts).toHaveLength(2);
    await second.click('#send');
    await second.waitForSelector('#sent:not([hidden])');
    // The second tab keeps its receipt by then, under a secret of its own.
    await until(async () => {
      const left = (await namesOf()).filter((file) => drafts.includes(file));
      return left.length === 1 ? true : undefined;
    }, 'the erasing');
    await first.reload();
    await first.waitForSelector('#draft-note:not([hidden])');
    expect(await first.inputValue('#field-system')).toBe('eerste');
    await first.context().close();
  });

  it('what is typed stays through Back, also where the browser empties fields that are not its to keep', async () => {
    const page = await open('nl');
    await fillInReport(page);
    await draftKept(page);
    expect(await throughBack(page)).toMatchObject(
      Object.fromEntries(Object.entries(markers).map(([name, text]) => [`field-${name}`, text])),
    );
    await page.context().close();
  });

  it('a secret key that was pasted by mistake is not kept with the rest', async () => {
    const page = await open('nl');
    await page.fill('#field-system', markers.system);
    await page.locator('#group-key > summary').click();
    await page.fill('#field-ownKey', '-----BEGIN PGP PRIVATE KEY BLOCK-----');
    await draftKept(page);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.waitForSelector('#draft-note:not([hidden])');
    expect(await page.inputValue('#field-system')).toBe(markers.system);
    expect(await page.inputValue('#field-ownKey')).toBe('');
    await page.close({ runBeforeUnload: false });
  });
});
