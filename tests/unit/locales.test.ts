import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problems } from '../../src/disclosure/problems.ts';
import { translator } from '../../src/i18n/index.ts';
import { languageCodes } from '../../src/i18n/languages.ts';

const folder = new URL('../../locales/', import.meta.url);
const read = (language: string, file: string) =>
  JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8'));
const files = readdirSync(new URL('nl/', folder)).filter((name) => name.endsWith('.json'));

/** `a.b.c` → text. */
function flatten(messages: Record<string, unknown>, prefix = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flatten(value as Record<string, unknown>, `${prefix}${key}.`),
  );
}
const all = languageCodes.flatMap((language) =>
  files.flatMap((file) =>
    flatten(read(language, file)).map(([key, text]) => ({ language, file, key, text })),
  ),
);
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? [])].sort();

describe('the texts', () => {
  it('have the same files in both languages, and the same keys in each', () => {
    for (const language of languageCodes) {
      expect(readdirSync(new URL(`${language}/`, folder)).filter((name) => name.endsWith('.json'))).toEqual(
        files,
      );
      for (const file of files) {
        const keys = (code: string) => flatten(read(code, file)).map(([key]) => key);
        expect(keys(language), `${language}/${file}`).toEqual(keys('nl'));
      }
    }
  });

  it('have the same facts and links in both languages', () => {
    for (const file of files) {
      const dutch = new Map(flatten(read('nl', file)));
      for (const [key, text] of flatten(read('en', file))) {
        expect(placeholders(text), `${file} ${key}`).toEqual(placeholders(dutch.get(key) ?? ''));
      }
    }
  });

  it('are never empty, and never have double spaces or straight quotes', () => {
    for (const { language, file, key, text } of all) {
      const where = `${language}/${file} ${key}`;
      expect(text.trim(), where).not.toBe('');
      if (file === 'terminal.json') continue;
      expect(text, where).not.toMatch(/ {2}|["']/);
    }
  });

  it('hold no fact of the organisation: those come from one file', () => {
    for (const { text, file, key } of all)
      expect(text, `${file} ${key}`).not.toMatch(/Scope4mation|894614|€|\b25\b|\b3 da/);
  });

  it('have a sentence for every problem', () => {
    expect(Object.keys(read('nl', 'problems.json')).sort()).toEqual(Object.keys(problems).sort());
  });

  it('address the reader as je, never as u', () => {
    for (const { language, file, key, text } of all) {
      if (language === 'nl') expect(text, `${file} ${key}`).not.toMatch(/\b(u|uw|gij)\b/i);
    }
  });

  it('use the plural that fits the number', () => {
    expect(translator('nl')('policy:promises.P1.title', { count: 1 })).toBe('Antwoord binnen 1 dag');
    expect(translator('en')('policy:promises.P1.title', { count: 3 })).toBe('An answer within 3 days');
  });
});

describe('the policy', () => {
  it('has every item of the commitments in both languages, and no other', () => {
    const items = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'];
    for (const language of languageCodes) {
      const { asks, promises } = read(language, 'policy.json');
      expect([...Object.keys(asks), ...Object.keys(promises)].filter((key) => key !== 'title')).toEqual(
        items,
      );
    }
  });
});
