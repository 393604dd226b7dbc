import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languageCodes, paths } from '../../src/i18n/languages.ts';
import { launchChromium } from '../support/chromium.ts';
import type { RunningSite } from '../support/project.ts';
import { fillInReport } from '../support/report-page.ts';
import { startSite } from '../support/site.ts';

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

const { feed: _feed, ...shown } = paths;
const addresses = languageCodes.flatMap((language) => [
  ...Object.values(shown).map((one) => one[language]),
  `${paths.lessons[language]}/voorbeeld-facturen`,
]);

async function onEvery(width: number, look: (page: Page, address: string) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  for (const address of [...addresses, '/nowhere']) {
    await page.goto(site.url + address, { waitUntil: 'load' });
    await look(page, address);
  }
  await page.close();
}

describe('every page', () => {
  // Where two columns stand beside each other, the first has an edge of its own.
  it.each([
    [1280, 1168, ''],
    [768, 736, '.reading,'],
  ])('has one right edge where the window is %i px wide', (width, edge, also) =>
    onEvery(width, async (page, address) => {
      const edges: number[] = await page.evaluate(
        `[...document.querySelectorAll('.site-header nav, ${also} .side, .below, .site-footer')].map((one) => Math.round(one.getBoundingClientRect().right - parseFloat(getComputedStyle(one).paddingRight)))`,
      );
      expect([...new Set(edges)], address).toEqual([edge]);
    }),
  );

  it('never scrolls sideways on a telephone with text twice as large', () =>
    onEvery(360, async (page, address) => {
      await page.evaluate('document.documentElement.style.fontSize = "200%"');
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(beyond), address).toBe(0);
    }));

  it('has text and buttons of one size, in what the reader set', () =>
    onEvery(1280, async (page, address) => {
      const sizes: string[] = await page.evaluate(
        `[document.body, ...document.querySelectorAll('main .button')].map((one) => getComputedStyle(one).fontSize)`,
      );
      expect([...new Set(sizes)], address).toEqual(['17px']);
    }));
});

it('never scrolls sideways with text twice as large in what comes of a report either', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  page.on('dialog', (dialog) => void dialog.accept());
  const beyond = () =>
    page.evaluate(
      'document.documentElement.style.fontSize = "200%", document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
  await page.goto(site.url + paths.report.nl);
  await fillInReport(page);
  await page.click('#preview > summary');
  await page.waitForSelector('#preview-fields dl');
  expect(await beyond()).toBe(0);
  await page.click('#send');
  await page.waitForSelector('#sent:not([hidden])');
  expect(await beyond()).toBe(0);
  const code = (await page.textContent('#sent-receipt')) ?? '';
  await page.goto(site.url + paths.status.nl);
  await page.fill('#field-code', code);
  await page.press('#field-code', 'Enter');
  await page.waitForSelector('#case-statements > li');
  expect(await beyond()).toBe(0);
  await page.goto(`${site.url}/api/case/page?language=nl`);
  await page.fill('#plain-code', code);
  await page.press('#plain-code', 'Enter');
  await page.waitForSelector('.case-head');
  expect(await beyond()).toBe(0);
  await page.close({ runBeforeUnload: false });
});

it('underlines in colours of the reader’s own only what is chosen', async () => {
  const page = await browser.newPage({ forcedColors: 'active' });
  await page.goto(site.url + paths.report.en, { waitUntil: 'networkidle' });
  const lines: string[] = await page.evaluate(
    `[...document.querySelectorAll('.site-header nav a, .modes button')].map((one) => [one.getAttribute('aria-current') ?? one.getAttribute('aria-pressed'), Number.parseFloat(getComputedStyle(one).borderBottomWidth) + Number.parseFloat(getComputedStyle(one).borderTopWidth) + 'px'].join(' '))`,
  );
  for (const line of lines) expect(line).toMatch(/^(?:page 2px|true 3px|false 0px| 0px)$/);
  expect(lines).toContain('page 2px');
  await page.close();
});
