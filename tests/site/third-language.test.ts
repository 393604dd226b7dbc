import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languageCodes, paths, templatePaths } from '../../src/i18n/languages.ts';
import { copyProject } from '../support/project.ts';
import { buildIn, failToBuildIn } from '../support/run.ts';

const SITE = 'http://localhost:4321';
const LESSON = 'src/content/lessons/voorbeeld-facturen';
const THANKS = 'src/content/thanks/voorbeeld.yaml';
const VEX = 'src/content/vex/voorbeeld-log4j.yaml';
const LINE = "  { code: 'de', locale: 'de-DE', name: 'Deutsch' },";

/** Adds a line after the one that matches. */
function addLine(path: string, after: RegExp, line: string): void {
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = lines.findIndex((text) => after.test(text));
  expect(at, path).toBeGreaterThan(-1);
  writeFileSync(path, lines.toSpliced(at + 1, 0, line).join('\n'));
}

const project = copyProject();
const inProject = (path: string) => join(project.folder, path);
const client = inProject('dist/client');
const fileOf = (path: string) =>
  /\.\w+$/.test(path) ? join(client, path) : join(client, path, 'index.html');
const read = (path: string) => readFileSync(fileOf(path), 'utf8');
const settings = { DATA_DIR: inProject('.data'), TEAM_LANGUAGE: 'de' };

beforeAll(() => {
  // One folder: the English texts, with one that tells them apart.
  cpSync(inProject('locales/en'), inProject('locales/de'), { recursive: true });
  const policy = inProject('locales/de/policy.json');
  const texts = JSON.parse(readFileSync(policy, 'utf8'));
  writeFileSync(policy, JSON.stringify({ ...texts, title: 'Eine Schwachstelle gefunden?' }));
  // And one line.
  addLine(inProject('src/i18n/languages.ts'), /code: 'en'/, LINE);
});
afterAll(() => project.remove());

describe('a third language', () => {
  it('asks for the content that is published already', async () => {
    const output = await failToBuildIn(project.folder, settings);
    expect(output).toMatch(/there is no de\.md|about\.de/);
  });

  it('is one folder and one line: the site builds with it', async () => {
    mkdirSync(inProject(LESSON), { recursive: true });
    cpSync(inProject(`${LESSON}/en.md`), inProject(`${LESSON}/de.md`));
    addLine(inProject(THANKS), /^ {2}en:/, '  de: Rechnungen anderer Kunden waren zu sehen.');
    // Its texts stand one below the other, or beside each other in braces.
    const vex = readFileSync(inProject(VEX), 'utf8')
      .replace(/^( *)en: (.*)$/gm, '$1en: $2\n$1de: $2')
      .replace(/, en: ([^}]+) }/g, ', en: $1, de: $1 }');
    writeFileSync(inProject(VEX), vex);
    await buildIn(project.folder, settings);
  });

  it('has every page that the others have, in its own words', () => {
    const pages = readdirSync(join(client, 'en'), { recursive: true, encoding: 'utf8' }).sort();
    expect(pages).toContain('report/index.html');
    // The English template stands at the root.
    const expected = [...pages, 'report.md'].sort();
    expect(readdirSync(join(client, 'de'), { recursive: true, encoding: 'utf8' }).sort()).toEqual(expected);
    for (const page of pages.filter((name) => name.endsWith('.html'))) {
      expect(read(`/de/${page}`), page).toContain('<html lang="de"');
    }
    expect(read('/de')).toContain('Eine Schwachstelle gefunden?');
    expect(read('/de/thanks')).toContain('Rechnungen anderer Kunden waren zu sehen.');
    expect(read('/de/lessons/feed.xml')).toContain('<language>de-DE</language>');
    expect(read('/de/report.md')).toContain('language: "de"');
    expect(read('/de/lessons/voorbeeld-facturen')).toMatch(/\d{1,2}\. (Januar|Februar|März|April|Mai) 2026/);
  });

  it('is named by every other language, and names them back', () => {
    for (const page of ['policy', 'report', 'yourself', 'thanks', 'lessons'] as const) {
      const english = paths[page].en;
      const addresses = { ...paths[page], de: english.replace(/^\/en/, '/de') };
      for (const path of Object.values(addresses)) {
        const html = read(path);
        for (const [language, address] of Object.entries(addresses)) {
          expect(html, path).toContain(`hreflang="${language}" href="${SITE}${address}"`);
        }
        expect(html, path).toContain(`hreflang="x-default" href="${SITE}${addresses.nl}"`);
      }
    }
  });

  it('stands in the sitemap, in security.txt and on the page that says that there is none', () => {
    const sitemap = read('/sitemap.xml');
    for (const path of [
      '/de',
      '/de/report',
      '/de/report/yourself',
      '/de/thanks',
      '/de/lessons',
      '/de/lessons/voorbeeld-facturen',
    ]) {
      expect(sitemap).toContain(`<loc>${SITE}${path}</loc>`);
    }
    const languages = [...sitemap.matchAll(/hreflang="(\w+)"/g)].map(([, code]) => code);
    expect(new Set(languages)).toEqual(new Set([...languageCodes, 'de']));
    expect(read('/.well-known/security.txt')).toContain('Preferred-Languages: nl, en, de');
    expect(readFileSync(join(client, '404.html'), 'utf8')).toContain('lang="de"');
  });

  it('has a frame for the pages that functions make', () => {
    const folder = inProject('dist/server');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const code = files
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const filledIn = code.filter((text) => text.includes('<title>{{title}}'));
    expect(filledIn).toHaveLength(1);
    const frames = filledIn[0]?.replaceAll('\\', '') ?? '';
    for (const language of [...languageCodes, 'de']) {
      for (const name of ['plain', 'case', 'figures', 'privacy'])
        expect(frames).toContain(`"${language}/${name}":"<!DOCTYPE html><html lang="${language}">`);
    }
  });

  it('leaves the addresses of the others as they were', () => {
    for (const name of ['policy', 'report', 'status', 'inbox', 'thanks', 'lessons'] as const) {
      for (const language of languageCodes) {
        expect(existsSync(fileOf(paths[name][language])), paths[name][language]).toBe(true);
      }
    }
    for (const path of Object.values(templatePaths)) expect(existsSync(fileOf(path)), path).toBe(true);
  });
});
