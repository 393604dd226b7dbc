import { expect, it } from 'vitest';
import { type LanguageCode, languageCodes, paths, templatePaths } from '../../src/i18n/languages.ts';
import { expectedHeaders, expectedType } from './headers.ts';
import { faultsIn } from './valid-html.ts';
import { pathInside, textOf, type Visit, type WalkOptions, walk } from './walk.ts';

/** Pages that search engines must leave alone. */
const hidden: readonly string[] = [...Object.values(paths.status), ...Object.values(paths.inbox)];

/** The inbox keeps in the fragment what it shows; its script reads that, and no element has that name. */
const isState = (path: string, id: string) =>
  Object.values<string>(paths.inbox).includes(path) && id === 'list';

/** The language of a page, by its path. */
const languageOf = (path: string): LanguageCode => (/^\/en(\/|$)/.test(path) ? 'en' : 'nl');

/**
 * The tests of a whole site, over HTTP: every address that it leads to is visited and looked at.
 * @param site where it answers; asked when the tests run, since it has to be started first
 */
export function checkWholeSite(site: () => WalkOptions): void {
  let walked: Promise<Map<string, Visit>> | undefined;
  const visits = () => {
    walked ??= walk(site());
    return walked;
  };
  const all = async () => [...(await visits()).values()];
  // Not the listings of directories, which have the one language of the documents in them, nor what a function answers to
  // who asked alone, which has no address to find it by.
  const pages = async () =>
    (await all()).filter(
      ({ path, headers }) =>
        headers.get('content-type')?.startsWith('text/html') && !/^\/(\.well-known|api)\//.test(path),
    );
  const siteUrl = () => site().siteUrl ?? site().base;
  const rels = ({ tags }: Visit, rel: string) =>
    tags.filter(({ name, attributes }) => name === 'link' && attributes['rel'] === rel);

  it('finds every page in both languages, and the files for programs', async () => {
    const found = [...(await visits()).keys()];
    const { policy, report, yourself, status, inbox } = paths;
    const pages = [policy, report, yourself, status, inbox, templatePaths].flatMap((page) =>
      Object.values(page),
    );
    const files = [
      '/team-key.asc',
      '/.well-known/security.txt',
      '/sitemap.xml',
      '/report.schema.json',
      '/robots.txt',
      '/favicon.svg',
      '/signing-key.asc',
      '/desk-key.txt',
      '/desk-key.pem',
      '/.well-known/openpgpkey/policy',
      '/.well-known/csaf/provider-metadata.json',
      '/.well-known/csaf/white',
      '/.well-known/csaf/white/index.txt',
      '/.well-known/csaf/white/changes.csv',
    ];
    expect(found).toEqual(expect.arrayContaining([...pages, ...files]));
    for (const kind of [/\/hu\/\w{32}$/, /\.json\.sha256$/, /\.json\.sha512$/, /\.json\.asc$/])
      expect(
        found.some((path) => kind.test(path)),
        String(kind),
      ).toBe(true);
    for (const extension of ['.js', '.css'])
      expect(found.some((path) => path.endsWith(extension))).toBe(true);
  });

  it('holds no broken link, and no fragment that leads nowhere', async () => {
    const wrong: string[] = [];
    for (const { path, from, status, links } of await all()) {
      if (status !== 200) wrong.push(`${path}, from ${from}: ${status}`);
      for (const { href, tag } of links) {
        const id = decodeURIComponent(new URL(href).hash.slice(1));
        const inside = pathInside(href, siteUrl());
        if (id === '' || inside === null || tag?.name === 'form' || isState(inside, id)) continue;
        const target = (await visits()).get(inside);
        if (!target?.tags.some(({ attributes }) => attributes['id'] === id))
          wrong.push(`${href}, from ${path}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('carries the whole table of headers on every response, each with the media type of its kind', async () => {
    const wrong: string[] = [];
    for (const { path, headers } of await all()) {
      for (const [name, value] of Object.entries(expectedHeaders(path))) {
        if (headers.get(name) !== value) wrong.push(`${path}: ${name} is ${headers.get(name)}`);
      }
      const type = headers.get('content-type') ?? '';
      if (!expectedType(path).test(type)) wrong.push(`${path}: content-type is ${type}`);
    }
    expect(wrong).toEqual([]);
  });

  it('carries the headers on redirects too, which lead to where the site answers', async () => {
    const redirects = {
      '/security.txt': [301, '/.well-known/security.txt'],
      '/melden/': [308, '/melden'],
      '/en/report//': [308, '/en/report'],
      '/.well-known/csaf/white/': [308, '/.well-known/csaf/white'],
    } as const;
    for (const [path, [status, location]] of Object.entries(redirects)) {
      const response = await fetch(site().base + path, { redirect: 'manual' });
      expect([path, response.status, response.headers.get('location')]).toEqual([path, status, location]);
      for (const [name, value] of Object.entries(expectedHeaders(path)))
        expect(response.headers.get(name), `${path}: ${name}`).toBe(value);
    }
    // Never to another host, however it is written.
    for (const path of ['//evil.example/', '/\\evil.example/', '/%5Cevil.example/', '///', '//x//']) {
      const { headers } = await fetch(site().base + path, { redirect: 'manual' });
      expect(headers.get('location') ?? '/x', path).toMatch(/^\/(?![/\\])/);
    }
  });

  it('is valid HTML on every page', async () => {
    const wrong: string[] = [];
    for (const { path, headers, body } of await all()) {
      if (!headers.get('content-type')?.startsWith('text/html')) continue;
      for (const fault of await faultsIn(body)) wrong.push(`${path}: ${fault}`);
    }
    expect(wrong).toEqual([]);
  });

  it('has nothing inline', async () => {
    const wrong: string[] = [];
    for (const { path, tags } of await pages()) {
      for (const { name, attributes } of tags) {
        const isInline = name === 'style' || (name === 'script' && !attributes['src']);
        const inline = Object.entries(attributes).filter(
          ([key, value]) =>
            /^(on\w+|style|srcdoc)$/.test(key) || /^\s*(javascript|data|vbscript):/i.test(value),
        );
        if (isInline || inline.length > 0) wrong.push(`${path}: <${name} ${JSON.stringify(attributes)}>`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('loads nothing from others, and opens other sites with rel noopener', async () => {
    const wrong: string[] = [];
    for (const { path, links } of await all()) {
      for (const { href, tag, isLoaded } of links) {
        if (pathInside(href, siteUrl()) !== null) continue;
        const isSafe = (tag?.attributes['rel'] ?? '').split(/\s+/).includes('noopener');
        if (isLoaded || tag?.name === 'form' || tag?.name === 'link') wrong.push(`${path} loads ${href}`);
        else if (tag && !isSafe && !/^(mailto|tel):/.test(href)) wrong.push(`${path} leads to ${href}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('names on every page its language, its own address, one heading, and a title of its own', async () => {
    const titles = new Map<string, string>();
    for (const page of await pages()) {
      const { path, tags, body } = page;
      const language = languageOf(path);
      expect(tags.find(({ name }) => name === 'html')?.attributes['lang'], path).toBe(language);
      expect(
        rels(page, 'canonical').map(({ attributes }) => attributes['href']),
        path,
      ).toEqual([siteUrl() + path]);
      expect(tags.filter(({ name }) => name === 'h1').length, path).toBe(1);
      expect(textOf(body, 'h1'), path).not.toBe('');
      const title = textOf(body, 'title') ?? '';
      expect(title, path).not.toBe('');
      expect(titles.get(`${language} ${title}`), `${path}: ${title}`).toBeUndefined();
      titles.set(`${language} ${title}`, path);
    }
  });

  it('has on every page each language, and each of those leads back', async () => {
    const alternates = (page: Visit | undefined) =>
      Object.fromEntries(
        (page ? rels(page, 'alternate') : [])
          .filter(({ attributes }) => attributes['hreflang'] && !attributes['type'])
          .map(({ attributes }) => [attributes['hreflang'] ?? '', attributes['href'] ?? '']),
      );
    for (const page of await pages()) {
      const own = alternates(page);
      expect(Object.keys(own).sort(), page.path).toEqual([...languageCodes, 'x-default'].sort());
      expect(own[languageOf(page.path)], page.path).toBe(siteUrl() + page.path);
      expect(own['x-default'], page.path).toBe(own[languageCodes[0]]);
      for (const code of languageCodes) {
        const path = pathInside(own[code] ?? '', siteUrl()) ?? '';
        expect(languageOf(path), page.path).toBe(code);
        expect(alternates((await visits()).get(path)), `${page.path} → ${path}`).toEqual(own);
      }
    }
  });

  it('keeps out of search engines what is not for them, and nothing else', async () => {
    const sitemap = (await visits()).get('/sitemap.xml')?.body ?? '';
    for (const { path, tags } of await pages()) {
      const robots = tags.find(({ name, attributes }) => name === 'meta' && attributes['name'] === 'robots');
      const isHidden = hidden.includes(path);
      expect(robots?.attributes['content'], path).toBe(isHidden ? 'noindex' : undefined);
      expect(sitemap.includes(`<loc>${siteUrl()}${path}</loc>`), path).toBe(!isHidden);
    }
  });
}
