import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languageCodes, paths } from '../../src/i18n/languages.ts';
import { launchChromium } from '../support/chromium.ts';
import type { RunningSite } from '../support/project.ts';
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
  it('has one right edge', () =>
    onEvery(1280, async (page, address) => {
      const edges: number[] = await page.evaluate(
        `[...document.querySelectorAll('.site-header nav, .side, .below, .site-footer')].map((one) => Math.round(one.getBoundingClientRect().right - parseFloat(getComputedStyle(one).paddingRight)))`,
      );
      expect([...new Set(edges)], address).toEqual([1168]);
    }));

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
