import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routes } from '../../functions/routes.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { expectedHeaders, expectedType } from '../support/headers.ts';
import { entriesOf, putNameless } from '../support/log-desk.ts';
import type { RunningSite } from '../support/project.ts';
import { startSite } from '../support/site.ts';
import { serveProduction } from '../support/vercel-site.ts';

/** What is made when the site is built, by the pattern of its file. Anything else on the site is in `functions/routes.ts`. */
const pages = [
  ...['/', '/melden', '/status', '/inbox', '/dank', '/lessen', '/lessen/[slug]', '/404'],
  ...['/[language]', '/[language]/report', '/[language]/status', '/[language]/inbox', '/[language]/thanks'],
  ...['/[language]/lessons', '/[language]/lessons/[slug]', '/[language]/lessons/feed.xml'],
  ...['/lessen/feed.xml', '/bewijs', '/[language]/proof', '/melden/zelf', '/[language]/report/yourself'],
  ...['/rapport.md', '/report.md', '/[language]/report.md', '/report.schema.json'],
  ...['/robots.txt', '/sitemap.xml', '/team-key.asc', '/[signing].asc', '/desk-key.[form]'],
  ...['/.well-known/security.txt', '/.well-known/openpgpkey/[...path]', '/.well-known/csaf/[...path]'],
];

const manifestSchema = z.object({
  routes: z.array(z.object({ routeData: z.object({ route: z.string(), prerender: z.boolean() }) })),
});
const configSchema = z.object({
  routes: z.array(z.object({ src: z.string().optional(), dest: z.string().optional() })),
});

/** An address that nobody named, in every form in which Astro or its adapters have one; each with a method. */
const unnamed: readonly [method: string, path: string][] = [
  ['GET', '/_image'],
  ['GET', '/_image?href=/favicon.svg&f=svg'],
  ['GET', '/_image?href=%2Ffavicon.svg&f=html&w=1&h=1'],
  ['POST', '/_image'],
  ['GET', '/_server-islands/x'],
  ['GET', '/_server-islands/x?e=1&p=1&s=1'],
  ['POST', '/_server-islands/x'],
  ['GET', '/_actions/x'],
  ['POST', '/_actions/x'],
  ['GET', '/_astro'],
  ['GET', '/_astro/x.js'],
  ['GET', '/_render'],
  ['GET', '/_isr'],
  ['GET', '/_middleware'],
  ['GET', '/_vercel/image?url=/favicon.svg&w=64&q=75'],
  ['GET', '/500'],
  ['GET', '/api'],
  ['POST', '/api/nothing'],
];

/** What is built for Vercel. */
let output: string;
let site: RunningSite;
let platform: Awaited<ReturnType<typeof serveProduction>>;
beforeAll(async () => {
  platform = await serveProduction();
  output = join(platform.folder, '.vercel/output');
  site = await startSite();
}, 300_000);
afterAll(async () => {
  await platform?.stop();
  await site?.stop();
});

/** The manifest in a folder of built functions. */
function manifestIn(folder: string) {
  const [, json = ''] =
    /deserializeManifest\((\{"rootDir":.*\})\);$/m.exec(readFileSync(join(folder, 'entry.mjs'), 'utf8')) ??
    [];
  const { routes } = manifestSchema.parse(JSON.parse(json));
  const named = (isPage: boolean) =>
    routes.filter(({ routeData }) => routeData.prerender === isPage).map(({ routeData }) => routeData.route);
  return { pages: named(true).sort(), functions: named(false).sort() };
}

describe('every route of a build was named', () => {
  const expected = { pages: [...pages].sort(), functions: Object.keys(routes).sort() };

  it('in the manifest of the server for Node', () => {
    expect(manifestIn(join(site.folder, 'dist/server'))).toEqual(expected);
  });

  it('in the manifest of the function for Vercel', () => {
    expect(manifestIn(join(output, 'functions/_render.func'))).toEqual(expected);
  });

  it('in what Vercel is told: the ways to the one function, and no images that it may change', () => {
    const config: unknown = JSON.parse(readFileSync(join(output, 'config.json'), 'utf8'));
    expect(config).not.toHaveProperty('images');
    const leading = configSchema.parse(config).routes.filter(({ dest }) => dest !== undefined);
    const patterns = Object.keys(routes).map(
      (path) => `^${path.replace(/\/\[\.\.\.\w+\]$/, '(?:/(.*?))?').replaceAll(/\[\w+\]/g, '([^/]+?)')}$`,
    );
    const last = { src: '^/.*$', dest: '/404.html' };
    expect(
      leading
        .filter(({ dest }) => dest === '_render')
        .map(({ src }) => src)
        .sort(),
    ).toEqual(patterns.sort());
    expect(leading.filter(({ dest }) => dest !== '_render')).toMatchObject([last]);
    const functions = readdirSync(join(output, 'functions'));
    expect(functions).toEqual(['_render.func']);
  });

  it('in the pages that either serves', () => {
    const known = new RegExp(
      `^(?:${pages.map((path) => path.replace('[language]', 'en').replace('[slug]', '[^/]+').replace('[...path]', '.+')).join('|')})$`,
    );
    for (const folder of [join(site.folder, 'dist/client'), join(output, 'static')]) {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const addresses = files
        .filter((file) => file.endsWith('.html'))
        .map((file) => `/${file.replace(/(?:\/?index)?\.html$/, '')}`);
      expect(addresses.length).toBeGreaterThan(10);
      for (const address of addresses) expect(address).toMatch(known);
    }
  });
});

describe('what Astro and its adapters would mount by themselves', () => {
  const statusOf = async (base: string, method: string, path: string) =>
    (await fetch(base + path, { method, redirect: 'manual', headers: { Origin: base } })).status;

  it('is not there, with either server: 404, and no redirect', async () => {
    for (const [method, path] of unnamed) {
      for (const base of [site.url, platform.url])
        expect([method, path, await statusOf(base, method, path)]).toEqual([method, path, 404]);
    }
  });

  it('gives no file under another type', async () => {
    for (const base of [site.url, platform.url]) {
      const response = await fetch(`${base}/_image?href=/favicon.svg&f=svg`);
      expect(await response.text()).not.toContain('<svg xmlns');
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    }
  });

  it('is not reached by the name of an action either: the endpoint answers as without it', async () => {
    for (const base of [site.url, platform.url]) {
      for (const body of [undefined, new URLSearchParams({ a: '1' })]) {
        const ask = async (path: string) => {
          const response = await fetch(base + path, { method: 'POST', ...(body ? { body } : {}) });
          return [response.status, response.headers.get('content-type')];
        };
        expect(await ask('/api/reports?_action=x')).toEqual(await ask('/api/reports'));
      }
    }
  });
});

describe('what lies below /log/', () => {
  const DAY = 86_400_000;

  it('is the log of the site, under headers that let anybody read it and caches keep it', async () => {
    const store = createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
    await putNameless(store, entriesOf(3), Date.now() - 2 * DAY);
    await store.close();
    await fetch(`${site.url}/api/health`);
    const Authorization = `Bearer ${readFileSync(join(site.dataDir, 'cron-secret'), 'utf8')}`;
    expect((await fetch(`${site.url}/api/jobs/daily`, { headers: { Authorization } })).status).toBe(200);
    const lengths = {
      checkpoint: null,
      'tile/0/000.p/3': 96,
      'tile/0/000.p/1': 32,
      'tile/entries/000.p/3': 102,
    };
    for (const [path, length] of Object.entries(lengths)) {
      for (const method of ['GET', 'HEAD']) {
        const response = await fetch(`${site.url}/log/${path}`, { method });
        expect([path, response.status]).toEqual([path, 200]);
        for (const [name, value] of Object.entries(expectedHeaders(`/log/${path}`)))
          expect(response.headers.get(name), `${path}: ${name}`).toBe(value);
        expect(response.headers.get('content-type')).toMatch(expectedType(`/log/${path}`));
        const bytes = Buffer.from(await response.arrayBuffer());
        if (method === 'HEAD') expect(bytes.length).toBe(0);
        else if (length === null)
          expect(bytes.toString()).toMatch(/^\S+\/log\n3\n[A-Za-z\d+/]{43}=\n\n— \S+\/log \S+\n$/);
        else expect(bytes.length).toBe(length);
      }
    }
  });

  it('is never kept where it is missing, or can’t be read: a cache would keep it for ever', async () => {
    const missing = [
      'tile',
      'tile/0/000',
      'tile/0/000.p/4',
      'tile/9/000.p/1',
      'tile/0/0',
      'tile/entries/000.p/256',
    ];
    const broken = ['checkpoint', 'tile/0/000.p/1', 'tile/entries/000'];
    const asked = [
      ...missing.map((path) => [site.url, path, 404] as const),
      ...['tile', 'tile/0/0'].map((path) => [platform.url, path, 404] as const),
      ...broken.map((path) => [platform.url, path, 503] as const),
    ];
    for (const [base, path, status] of asked) {
      const { status: got, headers } = await fetch(`${base}/log/${path}`);
      expect([path, got, headers.get('content-type')]).toEqual([path, status, 'application/problem+json']);
      expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
      // The rules of vercel.json are not in what Astro builds for Vercel: see `vercel.test.ts`.
      if (base === site.url) expect([path, headers.get('access-control-allow-origin')]).toEqual([path, '*']);
    }
  });
});
