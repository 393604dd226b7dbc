import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LanguageCode, languageCodes } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { type Group, groups, type Sites, startSites, visitStates } from '../support/states.ts';

/** What differs by colour; everything else is checked once, in light. */
const colourRules = ['color-contrast', 'link-in-text-block'];
const colours = [
  ['light', { colorScheme: 'light', forcedColors: 'none' }],
  ['dark', { colorScheme: 'dark', forcedColors: 'none' }],
  ['forced colours', { colorScheme: 'light', forcedColors: 'active' }],
] as const;

async function axe(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [name, media] of colours) {
    await page.emulateMedia(media);
    // Off unless asked for.
    const all = { rules: { 'target-size': { enabled: true } } };
    const violations = await violationsOn(page, name === 'light' ? all : { runOnly: colourRules });
    found.push(...violations.map((violation) => `${name}: ${violation}`));
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  return found;
}

/** Elements that move although the reader asked for no motion. */
const moving = (page: Page) =>
  page.evaluate(() => {
    const longest = (durations: string) =>
      Math.max(
        ...durations.split(',').map((one) => Number.parseFloat(one) / (one.includes('ms') ? 1000 : 1)),
      );
    const moves = ({ transitionDuration, animationDuration, animationName }: CSSStyleDeclaration) =>
      longest(transitionDuration) > 0.01 || (animationName !== 'none' && longest(animationDuration) > 0.01);
    const still = [...document.querySelectorAll('*')].filter((element) =>
      ['', '::before', '::after'].some((part) => moves(getComputedStyle(element, part || null))),
    );
    return [
      ...still.map((element) => `moves: ${element.outerHTML.slice(0, 120)}`),
      ...document.getAnimations().map((animation) => `runs: ${animation.id}`),
    ];
  });

/** Elements that reach out of the window, where it scrolls sideways. */
const sideways = (page: Page, name: string) =>
  page.evaluate((name) => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [`${name}: ${scrollWidth} in ${clientWidth}: ${out.at(-1)?.outerHTML.slice(0, 160)}`];
  }, name);

/** What one presses and is smaller than 24 px; links in running text may be (WCAG 2.5.8). */
const small = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'nav a, .brand, a.button, a.quiet, button, input, select, textarea, summary',
      ),
    ]
      .filter((element) => element.checkVisibility())
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ element, box }) => `small: ${box.width}×${box.height} ${element.outerHTML.slice(0, 120)}`),
  );

describe('every page and state', () => {
  let sites: Sites;
  beforeAll(async () => {
    sites = await startSites();
  });
  afterAll(() => sites?.stop());

  it('axe finds what is wrong, in every colour', async () => {
    const page = await sites.browser.newPage();
    await page.setContent(
      '<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><img src="x"><p style="color: #999">grey</p></main>',
    );
    const found = (await axe(page)).join();
    for (const fault of ['light: image-alt', 'light: color-contrast', 'dark: color-contrast'])
      expect(found).toContain(fault);
    await page.close();
  });

  /** Goes through the states of these groups. @returns what is wrong, and the names of what was looked at */
  async function faultsIn(only: readonly Group[], language: LanguageCode) {
    const faults: string[] = [];
    const seen: string[] = [];
    await visitStates(
      sites,
      language,
      async ({ name, page }) => {
        seen.push(name);
        if (name === 'figures') expect(await page.isVisible('.figures-table')).toBe(true);
        const found = [...(await axe(page)), ...(await moving(page))];
        await page.setViewportSize({ width: 320, height: 640 });
        found.push(...(await sideways(page, '320 px')), ...(await small(page)));
        await page.setViewportSize({ width: 640, height: 900 });
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%';
        });
        found.push(...(await sideways(page, 'text at 200 %')));
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '';
        });
        await page.setViewportSize({ width: 1280, height: 800 });
        for (const fault of found) faults.push(`${name}: ${fault}`);
      },
      { only, options: { reducedMotion: 'reduce' } },
    );
    return { faults, seen };
  }

  it.each(languageCodes)(
    'in %s: breaks no rule of axe in any colours, keeps still, fits 320 px and text twice as large, and what one presses is large enough',
    async (language) => {
      const { faults, seen } = await faultsIn(
        groups.filter((group) => group !== 'desk'),
        language,
      );
      expect(faults).toEqual([]);
      expect(seen.length).toBeGreaterThan(28);
    },
    300_000,
  );

  // In one language: the words are others in the other, and what is drawn is the same.
  it('the desk in a full week: the same', async () => {
    const { faults, seen } = await faultsIn(['desk'], 'nl');
    expect(faults).toEqual([]);
    expect(seen.length).toBeGreaterThan(28);
  }, 300_000);
});
