import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReport } from '../../src/disclosure/report.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import type { RunningSite } from '../support/project.ts';
import { draftKept, fillInReport, openGroups, reportPaths } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';

const languages: LanguageCode[] = ['nl', 'en'];
const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';
const words = {
  nl: {
    score: 'Score 9,3 van 10 volgens CVSS 4.0: kritiek.',
    older: 'Score 9,8 van 10 volgens CVSS 3.1: kritiek.',
    left: 'Nog 2.000 tekens.',
    over: '1 teken te veel',
    takes: '5 tot 10 minuten',
    tooLong: 'hoogstens 20.000 tekens',
    filled: '1 ingevuld',
  },
  en: {
    score: 'Score 9.3 out of 10 by CVSS 4.0: critical.',
    older: 'Score 9.8 out of 10 by CVSS 3.1: critical.',
    left: '2,000 characters left.',
    over: '1 character too many',
    takes: '5 to 10 minutes',
    tooLong: '20,000 characters at most',
    filled: '1 filled in',
  },
};

describe('filling in the form', () => {
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

  /** The form with its script at work, on a small screen. */
  async function open(language: LanguageCode, colorScheme: 'light' | 'dark' = 'light') {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(site.url + reportPaths[language]);
    const loaded = page.waitForResponse((response) => response.url().includes('seal.worker'));
    await page.focus('#field-system');
    await loaded;
    return { page, complaints };
  }
  const isOpen = (page: Page, id: string) =>
    page.locator(`#${id}`).evaluate((group) => (group as HTMLDetailsElement).open);
  async function isFine(page: Page) {
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  }

  it.each(languages)(
    'in %s, who comes by an address of what moved is led to where it is now',
    async (language) => {
      const page = await browser.newPage();
      for (const place of ['#openpgp', '#plain-title']) {
        await page.goto(site.url + reportPaths[language] + place);
        await page.waitForURL(`**${paths.yourself[language]}${place}`);
        await page.waitForSelector(place);
      }
      await page.close();
      const context = await browser.newContext({ javaScriptEnabled: false });
      const plain = await context.newPage();
      for (const place of ['#openpgp', '#plain-title']) {
        await plain.goto(site.url + reportPaths[language] + place);
        expect(await plain.locator(`section:has(${place}), ${place}`).first().isVisible()).toBe(true);
        expect(await plain.locator(`#openpgp a[href="${paths.yourself[language]}"]`).count()).toBe(1);
      }
      await context.close();
    },
  );

  it.each(languages)(
    'in %s, an empty form is no longer than four screens of a telephone, and says how far its own scripts can be trusted',
    async (language) => {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      await page.goto(site.url + reportPaths[language]);
      await page.waitForSelector('#report-form:not([hidden])');
      const bottom = await page
        .locator('#send')
        .evaluate((one) => one.getBoundingClientRect().bottom + scrollY);
      expect(bottom / 740).toBeLessThanOrEqual(4);
      expect(await page.textContent('.opening')).toContain(words[language].takes);
      // Tools for Markdown come where they are used.
      expect(await page.locator('.modes:visible').count()).toBe(0);
      await page.focus('#field-impact');
      await page.waitForSelector('[data-field-box=impact] .modes:not([hidden])');
      expect(await page.locator('.modes:visible').count()).toBe(1);
      await page.click('.trust summary');
      const links = await page
        .locator('.trust a')
        .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
      expect(links).toEqual([`${site.url}/integrity.txt`, site.url + paths.yourself[language]]);
      for (const link of links) expect((await fetch(link)).status).toBe(200);
      await page.click('#files-field summary');
      const field = page.locator('#field-files');
      expect(await field.evaluate((one) => getComputedStyle(one).borderTopStyle)).toBe('dashed');
      await isFine(page);
      await context.close();
    },
  );

  it('a field is checked when it is left, not before, and is right again with the letter that mends it', async () => {
    const { page, complaints } = await open('nl');
    await page.keyboard.type('x');
    expect(await page.isVisible('#error-system')).toBe(false);
    await page.keyboard.press('Backspace');
    expect(await page.isVisible('#error-system')).toBe(false);
    // What was only passed over is nobody's mistake.
    await page.focus('#field-weakness');
    await page.focus('#field-impact');
    expect(await page.locator('.error:visible').count()).toBe(1);
    await page.focus('#field-system');
    await page.keyboard.press('Tab');
    await page.waitForSelector('#error-system:not([hidden])');
    expect(await page.textContent('#form-say')).toContain('welk systeem');
    expect(await page.isVisible('#error-summary')).toBe(false);
    await isFine(page);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('p');
    await page.waitForSelector('#error-system', { state: 'hidden' });
    // Through its own buttons a field is not left; an optional one may stay empty.
    await page.fill('#field-description', 'x');
    await page.fill('#field-description', '');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-mode'))).toBe('write');
    expect(await page.isVisible('#error-description')).toBe(false);
    await openGroups(page);
    await page.focus('#field-name');
    await page.keyboard.press('Tab');
    expect(await page.isVisible('#error-name')).toBe(false);
    await page.fill('#field-notify', 'nobody');
    await page.fill('#field-ownKey', 'no key');
    await page.focus('#field-system');
    await page.waitForSelector('#error-notify:not([hidden])');
    await page.waitForSelector('#error-ownKey:not([hidden])');
    await page.fill('#field-ownKey', '');
    await page.waitForSelector('#error-ownKey', { state: 'hidden' });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('a look at what will be sealed names what is missing, and neither jumps nor complains', async () => {
    const { page, complaints } = await open('nl');
    await page.fill('#field-system', 'portaal');
    await page.click('#preview summary');
    await page.waitForSelector('#preview-missing:not([hidden])');
    expect(await isOpen(page, 'preview')).toBe(true);
    expect(await page.locator('#preview-missing a').count()).toBe(6);
    expect(await page.isVisible('#preview-shown')).toBe(false);
    expect(await page.isVisible('#error-summary')).toBe(false);
    expect(await page.locator('[aria-invalid]').count()).toBe(0);
    await isFine(page);
    await page.click('#preview-missing a[href="#field-impact"]');
    await page.waitForFunction(() => document.activeElement?.id === 'field-impact');
    await fillInReport(page);
    await page.click('#preview summary');
    await page.waitForFunction(() => document.getElementById('preview-text')?.textContent);
    expect(await page.isVisible('#preview-missing')).toBe(false);
    await page.waitForSelector('#preview-fields:not([hidden])');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('a click that leaves a wrong field still arrives, and opens the part in which something is wrong', async () => {
    const { page } = await open('nl');
    await fillInReport(page, { system: '' });
    await page.fill('#field-notify', 'nobody');
    await page.locator('#group-about > summary').click();
    expect(await isOpen(page, 'group-about')).toBe(false);
    await page.focus('#field-system');
    await page.click('#send');
    await page.waitForSelector('#error-summary:not([hidden])');
    expect(await isOpen(page, 'group-about')).toBe(true);
    await page.locator('#group-about > summary').click();
    await page.click('#error-summary a[href="#field-notify"]');
    expect(await isOpen(page, 'group-about')).toBe(true);
    await page.waitForFunction(() => document.activeElement?.id === 'field-notify');
    await isFine(page);
    await page.context().close();
  });

  it.each(languages)(
    'in %s, folded parts say what is filled in and open with a draft, CVSS too',
    async (language) => {
      const { page, complaints } = await open(language, language === 'nl' ? 'light' : 'dark');
      for (const id of [
        'group-otherwise',
        'group-evidence',
        'files-field',
        'group-discovery',
        'group-about',
        'group-cvss',
        'group-key',
      ])
        expect(await isOpen(page, id)).toBe(false);
      await page.focus('#group-cvss > summary');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#cvss-AV');
      for (const metric of vector.split('/').slice(1)) {
        const [name, value] = metric.split(':');
        await page.selectOption(`#cvss-${name}`, value ?? '');
      }
      expect(await page.textContent('#cvss-status')).toBe(words[language].score);
      expect(await page.inputValue('#field-cvss')).toBe(vector);
      expect(await page.textContent('#group-cvss [data-group-state]')).toBe(words[language].filled);
      await isFine(page);
      await draftKept(page);
      await page.reload();
      await page.waitForSelector('#draft-note:not([hidden])');
      await page.waitForSelector('#cvss-AV');
      expect(await page.inputValue('#cvss-VC')).toBe('H');
      expect(await isOpen(page, 'group-about')).toBe(false);
      await fillInReport(page);
      await page.click('#preview summary');
      await page.waitForFunction(() => document.getElementById('preview-text')?.textContent);
      expect(readReport((await page.textContent('#preview-text')) ?? '').cvss).toBe(vector);
      // One of an older version is taken as it is; answering some questions does not throw it away.
      const older = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P';
      await page.fill('#field-cvss', older);
      expect(await page.textContent('#cvss-status')).toBe(words[language].older);
      expect(await page.inputValue('#cvss-VC')).toBe('');
      await page.selectOption('#cvss-AV', 'L');
      expect(await page.inputValue('#field-cvss')).toBe(older);
      await page.focus('#field-system');
      expect(await page.isHidden('#error-cvss')).toBe(true);
      await page.fill('#field-cvss', `https://www.first.org/cvss/calculator/3.1#${older}`);
      await page.focus('#field-system');
      expect(await page.inputValue('#field-cvss')).toBe(older);
      await page.fill('#field-cvss', 'hoog');
      await page.focus('#field-system');
      await page.waitForSelector('#error-cvss:not([hidden])');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it.each(languages)('in %s, a text can be seen formatted, and nothing in it runs', async (language) => {
    const { page, complaints } = await open(language, 'dark');
    await page.fill('#field-description', '# Kop\n\n1. **een**\n\n<img src=x onerror=alert(1)>');
    const box = page.locator('[data-field-box=description]');
    await box.locator('[data-mode=preview]').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('#rendered-description strong');
    expect(await page.locator('#rendered-description img').count()).toBe(0);
    expect(await page.isVisible('#field-description')).toBe(false);
    expect(await box.locator('[data-mode=preview]').getAttribute('aria-pressed')).toBe('true');
    await isFine(page);
    await box.locator('[data-mode=write]').click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-description');
    // An error brings the text back.
    await page.fill('#field-description', '');
    await box.locator('[data-mode=preview]').click();
    await page.click('#send');
    await page.waitForSelector('#error-summary:not([hidden])');
    expect(await page.isVisible('#field-description')).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(languages)(
    'in %s, who can’t confirm a condition says what was otherwise, and goes on',
    async (language) => {
      const { page, complaints } = await open(language);
      await fillInReport(page, { otherwise: '' });
      await page.uncheck('#field-keptToLimits');
      await page.click('#send');
      await page.waitForSelector('#error-summary:not([hidden])');
      expect(await page.locator('#error-summary a').count()).toBe(1);
      await page.click('#error-summary a');
      await page.waitForFunction(() => document.activeElement?.id === 'field-keptToLimits');
      await isFine(page);
      await page.fill('#field-otherwise', 'drie facturen\nop één bladzijde');
      await page.waitForSelector('#error-keptToLimits', { state: 'hidden' });
      await page.click('#preview summary');
      await page.waitForFunction(() => document.getElementById('preview-text')?.textContent);
      expect(readReport((await page.textContent('#preview-text')) ?? '')).toMatchObject({
        keptToLimits: false,
        keptToMethods: true,
        otherwise: 'drie facturen op één bladzijde',
      });
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it.each(languages)(
    'in %s, what is wrong shows in every kind of field, and a link to it shows its label and error',
    async (language) => {
      const { page } = await open(language);
      await openGroups(page);
      await page.fill('#field-impact', 'x'.repeat(20_001));
      await page.fill('#field-notify', 'nobody');
      await page.click('#send');
      await page.waitForSelector('#error-summary:not([hidden])');
      expect(await page.textContent('#error-impact')).toContain(words[language].tooLong);
      const looks = await page.locator('[aria-invalid]').evaluateAll((all) =>
        all.map((one) => {
          const { borderTopWidth, borderTopColor, outlineStyle } = getComputedStyle(one);
          return one.matches('[type=checkbox]') ? outlineStyle : `${borderTopWidth} ${borderTopColor}`;
        }),
      );
      expect(looks).toHaveLength(8);
      expect(new Set(looks).size).toBe(2);
      for (const name of ['description', 'exposure', 'notify']) {
        await page.click(`#error-summary a[href="#field-${name}"]`);
        await page.waitForFunction((id) => document.activeElement?.id === id, `field-${name}`);
        const tops = await page
          .locator(`label[for=field-${name}], #error-${name}`)
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
        for (const top of tops) expect(top >= 0 && top < 740, `${name}: ${top}`).toBe(true);
      }
      await page.context().close();
    },
  );

  it.each(languages)('in %s, characters are counted only near the limit', async (language) => {
    const { page } = await open(language);
    await page.fill('#field-impact', 'x'.repeat(17_999));
    expect(await page.isVisible('#count-impact')).toBe(false);
    await page.fill('#field-impact', 'x'.repeat(18_000));
    expect(await page.textContent('#count-impact')).toBe(words[language].left);
    await page.waitForFunction(
      (text) => document.getElementById('form-say')?.textContent === text,
      words[language].left,
    );
    await page.fill('#field-impact', 'x'.repeat(20_001));
    expect(await page.textContent('#count-impact')).toContain(words[language].over);
    await openGroups(page);
    await isFine(page);
    await page.context().close();
  });
});
