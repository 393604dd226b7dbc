/** An opening tag: its name and attributes, entities decoded. */
export interface Tag {
  name: string;
  attributes: Record<string, string>;
}

/** One response of the site. */
export interface Visit {
  /** Path and query, without the fragment. */
  path: string;
  /** Where a link to it was found; `start` when it was asked for by name. */
  from: string;
  status: number;
  headers: Headers;
  body: string;
  /** Of HTML and XML; empty for anything else. */
  tags: Tag[];
  /** What it names: address as written → whether a browser loads it by itself. */
  links: Link[];
}

export interface Link {
  /** The whole address. */
  href: string;
  /** The tag that holds it; absent in files that are not HTML. */
  tag?: Tag;
  isLoaded: boolean;
}

export interface WalkOptions {
  /** Where the site answers. */
  base: string;
  /** How the site calls itself in its pages; the same as `base` unless it was built for another address. */
  siteUrl?: string;
  /** Paths to begin at. */
  seeds?: readonly string[];
}

export const seeds = [
  '/',
  '/en',
  '/inbox',
  '/en/inbox',
  '/sitemap.xml',
  '/robots.txt',
  '/.well-known/security.txt',
  // Names every file of the release.
  '/integrity.txt',
] as const;

/** Visits every address of a site that its pages, styles, scripts and files lead to; one visit per path. */
export async function walk({ base, siteUrl = base, seeds: from = seeds }: WalkOptions) {
  const visits = new Map<string, Visit>();
  const waiting: [path: string, from: string][] = from.map((path) => [path, 'start']);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [path, source] = next;
    if (visits.has(path)) continue;
    const response = await fetch(base + path, { redirect: 'manual' });
    const body = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const tags = /html|xml/.test(type) ? tagsOf(body) : [];
    const links = linksOf(path, type, body, tags, siteUrl);
    visits.set(path, {
      path,
      from: source,
      status: response.status,
      headers: response.headers,
      body,
      tags,
      links,
    });
    for (const { href, tag } of links) {
      const inside = pathInside(href, siteUrl);
      if (inside !== null && tag?.name !== 'form') waiting.push([inside, path]);
    }
  }
  return visits;
}

/** The path of an address of the site itself, without fragment; null for another site's, and for `mailto:` and such. */
export function pathInside(href: string, siteUrl: string): string | null {
  const url = new URL(href);
  return url.origin === new URL(siteUrl).origin ? url.pathname + url.search : null;
}

/** All opening tags of HTML or XML, comments left out. */
export function tagsOf(text: string): Tag[] {
  const bare = text.replace(/<!--.*?-->|<!\[CDATA\[.*?\]\]>/gs, '');
  const pattern = /<([a-z][\w:-]*)((?:\s+[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi;
  return [...bare.matchAll(pattern)].map(([, name = '', inside = '']) => ({
    name: name.toLowerCase(),
    attributes: Object.fromEntries(
      [...inside.matchAll(/([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)].map(
        ([, key = '', double, single, plain]) => [key.toLowerCase(), decode(double ?? single ?? plain ?? '')],
      ),
    ),
  }));
}

/** What stands in an element, as text; `undefined` when there is none. */
export function textOf(html: string, element: string): string | undefined {
  const [, inside] = new RegExp(`<${element}(?:\\s[^>]*)?>(.*?)</${element}>`, 's').exec(html) ?? [];
  return inside === undefined ? undefined : decode(inside.replace(/<[^>]*>/g, '')).trim();
}

function decode(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return named[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });
}

/** Attributes that hold an address, and those of them that a browser loads without being asked. */
const addressAttributes = ['href', 'xlink:href', 'src', 'srcset', 'action', 'formaction', 'poster', 'data'];
const clicked = ['a', 'area', 'form', 'button', 'input'];
const namingRels = ['canonical', 'alternate', 'license', 'author', 'help', 'next', 'prev'];

function linksOf(path: string, type: string, body: string, tags: Tag[], siteUrl: string): Link[] {
  const here = siteUrl + path;
  const absolute = (href: string) => new URL(href, here).href;
  const plain = (hrefs: Iterable<string>) =>
    [...hrefs].map((href) => ({ href: absolute(href), isLoaded: false }));
  const first = (pattern: RegExp) => [...body.matchAll(pattern)].map(([, found = '']) => found);
  if (type.includes('html')) {
    return tags.flatMap((tag) =>
      addressAttributes.flatMap((name) => {
        const value = tag.attributes[name];
        if (value === undefined) return [];
        const hrefs =
          name === 'srcset' ? value.split(',').map((part) => part.trim().split(/\s/)[0] ?? '') : [value];
        return hrefs.map((href) => ({ href: absolute(href), tag, isLoaded: isLoaded(tag) }));
      }),
    );
  }
  if (type.includes('xml')) {
    const attributes = tags.flatMap(({ attributes: { href, url } }) => [href, url]);
    const elements = first(/<(?:loc|link|guid|comments)(?:\s[^>]*)?>\s*(https?:[^<\s]+)/g).map(decode);
    return plain([...attributes.filter((href) => href !== undefined), ...elements]);
  }
  if (type.includes('css')) {
    return first(/(?:url\(|@import\s+)["']?([^"')\s;]+)/g).map((href) => ({
      href: absolute(href),
      isLoaded: true,
    }));
  }
  if (type.includes('javascript')) {
    // Chunks and workers, which carry the hash of what they hold in their name.
    return first(/["'`]((?:\.\/|\/?_astro\/)[\w.-]+\.(?:m?js|css|wasm))["'`]/g).map((href) => ({
      href: absolute(href.replace(/^_astro/, '/_astro')),
      isLoaded: true,
    }));
  }
  if (path === '/integrity.txt') {
    // A page lies in a folder of its own; the one for what isn't there has no address.
    const files = first(/^[0-9a-f]{64} {2}(?!404\.html$)(\S+)$/gm);
    return plain(files.map((file) => `/${file.replace(/(?:^|\/)index\.html$/, '')}`));
  }
  if (path.endsWith('/csaf/white/index.txt')) {
    return plain(first(/^(\S+\.json)$/gm).flatMap((name) => [name, `${name}.sha256`, `${name}.sha512`]));
  }
  if (path.endsWith('/csaf/white/changes.csv')) return plain(first(/^"([^"]+)"/gm));
  if (type.includes('json')) {
    const found = plain(first(/"(https?:\/\/[^"\s]+)"/g));
    // The files of a directory-based distribution lie at known names below it (CSAF 2.0, 7.1.12 and 7.1.13).
    const directories = first(/"directory_url":\s*"([^"]+)"/g).map((directory) =>
      directory.replace(/\/?$/, '/'),
    );
    const listed = directories.flatMap((directory) => [`${directory}index.txt`, `${directory}changes.csv`]);
    const asked = found.filter(({ href }) => !directories.includes(href.replace(/\/?$/, '/')));
    return [...asked, ...plain(listed)].filter(({ href }) => pathInside(href, siteUrl) !== null);
  }
  if (path === '/robots.txt' || path.endsWith('/security.txt')) {
    return plain(first(/^[A-Z][\w-]*: (https?:\S+)\s*$/gm));
  }
  return [];
}

function isLoaded({ name, attributes: { rel = '' } }: Tag): boolean {
  if (name === 'link') return !rel.split(/\s+/).every((word) => namingRels.includes(word));
  return !clicked.includes(name);
}
