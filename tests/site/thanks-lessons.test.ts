import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import en from '../../locales/en/drafts.json' with { type: 'json' };
import nl from '../../locales/nl/drafts.json' with { type: 'json' };
import { lessonFiles } from '../../src/publications/lesson-files.ts';
import { pairLessons } from '../../src/publications/lesson-pairs.ts';
import { lessonSchema } from '../../src/publications/lesson-schema.ts';
import { thanksSchema } from '../../src/publications/thanks-schema.ts';
import { built } from '../support/builds.ts';
import { filledLesson, lessonFacts } from '../support/lesson.ts';
import { copyProject } from '../support/project.ts';
import { failToBuildIn } from '../support/run.ts';
import { productionTeam } from '../support/teams.ts';

const EXAMPLE = 'src/content/lessons/voorbeeld-facturen';
const pages = { thanks: ['/dank', '/en/thanks'], lessons: ['/lessen', '/en/lessons'] } as const;
const feeds = ['/lessen/feed.xml', '/en/lessons/feed.xml'] as const;
const slug = 'voorbeeld-facturen';

interface Built {
  /** The file that answers at a path. */
  read(path: string): string;
  has(path: string): boolean;
  files(): string[];
}

async function build(settings: Record<string, string>): Promise<Built> {
  const folder = await built(settings);
  const client = join(folder, 'dist/client');
  const fileOf = (path: string) =>
    /\.\w+$/.test(path) ? join(client, path) : join(client, path, 'index.html');
  return {
    read: (path) => readFileSync(fileOf(path), 'utf8'),
    has: (path) => existsSync(fileOf(path)),
    files: () =>
      readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
  };
}

interface Item {
  title: string;
  link: string;
  guid: string;
  pubDate: string;
  description: string;
}
/** A feed as a program reads it. */
function readFeed(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'item' });
  const { channel } = parser.parse(xml).rss;
  const items: Item[] = (channel.item ?? []).map((item: Item & { guid: { '#text': string } }) => ({
    ...item,
    guid: item.guid['#text'],
  }));
  return {
    language: String(channel.language),
    link: String(channel.link),
    self: String(channel['atom:link']['@_href']),
    items,
  };
}

describe('a demonstration', () => {
  const url = 'http://localhost:4321';
  let site: Built;
  beforeAll(async () => {
    site = await build({});
  });

  it('thanks the example in both languages', () => {
    const [dutch, english] = pages.thanks.map((path) => site.read(path));
    expect(dutch).toContain('februari 2026');
    expect(english).toContain('February 2026');
    for (const html of [dutch, english]) {
      expect(html).toContain(
        '<a href="https://example.com/" rel="noopener nofollow external"><bdi>Vera Voorbeeld</bdi></a>',
      );
      expect(html).not.toContain('id="nothing"');
      expect(html).toContain('id="how"');
    }
  });

  it('shows the example lesson in both languages, with its facts, and nothing inline', () => {
    for (const list of pages.lessons) {
      expect(site.read(list)).toContain(`href="${list}/${slug}"`);
      const html = site.read(`${list}/${slug}`);
      for (const fact of ['LES-2026-0001', 'CWE-639', 'CVSS:3.1/AV:N', 'Vera Voorbeeld'])
        expect(html).toContain(fact);
      expect(html).toContain('href="/.well-known/csaf/white/2026/les-2026-0001.json"');
      expect(html).toContain('<pre><code>https://portaal.example/');
      expect(html).not.toMatch(/<style|<script|\son\w+=|\sstyle=|javascript:/i);
      expect(html.match(/<h1/g)).toHaveLength(1);
    }
    for (const [path, facts] of [
      [
        '/lessen',
        ['ouder dan 4.2.1', 'Hoog: 7,1 volgens CVSS 4.0', 'Gemiddeld: 6,5 volgens CVSS 3.1', 'TLP:CLEAR'],
      ],
      [
        '/en/lessons',
        ['before 4.2.1', 'High: 7.1 by CVSS 4.0', 'Medium: 6.5 by CVSS 3.1', 'Customers who run the portal'],
      ],
    ] as const)
      for (const fact of [...facts, 'CVSS:4.0/AV:N', '<strong lang="en">Track</strong>'])
        expect(site.read(`${path}/${slug}`)).toContain(fact);
  });

  it('says of each product whether a known weak spot affects it, in both languages, and as CSAF and OpenVEX', () => {
    for (const [path, said] of [
      [
        '/lessen',
        [
          'Niet kwetsbaar.',
          'Er zit geen Java in',
          'Voorbeeldkoppeling, ouder dan 2.4',
          'Dat kijken we nog na.',
        ],
      ],
      [
        '/en/lessons',
        [
          'Not affected.',
          'There is no Java in it',
          'Voorbeeldkoppeling, before 2.4',
          'all versions',
          'We are still checking this.',
        ],
      ],
    ] as const) {
      const html = site.read(path);
      for (const fact of [...said, 'CVE-2021-44228', 'VEX-2026-0001']) expect(html).toContain(fact);
      // It has lessons alone, and stands beside all of it.
      expect(html.indexOf('/feed.xml">')).toBeGreaterThan(html.indexOf('id="side"'));
      expect(html.indexOf('id="side"')).toBeGreaterThan(html.indexOf('class="vex"'));
      for (const folder of ['white', 'openvex'])
        expect(html).toContain(`href="/.well-known/csaf/${folder}/2026/vex-2026-0001.json"`);
    }
  });

  it('names address, pair and feed on every page, keeps the page in the language switch', () => {
    const both = [pages.thanks, pages.lessons, [`/lessen/${slug}`, `/en/lessons/${slug}`]] as const;
    for (const pair of both) {
      for (const [index, path] of pair.entries()) {
        const html = site.read(path);
        expect(html).toContain(`<link rel="canonical" href="${url}${path}">`);
        const alternates = [...html.matchAll(/<link rel="alternate" hreflang="[\w-]+" href="([^"]+)">/g)];
        expect(alternates.map(([, href]) => href)).toEqual([pair[0], pair[1], pair[0]].map((at) => url + at));
        expect(html).toContain(`<a href="${pair[1 - index]}" hreflang=`);
        expect(html).not.toContain('noindex');
        expect(site.read('/sitemap.xml')).toContain(`<loc>${url}${path}</loc>`);
        if (pair !== pages.thanks) {
          expect(html).toContain(`type="application/rss+xml" href="${feeds[index]}"`);
          expect(html).toContain(`<a href="${feeds[index]}">`);
        }
      }
    }
  });

  it('has a feed per language with the same items, whose addresses are absolute and exist', () => {
    const [dutch, english] = feeds.map((path) => readFeed(site.read(path)));
    expect([dutch?.language, english?.language]).toEqual(['nl-NL', 'en-GB']);
    for (const [index, feed] of [dutch, english].entries()) {
      expect(feed?.self).toBe(url + feeds[index]);
      expect(feed?.link).toBe(url + pages.lessons[index]);
      expect(feed?.items).toHaveLength(2);
      for (const item of feed?.items ?? []) {
        expect(item.link.startsWith(`${url}/`)).toBe(true);
        expect(item.guid).toBe(item.link);
        const { pathname, hash } = new URL(item.link);
        const [at, title] =
          hash === '' ? ['', `<h1>${item.title}</h1>`] : [`id="${hash.slice(1)}"`, item.title];
        for (const there of [at, title]) expect(site.read(pathname)).toContain(there);
        expect(item.description).not.toBe('');
      }
    }
    const facts = (feed?: ReturnType<typeof readFeed>) =>
      feed?.items.map(({ link, pubDate }) => [link.split(/[/#]/).at(-1), pubDate]);
    expect(facts(dutch)).toEqual(facts(english));
    expect(facts(dutch)).toEqual([
      [slug, 'Mon, 16 Feb 2026 00:00:00 GMT'],
      ['vex-2026-0001', 'Mon, 12 Jan 2026 00:00:00 GMT'],
    ]);
    expect(feeds.map((path) => site.read(path)).join()).not.toContain('xml-stylesheet');
  });

  it('leads from the policy and from every footer to both pages; the policy stays small and without scripts', () => {
    for (const [index, path] of ['/', '/en'].entries()) {
      const html = site.read(path);
      for (const list of [pages.thanks, pages.lessons])
        expect(html.split(`href="${list[index]}"`)).toHaveLength(3);
      expect(html).not.toContain('<script');
      const styles = html.match(/\/_astro\/[\w.-]+\.css/g) ?? [];
      const size = [path, ...styles].reduce((sum, at) => sum + brotliCompressSync(site.read(at)).length, 0);
      expect(size).toBeLessThan(20 * 1024);
    }
  });
});

describe('a site in production', () => {
  let site: Built;
  beforeAll(async () => {
    const { gpg, settings } = await productionTeam();
    gpg.close();
    site = await build(settings);
  });

  it('says what is not there yet, and what it takes to be named', () => {
    for (const path of [...pages.thanks, ...pages.lessons]) {
      expect(site.read(path)).toContain('id="nothing"');
      expect(site.read(path)).not.toContain('class="entries"');
    }
    expect(site.read('/dank')).toContain('href="/#asks"');
    expect(site.read('/en/thanks')).toContain('href="/en#asks"');
  });

  it('holds nothing of the examples, in pages, feeds, sitemap or functions', () => {
    for (const file of site.files())
      expect(readFileSync(file, 'latin1'), file).not.toMatch(
        /Vera Voorbeeld|(?:LES|VEX)-2026-0001|voorbeeld-(?:facturen|log4j)/,
      );
    expect(site.has(`/lessen/${slug}`)).toBe(false);
    for (const path of feeds) expect(readFeed(site.read(path)).items).toEqual([]);
  });
});

describe('a build that meets what can’t be published', () => {
  it('names all of it at once, file by file, and builds nothing', async () => {
    const project = copyProject();
    const at = (path: string) => join(project.folder, 'src/content', path);
    const file = at('lessons/voorbeeld-facturen/en.md');
    writeFileSync(file, readFileSync(file, 'utf8').replace('fixed: 4.2.1', 'fixed: 4.2.2'));
    appendFileSync(file, '\n![x](https://example.com/x.png)\n');
    cpSync(at('lessons/voorbeeld-facturen'), at('lessons/tweede'), { recursive: true });
    rmSync(at('lessons/tweede/en.md'));
    // As drafts were that somebody put there as they are.
    const each = (name: keyof typeof nl) => ({ nl: nl[name], en: en[name] });
    const unedited = {
      ...{ ...filledLesson, id: 'LES-2026-0000', product: en.product, credit: 'Eva', title: each('title') },
      ...{ body: each('body'), about: each('about') },
    };
    for (const { path, text } of lessonFiles(unedited, lessonFacts)) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    }
    writeFileSync(at('thanks/kapot.yaml'), 'name: [Eva');
    const output = await failToBuildIn(project.folder, { DATA_DIR: join(project.folder, '.data') });
    expect(existsSync(join(project.folder, 'dist'))).toBe(false);
    project.remove();
    const draft = 'src/content/lessons/cvd-2026-4f7k2q';
    for (const [path, sentence] of [
      [
        'src/content/lessons/tweede',
        'there is no en.md; a lesson is published in every language or not at all.',
      ],
      [EXAMPLE, 'LES-2026-0001 is the id of tweede already; give it another.'],
      [EXAMPLE, 'nl.md and en.md differ in “product”; only the prose may differ.'],
      [
        `${EXAMPLE}/en.md`,
        'text: no image of this kind has a place in a lesson: ![x](https://example.com/x.png)',
      ],
      [`${draft}/nl.md`, 'id: is still that of a draft; give it the next number.'],
      [`${draft}/nl.md`, `title: is still that of the draft (“${nl.title}”); write your own.`],
      [`${draft}/en.md`, `product.name: is still that of the draft (“${en.product}”); write your own.`],
      [`${draft}/en.md`, 'text: still has “…” where something is to be written; write it.'],
      ['src/content/thanks/cvd-2026-4f7k2q.yaml', `about.en: is still that of the draft (“${en.about}”)`],
      ['src/content/thanks/kapot.yaml', 'is no YAML that can be read: '],
    ] as const) {
      const ofFile = output
        .split(/^(?=\s*src\/content\/)/m)
        .filter((part) => part.trim().startsWith(`${path}\n`));
      expect(ofFile.join(), path).toContain(sentence);
      // Each once: a list that is there twice looks like twice as much to mend.
      expect(ofFile, path).toHaveLength(1);
    }
    // The first revision of a lesson may say just that.
    expect(output).not.toContain('revisions');
  });
});

describe('what is asked of an entry', () => {
  const good = {
    id: 'LES-2026-0002',
    title: 'x',
    summary: 'x',
    revisions: [{ number: 1, date: new Date('2026-03-01'), summary: 'x' }],
    product: { name: 'x', affected: 'all' },
    vulnerability: { description: 'x', remediation: { category: 'vendor_fix', text: 'x' } },
  };
  const cvss = (vector: string) => ({ vulnerability: { ...good.vulnerability, cvss: vector } });
  const problems = (change: object) =>
    lessonSchema.safeParse({ ...good, ...change }).error?.issues.map(({ path }) => path.join('.'));

  it('a lesson with the least that it needs is read, its days from its revisions', () => {
    const second = { number: 2, date: '2026-04-01', summary: 'x' };
    const lesson = lessonSchema.parse({
      ...good,
      ...cvss('CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N'),
      revisions: [...good.revisions, second],
    });
    expect(lesson).toMatchObject({ date: '2026-03-01', updated: '2026-04-01', example: false });
    expect(lesson.vulnerability.cvss).toMatchObject({ score: 6.5, severity: 'medium' });
  });

  it.each([
    ['id', { id: '1' }],
    ['revisions', { revisions: [] }],
    ['revisions', { revisions: [{ number: 2, date: '2026-03-01', summary: 'x' }] }],
    ['vulnerability.cvss', cvss('CVSS:3.1/AV:N')],
    ['references.0.url', { references: [{ url: 'http://example.com', text: 'x' }] }],
  ])('a wrong %s is refused', (path, change) => {
    expect(problems(change)?.[0]).toContain(path);
  });

  it('newest first, and nothing but a file per language', () => {
    const data = lessonSchema.parse(good);
    const later = lessonSchema.parse({
      ...good,
      id: 'LES-2026-0003',
      revisions: [{ number: 1, date: '2026-05-01', summary: 'x' }],
    });
    const files = (slug: string, data: typeof later) =>
      ['nl', 'en'].map((code) => ({ id: `${slug}/${code}`, data }));
    const pairs = pairLessons([...files('a', data), ...files('b', later)]);
    expect(pairs.map(({ slug }) => slug)).toEqual(['b', 'a']);
    expect(() => pairLessons([...files('a', data), { id: 'a/notes', data }])).toThrow('belong here');
    expect(() => pairLessons(files('A b', data))).toThrow('small letters');
  });

  it('a link of somebody thanked is https', () => {
    const thanked = { name: 'x', month: '2026-01', about: { nl: 'x', en: 'x' } };
    expect(thanksSchema.safeParse({ ...thanked, link: 'https://example.com' }).success).toBe(true);
    for (const link of ['http://example.com', 'javascript:alert(1)', 'example.com'])
      expect(thanksSchema.safeParse({ ...thanked, link }).success, link).toBe(false);
    expect(thanksSchema.safeParse({ ...thanked, month: '2026-13' }).success).toBe(false);
  });
});
