import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { emptyAround } from '../support/back.ts';
import { readMails } from '../support/eml.ts';
import { inboxPaths, openFromList, signInWithKey } from '../support/inbox-page.ts';
import { until } from '../support/project.ts';
import { draftKept, fillInReport, markers, reportPaths } from '../support/report-page.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const words = {
  nl: { unreadable: /niet meer te lezen.*archief/s, allSent: 'Alle bijlagen zijn verstuurd.' },
  en: { unreadable: /can no longer be read.*archive/s, allSent: 'All attachments have been sent.' },
};

describe('what browsers bring along', () => {
  let desk: TeamSite;
  const folder = mkdtempSync(join(tmpdir(), 'meldpunt-files-'));
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(async () => {
    await desk?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(language: LanguageCode, prepare: () => void = () => undefined): Promise<Page> {
    const context = desk.watch(await desk.browser.newContext());
    await context.addInitScript(prepare);
    const page = await context.newPage();
    await page.goto(desk.site.url + reportPaths[language]);
    return page;
  }
  /** Waits for the mail that asks this address alone to confirm. */
  const mailTo = (address: string) =>
    until(async () => {
      const mails = await readMails(join(desk.site.dataDir, 'outbox')).catch(() => []);
      const found = mails.find(({ to }) => to?.some((one) => one.address === address));
      return found?.to?.length === 1 && found.raw.includes(`To: ${address}`) ? found : undefined;
    }, address);
  /** As browsers on some systems have it: a time zone that they name, and can't count in. */
  const unknownZone = () => {
    const { resolvedOptions } = Intl.DateTimeFormat.prototype;
    Intl.DateTimeFormat.prototype.resolvedOptions = function (this: Intl.DateTimeFormat) {
      return { ...resolvedOptions.call(this), timeZone: 'Etc/Unknown' };
    };
  };

  describe.each(languages)('in %s', (language) => {
    it('with a time zone that nobody knows the receipt is shown, and the case, here and in the inbox', async () => {
      const page = await open(language, unknownZone);
      await fillInReport(page);
      await page.click('#send');
      await page.waitForSelector('#sent:not([hidden])');
      expect(await page.isVisible('#send-failed')).toBe(false);
      const receipt = (await page.textContent('#sent-receipt')) ?? '';
      const reference = (await page.textContent('#sent-reference')) ?? '';
      expect(receipt).toMatch(/^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
      // In the organisation's zone, which is named.
      expect(await page.textContent('#sent-received')).toMatch(/ (?:CES?T|GMT\+[12])$/);
      const status = await page.context().newPage();
      await giveCode(status, desk.site.url + statusPaths[language], receipt);
      await status.waitForSelector('#case:not([hidden])');
      expect(await status.textContent('#case-promise')).toMatch(/ (?:CES?T|GMT\+[12])/);
      expect(await status.textContent('#case-messages')).toContain('marker-description');
      const inbox = await page.context().newPage();
      await signInWithKey(inbox, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
      await openFromList(inbox, reference);
      expect(await inbox.isVisible('#team-case')).toBe(true);
      expect(desk.errors).toEqual([]);
      await page.context().close();
    });

    it('whatever else fails after a report is in, the receipt is shown, and nothing says that it is not', async () => {
      const page = await open(language, () => {
        const refuse = () => {
          throw new DOMException('', 'NotAllowedError');
        };
        addEventListener('click', ({ target }) => {
          if ((target as Element).id !== 'send') return;
          Element.prototype.scrollIntoView = () => undefined;
          Intl.DateTimeFormat.prototype.resolvedOptions = refuse;
          Storage.prototype.removeItem = refuse;
          crypto.subtle.deriveBits = () => Promise.reject(new DOMException('', 'OperationError'));
        });
      });
      await fillInReport(page);
      const file = { name: 'bewijs.txt', mimeType: 'text/plain', buffer: Buffer.from('x') };
      await page.setInputFiles('#field-files', file);
      await page.click('#send');
      await page.waitForSelector('#sent:not([hidden])');
      expect(await page.textContent('#sent-receipt')).toMatch(/^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
      await until(
        async () => ((await page.textContent('#sent-note'))?.includes('bewijs.txt') ? true : undefined),
        'what was not sent',
      );
      expect(await page.isVisible('#send-failed')).toBe(false);
      expect(desk.errors).toEqual([]);
      await page.close({ runBeforeUnload: false });
    });

    it.each(['in memory, before', 'in memory, after', 'anew, after'] as const)(
      'coming Back (%s it is shown), fields that the browser emptied stand again, and the next letter keeps them',
      async (way) => {
        const page = await open(language);
        await fillInReport(page, { notify: 'sam@example.org' });
        await draftKept(page);
        await emptyAround(page, way);
        await page.locator('#field-impact').press('End');
        await page.locator('#field-impact').pressSequentially('!');
        await draftKept(page);
        await page.reload();
        await page.waitForSelector('#draft-note:not([hidden])');
        const { name, contact, credit, impact } = markers;
        for (const [field, text] of Object.entries({ name, contact, credit, notify: 'sam@example.org' }))
          expect(await page.inputValue(`#field-${field}`), field).toBe(text);
        expect(await page.inputValue('#field-impact')).toContain(impact.slice(0, 20));
        // What the visitor empties stays empty.
        await page.fill('#field-credit', '');
        await draftKept(page);
        await page.reload();
        await page.waitForSelector('#draft-note:not([hidden])');
        expect(await page.inputValue('#field-credit')).toBe('');
        expect(desk.errors).toEqual([]);
        await page.context().close();
      },
    );

    it('a report is sent with what was typed, also where the browser emptied it a moment before', async () => {
      const page = await open(language);
      await fillInReport(page);
      await page.waitForFunction(() => document.querySelector('#report-form:not([data-keeping])'));
      await page.locator('#field-name').evaluate((field) => {
        (field as HTMLInputElement).value = '';
      });
      await page.click('#preview > summary');
      await until(
        async () => ((await page.textContent('#preview-text'))?.includes(markers.name) ? true : undefined),
        'the name',
      );
      await page.context().close();
    });

    it('a folder that is dropped is refused at once, and the files beside it are taken', async () => {
      const page = await open(language);
      await page.focus('#field-system');
      await page.click('#files-field > summary');
      const [directory, file] = [join(folder, `map-${language}`), join(folder, `los-${language}.txt`)];
      mkdirSync(directory);
      writeFileSync(file, 'los');
      await page.waitForFunction(() => document.querySelector('#files-list') !== null);
      const box = await page.locator('#files-field').boundingBox();
      const session = await page.context().newCDPSession(page);
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await session.send('Input.dispatchDragEvent', {
          type,
          x: (box?.x ?? 0) + 20,
          y: (box?.y ?? 0) + 60,
          data: { items: [], files: [directory, file], dragOperationsMask: 1 },
        });
      }
      await page.waitForSelector('#error-files:not([hidden])');
      expect(await page.textContent('#error-files')).toMatch(words[language].unreadable);
      await until(
        async () => ((await page.locator('#files-list li').count()) === 1 ? true : undefined),
        'the file beside it',
      );
      expect(await page.textContent('#files-list')).toContain(`los-${language}.txt`);
      expect(await violationsOn(page)).toEqual([]);
      await page.context().close();
    });

    it('a file that is erased after it was chosen is refused at once; the report then goes without it', async () => {
      const page = await open(language);
      await fillInReport(page);
      // Not read yet when it goes: as with one of many, or a large one.
      let release: () => void = () => undefined;
      const held = new Promise<void>((done) => {
        release = done;
      });
      const own = await page.context().newPage();
      await own.route('**/seal.worker*', async (route) => {
        await held;
        await route.continue();
      });
      await own.goto(desk.site.url + reportPaths[language]);
      await fillInReport(own);
      const [gone, stays] = [join(folder, `weg-${language}.txt`), join(folder, `blijft-${language}.txt`)];
      for (const one of [gone, stays]) writeFileSync(one, one);
      await own.setInputFiles('#field-files', [gone, stays]);
      await until(
        async () => ((await own.locator('#files-list li').count()) === 2 ? true : undefined),
        'the files',
      );
      rmSync(gone);
      release();
      await own.waitForSelector('#error-files:not([hidden])');
      expect(await own.textContent('#error-files')).toMatch(words[language].unreadable);
      expect(await own.textContent('#files-list')).not.toContain('weg-');
      await own.click('#send');
      await own.waitForSelector('#sent:not([hidden])');
      await until(
        async () =>
          (await own.textContent('#uploads-status')) === words[language].allSent ? true : undefined,
        'the file that is there',
      );
      expect(await own.isVisible('#sent-note')).toBe(false);
      await page.context().close();
    });

    it('a browser that takes no Secure cookie on http, not even of its own machine, signs in to the inbox there', async () => {
      const context = desk.watch(await desk.browser.newContext());
      await context.route('**/api/staff/session', async (route) => {
        const response = await route.fetch();
        const headers = Object.fromEntries(
          Object.entries(response.headers()).filter(([, value]) => !/;\s*Secure/i.test(value)),
        );
        await context.clearCookies();
        const [, name, value] = /^([^=]+)=([^;]+)/.exec(headers['set-cookie'] ?? '') ?? [];
        if (name && value) await context.addCookies([{ name, value, url: desk.site.url }]);
        delete headers['set-cookie'];
        await route.fulfill({ response, headers });
      });
      const page = await context.newPage();
      await signInWithKey(page, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
      await page.waitForSelector('#list-cases a');
      expect((await context.cookies()).map(({ secure }) => secure)).toEqual([false]);
      expect(desk.errors).toEqual([]);
      await context.close();
    });

    it('takes the addresses that the browser takes, and those in other scripts: in the form, the case and the mail', async () => {
      const page = await open(language);
      await fillInReport(page);
      for (const address of ['sam/cvd@example.org', 'R&D@example.com', 'sam@пример.рф']) {
        await page.fill('#field-notify', address);
        await page.locator('#field-notify').blur();
        expect(await page.locator('#field-notify:valid').count(), address).toBe(1);
        await page.waitForTimeout(100);
        expect(await page.getAttribute('#field-notify', 'aria-invalid'), address).toBeNull();
      }
      await page.click('#send');
      await page.waitForSelector('#sent:not([hidden])');
      expect(await page.isVisible('#alert-again')).toBe(false);
      await mailTo('sam@xn--e1afmkfd.xn--p1ai');
      const status = await page.context().newPage();
      const receipt = (await page.textContent('#sent-receipt')) ?? '';
      await giveCode(status, desk.site.url + statusPaths[language], receipt);
      await status.waitForSelector('#case:not([hidden])');
      await status.fill('#field-alert', 'sam/cvd@');
      await status.click('#alert-form button[type=submit]');
      await status.waitForSelector('#error-alert:not([hidden])');
      const second = `R&D-${language}/cvd@example.com`;
      await status.fill('#field-alert', second);
      await status.click('#alert-form button[type=submit]');
      await mailTo(second);
      expect(desk.errors).toEqual([]);
      await page.context().close();
    });

    it('a duplicated tab takes the text along, and what is sent from it is a case of its own', async () => {
      const first = await open(language);
      await fillInReport(first);
      await draftKept(first);
      // It arrives, and nobody knows: its receipt is kept.
      await first.route(
        '**/api/reports',
        async (route) => {
          await route.fetch();
          await route.abort();
        },
        { times: 1 },
      );
      await first.click('#send');
      await first.waitForSelector('#send-failed:not([hidden])');
      const [second] = await Promise.all([
        first.context().waitForEvent('page'),
        first.evaluate(() => void window.open(location.pathname)),
      ]);
      await second.waitForSelector('#draft-note:not([hidden])');
      expect(await second.inputValue('#field-impact')).toBe(markers.impact);
      await second.fill('#field-description', 'iets heel anders');
      await second.click('#send');
      await second.waitForSelector('#sent:not([hidden])');
      expect(await second.isVisible('#sent-note')).toBe(false);
      const other = (await second.textContent('#sent-reference')) ?? '';
      // The first still has its receipt, and finds the report that had arrived.
      await first.click('#send-retry');
      await first.waitForSelector('#sent:not([hidden])');
      const reference = (await first.textContent('#sent-reference')) ?? '';
      expect(reference).not.toBe(other);
      for (const one of [reference, other]) expect(await desk.store.readMessages(one)).toHaveLength(1);
      expect(desk.errors).toEqual([]);
      await first.context().close();
    });
  });
});
