import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textsOf } from '../support/texts.ts';

interface Forbidden {
  language: string;
  word: string;
  instead: string;
  /** The files in which the word may stand. */
  except: string[];
}

/** The words that the table in locales/README.md replaces by another. */
function readGlossary(): Forbidden[] {
  const readme = readFileSync(new URL('../../locales/README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).flatMap((row) => {
    const [dutch = '', english = '', , notDutch = '', notEnglish = ''] = row
      .slice(1)
      .split('|')
      .map((cell) => cell.trim());
    return [...forbiddenIn('nl', dutch, notDutch), ...forbiddenIn('en', english, notEnglish)];
  });
}

function forbiddenIn(language: string, instead: string, cell: string): Forbidden[] {
  if (cell === '') return [];
  return cell.split(',').map((entry) => {
    const [, word = '', files = ''] = /^([^(]+?)\s*(?:\(except ([^)]*)\))?$/.exec(entry.trim()) ?? [];
    return { language, word, instead, except: files.split(' ').filter((file) => file !== '') };
  });
}

/** Whole words only, and their endings; a hyphen holds a word together (`e-mail` does not hold `mail`). */
function holds(text: string, word: string): boolean {
  const plain = text.replace(/\{\{\w+\}\}|<\/?\w+>/g, ' ');
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${withEndings(word)}(?![\\p{L}\\p{N}_-])`, 'iu').test(plain);
}

/** A word with what the two languages put behind it: plurals, and an English past. */
function withEndings(word: string): string {
  return word.endsWith('y') ? `${word.slice(0, -1)}(?:y|ies)` : `${word}(?:e?[sdn]|’s)?`;
}

const glossary = readGlossary();

describe('the glossary', () => {
  it('is read from the table, with its exceptions', () => {
    expect(glossary.length).toBeGreaterThan(50);
    expect(glossary).toContainEqual({
      language: 'en',
      word: 'weakness',
      instead: 'vulnerability',
      except: ['template.json'],
    });
    for (const { word } of glossary) expect(word).toMatch(/^[\p{L}][\p{L} -]*$/u);
  });

  it('finds whole words, in capitals too, and not in names of values', () => {
    expect(holds('De Deadline is morgen', 'deadline')).toBe(true);
    expect(holds('uiterlijk {{deadline}}', 'deadline')).toBe(false);
    expect(holds('per e-mailadres', 'e-mail')).toBe(false);
    expect(holds('First answers by month', 'first answer')).toBe(true);
    expect(holds('the first replies', 'first reply')).toBe(true);
    expect(holds('drie deadlines, twee casussen', 'deadline')).toBe(true);
    expect(holds('a tipping point', 'tip')).toBe(false);
  });

  it('is kept to by every text', () => {
    const found = glossary.flatMap(({ language, word, instead, except }) =>
      textsOf(language)
        .filter(({ file, text }) => !except.includes(file) && holds(text, word))
        .map(
          ({ file, key }) => `${language}/${file} ${key}: “${word}”, where the glossary says “${instead}”`,
        ),
    );
    expect(found).toEqual([]);
  });

  it('has no exception that nothing needs', () => {
    const idle = glossary.flatMap(({ language, word, except }) =>
      except
        .filter((name) => !textsOf(language).some(({ file, text }) => file === name && holds(text, word)))
        .map((name) => `${word} in ${language}/${name}`),
    );
    expect(idle).toEqual([]);
  });
});
