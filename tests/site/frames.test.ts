import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LanguageCode, languageCodes, paths } from '../../src/i18n/languages.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { copyProject, freePort, type RunningSite, startServer } from '../support/project.ts';
import { startSite } from '../support/site.ts';
import { serveProduction } from '../support/vercel-site.ts';
import { tagsOf } from '../support/walk.ts';

const BANNER = '<aside class="demonstration">';
const ID = '0'.repeat(32);

/** What of a page is the same on all pages of a language: the page without its contents, its addresses, its own style. */
const frameOf = (html: string) =>
  html
    .replace(/(<main [^>]*>).*(<\/main>)/s, '$1$2')
    .replace(/(<title>).*( · )/, '$1$2')
    .replace(/<meta name="(?:description|robots)"[^>]*>/g, '')
    .replace(/<link rel="(?:canonical|alternate)"[^>]*>/g, '')
    .replace(/<link rel="stylesheet" href="(?!\/_astro\/Page\.)[^>]*>/g, '')
    .replace(/<a href="[^"]*"( hreflang="[^"]*" lang="[^"]*")(?: aria-label="[^"]*")?/g, '<a$1')
    .replace(/<p class="on-paper">[^<]*<\/p>(?=<\/footer>)/, '');

/** The same without the ways to other languages, which an answer that is told once has not. */
const frameOfAnswer = (html: string) => frameOf(html).replace(/<li> *<a hreflang=.*?<\/a> *<\/li>/gs, '');

/** Every page that functions make, in one language, with its status. */
async function madeByFunctions(base: string, language: LanguageCode) {
  const post = (path: string, fields: Record<string, string>) =>
    fetch(base + path, {
      method: 'POST',
      headers: { Origin: base },
      body: new URLSearchParams({ language, ...fields }),
    });
  const key = await (await fetch(`${base}/team-key.asc`)).text();
  const answers = {
    figures: await fetch(base + paths.figures[language]),
    status: await fetch(`${base}/api/case/page?language=${language}`),
    alert: await fetch(`${base}/api/alerts/${ID}?language=${language}`),
    answered: await post(`/api/alerts/${ID}`, { answer: 'yes' }),
    received: await post('/api/reports', { message: await seal('x', [key]) }),
    refused: await post('/api/reports', { message: 'nothing' }),
  };
  const pages = Object.entries(answers).map(async ([name, answer]) => ({
    name,
    status: answer.status,
    html: await answer.text(),
  }));
  return Promise.all(pages);
}

let site: RunningSite;
let platform: Awaited<ReturnType<typeof serveProduction>>;
beforeAll(async () => {
  site = await startSite();
  // The pages of functions are those that say that the store does not answer.
  platform = await serveProduction();
}, 300_000);
afterAll(async () => {
  await platform?.stop();
  await site?.stop();
});

describe.each(languageCodes)('a page made by a function, in %s', (language) => {
  it('has the frame of a page made by the build, and the banner of a demonstration', async () => {
    const built = await (await fetch(site.url + paths.thanks[language])).text();
    expect(built).toContain(BANNER);
    expect(frameOf(built)).toMatch(/<nav .*<footer .*footer-changed/s);
    const pages = await madeByFunctions(site.url, language);
    expect(pages.map(({ name, status }) => [name, status])).toEqual([
      ['figures', 200],
      ['status', 200],
      ['alert', 200],
      ['answered', 404],
      ['received', 201],
      ['refused', 422],
    ]);
    for (const { name, html } of pages) {
      if (name === 'figures') expect(frameOf(html)).toBe(frameOf(built));
      else expect(frameOf(html), name).toBe(frameOfAnswer(built));
      expect(/<nav .*hreflang/s.test(html), name).toBe(name === 'figures');
      expect(html, name).toContain(BANNER);
      expect(html, name).not.toContain('{{');
      expect(html.includes('<meta name="robots" content="noindex">'), name).toBe(name !== 'figures');
    }
  });

  it('has no banner with the team’s own key, and the frame all the same, on Vercel', async () => {
    const built = await (await fetch(platform.url + paths.thanks[language])).text();
    const answers = await Promise.all([
      fetch(platform.url + paths.figures[language]),
      fetch(`${platform.url}/api/alerts/${ID}?language=${language}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 200]);
    expect(answers[0]?.headers.get('x-robots-tag')).toBe('noindex');
    const [figures = '', alert = ''] = await Promise.all(answers.map((answer) => answer.text()));
    expect([figures, alert].filter((html) => html.includes(BANNER))).toEqual([]);
    expect(frameOf(figures)).toBe(frameOf(built));
    expect(frameOf(alert)).toBe(frameOfAnswer(built));
  });
});

describe('the figures', () => {
  it.each([
    ['nl', '/cijfers', '/en/figures'],
    ['en', '/en/figures', '/cijfers'],
  ])('in %s name their address and lead to their counterpart', async (language, path, other) => {
    const text = await (await fetch(site.url + path)).text();
    const tags = tagsOf(text);
    expect(tags.find(({ name }) => name === 'html')?.attributes['lang']).toBe(language);
    expect(text).toContain(`<link rel="canonical" href="${site.siteUrl}${path}">`);
    expect(tags.some(({ name, attributes }) => name === 'a' && attributes['href'] === other)).toBe(true);
    const alternates = [...text.matchAll(/<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">/g)];
    expect(alternates.map(([, code, href]) => [code, href])).toEqual([
      ['nl', `${site.siteUrl}/cijfers`],
      ['en', `${site.siteUrl}/en/figures`],
      ['x-default', `${site.siteUrl}/cijfers`],
    ]);
    expect(text).not.toMatch(/noindex|<table|<script|style="/);
  });
});

describe('a frame', () => {
  it('is no page of the site: neither server has it, and no list names it', async () => {
    const served = [join(site.folder, 'dist/client'), join(platform.folder, '.vercel/output/static')];
    for (const folder of served) expect(readdirSync(folder)).not.toContain('_frames');
    for (const base of [site.url, platform.url]) {
      // The styles of one are a file as any other.
      for (const list of ['/sitemap.xml', '/integrity.txt'])
        expect(
          (await (await fetch(base + list)).text()).replaceAll(/_astro\/\w+\.[\w-]+\.css/g, ''),
        ).not.toMatch(/frame/i);
      for (const path of ['/_frames/nl/plain', '/_frames/nl/plain/index.html', '/_frames/en/figures']) {
        const answer = await fetch(base + path, { redirect: 'manual' });
        expect([path, answer.status]).toEqual([path, 404]);
        expect(await answer.text()).toContain('class="not-found"');
      }
    }
  });
});

describe('the development server', () => {
  it('fills in the same frame, with the styles that it serves pages with', async () => {
    const project = copyProject();
    const port = String(await freePort());
    const command = ['node_modules/astro/bin/astro.mjs', 'dev', '--port', port];
    const server = await startServer(command, project.folder, { PORT: port });
    const [built, made] = await Promise.all(
      [paths.thanks.en, paths.figures.en].map(async (path) => (await fetch(server.url + path)).text()),
    );
    await server.stop();
    project.remove();
    const styles = (html = '') => html.match(/\/src\/styles\/\w+\.css/g)?.sort();
    expect(styles(made)?.length).toBeGreaterThan(1);
    expect(styles(made)).toEqual(styles(built));
    expect(made).toContain(BANNER);
    expect(made).toContain('<h1>Response times</h1>');
    expect(made).not.toContain('{{');
  });
});
