import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { routes } from '../../functions/routes.ts';
import { importRules } from '../checks/import-rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const folders = ['.github', 'functions', 'locales', 'src', 'tests'];
const documents = ['README.md', ...folders.flatMap((folder) => globSync(`${folder}/**/*.md`, { cwd: root }))];
/** Files that somebody makes who follows a recipe. */
const examples = /\/(?:time(?:\.test)?\.ts|help\.json|HelpView\.astro|hulp\.astro|help\.ts)$/;
const decisions = globSync('.github/decisions/[0-9]*.md', { cwd: root }).sort();

/** A document without its code, in which brackets are no links. */
const withoutCode = (text: string) => text.replaceAll(/^ *```.*?^ *```$/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors of a document: its headings, as GitHub writes them. */
function anchorsOf(text: string): Set<string> {
  const headings = text.replaceAll(/^ *```.*?^ *```$/gms, '').matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    Array.from(headings, ([, words = '']) =>
      words
        .toLowerCase()
        .replaceAll(/[^\p{Letter}\p{Number}\p{Mark} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** What is wrong with a link from one document to another file of the project; null when nothing is. */
function faultOfLink(from: string, link: string): string | null {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : relative(root, join(root, dirname(from), path));
  if (!existsSync(join(root, target))) return `${from}: ${link} leads nowhere`;
  if (anchor === undefined || anchorsOf(read(target)).has(anchor)) return null;
  return `${from}: ${link} has no such heading`;
}

/** The paths in the picture of the house: names before two spaces, folders with a slash, what is in them indented. */
function pathsOf(picture: string): string[] {
  let folder = '';
  return picture.split('\n').flatMap((line) => {
    const [, indent = '', names = ''] = line.match(/^( *)(\S+(?: \S+)*?)(?: {2,}.*)?$/) ?? [];
    if (indent === '') folder = names.endsWith('/') ? names : '';
    return names.split(' ').map((name) => (indent === '' ? name : `${folder}${name}`));
  });
}

const section = (text: string, heading: string) =>
  text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const firstCells = (text: string) => Array.from(text.matchAll(/^\| ([^|]+) \|/gm), ([, cell = '']) => cell);

describe('the documents', () => {
  it('lead nowhere that is not there', () => {
    const faults = documents.flatMap((from) => {
      const links = withoutCode(read(from)).matchAll(/\]\(([^)\s]+)\)/g);
      return Array.from(links, ([, link = '']) => link)
        .filter((link) => !/^[a-z]+:/.test(link))
        .flatMap((link) => faultOfLink(from, link) ?? []);
    });
    expect(faults).toEqual([]);
  });

  it('name no file that is not there', () => {
    const named = documents.flatMap((from) =>
      Array.from(
        read(from).matchAll(/`((?:\.github|functions|locales|src|tests)\/[\w./-]+)`/g),
        ([, path = '']) => ({ from, path }),
      ),
    );
    const missing = named.filter(({ path }) => !examples.test(path) && !existsSync(join(root, path)));
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(50);
  });

  it('find a link astray, and a heading that is none', () => {
    expect(faultOfLink('README.md', '.github/NOWHERE.md')).toContain('leads nowhere');
    expect(faultOfLink('README.md', '#no-such-heading')).toContain('no such heading');
    expect(faultOfLink('README.md', '.github/OPERATIONS.md#is-what-is-served-what-is-here')).toBeNull();
  });
});

describe('the README', () => {
  const readme = read('README.md');

  it('can be read in one go: fewer than 250 lines', () => {
    expect(readme.split('\n').length).toBeLessThan(250);
  });

  it('draws the house as it stands', () => {
    const picture = section(readme, 'The house').match(/```\n(.*?)\n```/s)?.[1] ?? '';
    const paths = pathsOf(picture);
    expect(paths.length).toBeGreaterThan(25);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const drawn = new Set(paths.map((path) => path.replace(/\/$/, '')));
    const present = globSync(['src/*', 'functions/*'], { cwd: root });
    expect(present.filter((path) => !drawn.has(path))).toEqual([]);
  });

  it('lists every endpoint, and no other', () => {
    const listed = firstCells(section(readme, 'Interface')).flatMap((cell) =>
      Array.from(cell.matchAll(/(?<![\w}])\/[\w/{}-]+/g), ([path]) => path),
    );
    const mounted = Object.keys(routes)
      .filter((path) => !path.includes('...'))
      .map((path) => path.replaceAll('[', '{').replaceAll(']', '}'));
    expect([...new Set(listed)].sort()).toEqual(mounted.sort());
  });
});

describe('the decisions', () => {
  it.each(decisions)('%s says what it was about, what was decided, rejected, and what follows', (path) => {
    const text = read(path);
    const headings = Array.from(text.matchAll(/^## (.+)$/gm), ([, heading]) => heading);
    for (const heading of ['Context', 'Decision', 'Rejected', 'Consequences']) {
      expect(headings).toContain(heading);
    }
    const number = Number(path.match(/\/(\d{4})-/)?.[1]);
    expect(text).toMatch(new RegExp(`^# ${number}\\. \\S`));
  });

  it('are numbered one by one, and all listed by their titles', () => {
    const index = read('.github/decisions/README.md');
    const lines = decisions.map((path, at) => {
      const title = read(path).match(/^# \d+\. (.+)$/m)?.[1];
      return `- [${at + 1}](${path.split('/').at(-1)}) ${title}`;
    });
    const listed = index.split('\n').filter((line) => line.startsWith('- ['));
    expect(listed.sort()).toEqual(lines.sort());
  });
});

it('the table of settings has those of .env.example, and the one that repeats a build', () => {
  const listed = firstCells(section(read('.github/OPERATIONS.md'), 'Settings')).flatMap((cell) =>
    Array.from(cell.matchAll(/`([A-Z_]+)`/g), ([, name = '']) => name),
  );
  const example = Array.from(read('.env.example').matchAll(/^([A-Z_]+)=/gm), ([, name = '']) => name);
  expect(listed.sort()).toEqual([...example, 'SOURCE_DATE_EPOCH'].sort());
});

/** Whether one of the rules of `npm run check` forbids that a file in `from` imports one in `to`. */
function isForbidden(from: string, to: string): boolean {
  const fits = (pattern: unknown, path: string) =>
    typeof pattern === 'string' && new RegExp(pattern).test(path);
  return importRules.some((rule) => 'to' in rule && fits(rule.from.path, from) && fits(rule.to.path, to));
}

it('the floors that the architecture names are those that are checked', () => {
  const text = section(read('.github/ARCHITECTURE.md'), 'What may import what');
  const lines = Array.from(text.matchAll(/^(\d)\. (.+)$/gm), ([, number = '', names = '']) => ({
    isFirst: number === '1',
    names: Array.from(names.matchAll(/`([^`]+)`/g), ([, name = '']) => name),
  }));
  const second = lines.findLastIndex(({ isFirst }) => isFirst);
  const buildings = [lines.slice(0, second), lines.slice(second)];
  expect(buildings.map((floors) => floors.length)).toEqual([9, 6]);
  for (const floors of buildings) {
    for (const [level, floor] of floors.entries()) {
      const above = floors.slice(0, level).flatMap(({ names }) => names);
      const below = floors.slice(level + 1).flatMap(({ names }) => names);
      for (const name of floor.names) {
        expect(above.filter((other) => !isForbidden(name, other))).toEqual([]);
        expect(below.filter((other) => isForbidden(name, other))).toEqual([]);
      }
    }
  }
});
