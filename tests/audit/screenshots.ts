import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { languageCodes } from '../../src/i18n/languages.ts';
import { withTexts } from '../faults/with-texts.ts';

/**
 * Every page and its main states in one contact sheet, to look at: `npm run screenshots -- --only policy --only desk
 * --language nl --out folder`. The pictures lie beside `index.html`. The desk is the inbox in a full week; what scrolls
 * by itself there is shown whole, and as it is on a laptop.
 */
const widths = [360, 768, 1280] as const;
/** A laptop, on which the desk is seen as it is there: nothing of it scrolls with the page. */
const laptop = { width: 1440, height: 900 };
/** What is longer is cut off, in px; and how long one picture may take on a busy machine, in ms. */
const TALLEST = 10_000;
const PATIENCE = 120_000;
const colours = ['light', 'dark'] as const;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    language: { type: 'string' },
    out: { type: 'string' },
  },
});
const folder = resolve(values.out ?? mkdtempSync(join(tmpdir(), 'meldpunt-screenshots-')));
mkdirSync(folder, { recursive: true });

interface Picture {
  file: string;
  caption: string;
  width: number;
}
/** The pictures of each state, in the order in which they were taken. */
const sheet = new Map<string, Picture[]>();

// The states seal reports of their own, whose headings come from the texts in `locales/`.
await withTexts<typeof import('../support/states.ts'), void>('/tests/support/states.ts', takeAll);
writeFileSync(join(folder, 'index.html'), contactSheet());
process.stdout.write(`\n${join(folder, 'index.html')}\n`);

/** Every chosen state in turn, in each chosen language. */
async function takeAll({ groups, startSites, visitStates }: typeof import('../support/states.ts')) {
  const only = groups.filter((group) => values.only?.includes(group) ?? true);
  if (only.length === 0) throw new Error(`--only is one of ${groups.join(', ')}`);
  const sites = await startSites();
  try {
    for (const language of languageCodes.filter((code) => code === (values.language ?? code))) {
      await visitStates(
        sites,
        language,
        async ({ name, page }) => {
          process.stdout.write(`${language}: ${name}\n`);
          sheet.set(name, [...(sheet.get(name) ?? []), ...(await takePictures(page, `${name} ${language}`))]);
        },
        { only },
      );
    }
  } finally {
    await sites.stop();
  }
}

/** One state in every width and colour; leaves the window as it was. */
async function takePictures(page: Page, name: string): Promise<Picture[]> {
  const before = page.viewportSize();
  const pictures: Picture[] = [];
  for (const colorScheme of colours) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const height = Math.min(TALLEST, 900 + (await hiddenHeight(page)));
      await page.setViewportSize({ width, height });
      const caption = `${name} ${colorScheme} ${width}`;
      const file = `${caption.replaceAll(/\W+/g, '-')}.png`;
      await page.screenshot({
        path: join(folder, file),
        fullPage: true,
        animations: 'disabled',
        timeout: PATIENCE,
      });
      pictures.push({ file, caption, width });
    }
  }
  if (await page.locator('.bar').count()) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(laptop);
    const caption = `${name} laptop`;
    const file = `${caption.replaceAll(/\W+/g, '-')}.png`;
    await page.screenshot({ path: join(folder, file), animations: 'disabled' });
    pictures.push({ file, caption, width: laptop.width });
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  return pictures;
}

/** How much of what scrolls by itself is out of sight, in px: the panes of the desk, and dialogs. */
function hiddenHeight(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scrolling = document.querySelectorAll('.list-pane, .front-pane, .case-read, .dock-panel, dialog');
    return Math.max(
      0,
      ...[...scrolling].map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight),
    );
  });
}

/** The sheet: one row of pictures for each state, each of which opens in full. Names are ours; nothing to escape. */
function contactSheet(): string {
  const rows = [...sheet].map(([name, pictures]) => {
    const figures = pictures.map(
      ({ file, caption, width }) =>
        `<figure><a href="${file}"><img src="${file}" alt="${caption}" loading="lazy" style="width:${width / 4}px"></a><figcaption>${caption}</figcaption></figure>`,
    );
    return `<h2>${name}</h2>\n<div>${figures.join('\n')}</div>`;
  });
  const style =
    'body{font:14px/1.4 sans-serif;margin:1rem;background:#999}div{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}figure{margin:0}img{display:block;border:1px solid #000}';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Meldpunt: contact sheet</title>
<style>${style}</style>
<h1>Contact sheet</h1>
${rows.join('\n')}
</html>
`;
}
