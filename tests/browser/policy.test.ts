import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { hold } from '../support/hold.ts';
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

/** Opens a path in a context of its own, and closes that afterwards. */
async function at(path: string, look: (page: Page) => Promise<void>, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(site.url + path, { waitUntil: 'networkidle' });
  await look(page);
  await context.close();
}
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe.each(Object.entries(paths.policy))('the policy in %s', (language, path) => {
  it('is HTML and CSS of 14.6 KB together, and a face that comes after them; without scripts', async () => {
    const seen = new Map<string, number>();
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const ids = new Map<string, string>();
    await devtools.send('Network.enable');
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => ids.set(requestId, request.url));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
      seen.set(ids.get(requestId) ?? requestId, encodedDataLength),
    );
    await page.goto(site.url + path, { waitUntil: 'networkidle' });
    const face = [...seen.keys()].filter((url) => url.endsWith('.woff2'));
    expect(face.length).toBe(1);
    // With the headers of every answer.
    expect(seen.get(face[0] ?? '')).toBeLessThan(27 * 1024);
    seen.delete(face[0] ?? '');
    // A headless browser shows no icon, and so does not ask for it.
    expect(seen.size).toBe(2);
    // What a server sends before it waits for an answer: ten packets (RFC 6928).
    expect([...seen.values()].reduce((sum, size) => sum + size, 0)).toBeLessThan(14_600);
    expect(await page.locator('script, style, [style]').count()).toBe(0);
    await context.close();
  });

  it('begins with three lines, and with a mail address and a number that can be seen at once', () =>
    at(
      path,
      async (page) => {
        expect(await page.locator('.in-short > div').count()).toBe(3);
        for (const kind of ['mailto:', 'tel:']) {
          const box = await page.locator(`.in-short a[href^="${kind}"]`).boundingBox();
          expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThan(900);
        }
      },
      { viewport: { width: 360, height: 900 } },
    ));

  it('has the button that reports above the fold of a telephone', () =>
    at(
      path,
      async (page) => {
        const box = await page.locator('.call .button').boundingBox();
        expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThan(740);
      },
      { viewport: { width: 360, height: 740 } },
    ));

  it.each([360, 1280])('moves nothing when the face of its headings comes late, at %i px', async (width) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const face = await hold(page, '**/*.woff2');
    await page.goto(site.url + path, { waitUntil: 'domcontentloaded' });
    await face.asked;
    const places = () =>
      page.evaluate(`[...document.querySelectorAll('main *')].map((one) => one.getBoundingClientRect().top)`);
    const before = await places();
    await face.release('continue');
    await page.evaluate('document.fonts.ready');
    expect(await page.evaluate(`document.fonts.check('700 20px Display')`)).toBe(true);
    expect(await places()).toEqual(before);
    await context.close();
  });

  it('proves every promise with one thing, and links to it', () =>
    at(path, async (page) => {
      for (const item of await page.locator('#P1, #P2, #P3, #P4, #P5, #P6, #P7, #P8').all())
        expect(await item.locator('.proof a').count()).toBe(1);
      expect(await page.getAttribute('#P1 .proof a', 'href')).toBe(
        paths.figures[language === 'en' ? 'en' : 'nl'],
      );
    }));

  it('prints on two pages at most, with contact and address, and without navigation', () =>
    at(path, async (page) => {
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect((pdf.match(/\/Type \/Page\b/g) ?? []).length).toBeLessThanOrEqual(2);
      await page.emulateMedia({ media: 'print' });
      for (const gone of ['nav', '.skip', '.demonstration', '.call'])
        expect(await page.isVisible(gone), gone).toBe(false);
      // The ways to report stand in a row below their title.
      const [title = 0, first = 0, ...others]: number[] = await page.evaluate(
        `[...document.querySelector('.ways-short').children].map((one) => Math.round(one.getBoundingClientRect().top))`,
      );
      expect(title).toBeLessThan(first);
      expect(others).toEqual([first, first]);
      const foot = await page.locator('.site-footer').innerText();
      for (const fact of ['security@example.com', site.siteUrl + path]) expect(foot).toContain(fact);
    }));

  it.each(['light', 'dark', 'forced'])('breaks no rule of axe with %s colours', (colours) =>
    at(
      path,
      async (page) => expect(await violationsOn(page)).toEqual([]),
      colours === 'forced' ? { forcedColors: 'active' } : { colorScheme: colours },
    ),
  );

  it('never scrolls sideways: 320 px, and text at 200 %', () =>
    at(
      path,
      async (page) => {
        expect(await page.evaluate(overflow)).toBe(0);
        await page.setViewportSize({ width: 640, height: 900 });
        await page.evaluate('document.documentElement.style.fontSize = "200%"');
        expect(await page.evaluate(overflow)).toBe(0);
      },
      { viewport: { width: 320, height: 640 } },
    ));

  it('moves nothing for who wants no motion, and shows focus and buttons in colours of their own', () =>
    at(
      path,
      async (page) => {
        const moving = `[...document.querySelectorAll('*')].filter((one) => { const { transitionDuration, animationName } = getComputedStyle(one); return transitionDuration !== '0s' || animationName !== 'none'; }).length`;
        expect(await page.evaluate(moving)).toBe(0);
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
        expect(
          await page.evaluate(`getComputedStyle(document.querySelector('.button')).borderTopWidth`),
        ).toBe('2px');
      },
      { reducedMotion: 'reduce', forcedColors: 'active' },
    ));

  it('says in its foot who the organisation is, for programs', () =>
    at(path, async (page) => {
      const foot = page.locator('footer[itemtype="https://schema.org/Organization"]');
      expect(await foot.locator('> meta[itemprop="name"]').getAttribute('content')).toBe('Scope4mation');
      const point = foot.locator('[itemprop="contactPoint"]');
      expect(await point.locator('[itemprop="email"]').innerText()).toBe('security@example.com');
      expect(await point.locator('[itemprop="telephone"]').innerText()).toContain('318');
    }));
});

it.each(Object.values(paths.figures))('%s breaks no rule of axe, and never scrolls sideways', (path) =>
  at(
    path,
    async (page) => {
      expect(await violationsOn(page)).toEqual([]);
      expect(await page.evaluate(overflow)).toBe(0);
    },
    { viewport: { width: 320, height: 640 } },
  ),
);
