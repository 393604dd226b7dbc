import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { textsOf } from '../support/texts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The text of every source file below a folder. */
function sourcesIn(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|astro)$/.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
}
const everywhere = `${sourcesIn('src')}\n${sourcesIn('functions')}`;
/** Where texts arrive as objects, and are used by property. */
const readers = ['src/browser', 'src/components', 'src/views', 'functions/node', 'src/disclosure']
  .map(sourcesIn)
  .join('\n');

const literals = new Set([...everywhere.matchAll(/(['"`])([\w:.-]+)\1/g)].map(([, , text = '']) => text));
/** `ns:key.${name}.rest`, as patterns. */
const templates = [...everywhere.matchAll(/`([\w:.-]*\$\{[^`]*)`/g)].map(([, text = '']) => {
  const parts = text.split(/\$\{[^{}]*\}/).map((part) => part.replace(/[.]/g, '\\.'));
  return { whole: parts.every((part) => /^[\w:\\.-]*$/.test(part)), pattern: `^${parts.join('[\\w-]+')}$` };
});
const patterns = templates
  // Something of a key must be left: `${a}.${b}` would be every key.
  .filter(({ whole, pattern }) => whole && /^\^[a-zA-Z]+[:\\]/.test(pattern))
  .map(({ pattern }) => new RegExp(pattern));

/** Whether a source names this key or template of keys, as `ns:key` or, of the first file, as `key`. */
function isNamed(name: string, key: string): boolean {
  const names = name === 'common' ? [key, `common:${key}`] : [`${name}:${key}`];
  return names.some((full) => literals.has(full) || patterns.some((pattern) => pattern.test(full)));
}

const escaped = (word: string) => word.replaceAll('-', '\\-');

/** Whether a script reads this property by its name: `texts.word`, `texts['word']`, or takes it out of an object. */
function isProperty(word: string): boolean {
  const name = escaped(word);
  return new RegExp(`\\.${name}\\b|\\['${name}'\\]|[{,]\\s*${name}\\s*(?:[,=][^;]*)?\\}\\]? (?:=|of) `).test(
    readers,
  );
}

/**
 * Whether a script takes this object as a whole (`texts.parent[code]`, `= texts.parent`, `show(texts.parent)`), and a
 * source somewhere has the name that could be looked up in it.
 */
function isLookedUp(parent: string, word: string): boolean {
  const isTaken = new RegExp(`\\.${escaped(parent)}\\b(?!\\.)`).test(readers);
  return isTaken && (literals.has(word) || new RegExp(`\\b${escaped(word)}:`).test(everywhere));
}

/** Whether a script goes through all of this object: `Object.entries(texts.parent)`. */
function isGoneThrough(parent: string): boolean {
  return new RegExp(`Object\\.(?:entries|values)\\([\\w.]*\\b${escaped(parent)}\\)`).test(readers);
}

/** Names that a library gives: `Rating()` of CVSS. */
const NAMED_BY_LIBRARIES = /^report\.json cvss\.severities\.(?:NONE|LOW|MEDIUM|HIGH|CRITICAL)$/;

function isUsed(file: string, key: string): boolean {
  const name = file.replace(/\.json$/, '');
  const base = key.replace(/_(zero|one|two|few|many|other)$/, '');
  const path = base.split('.');
  const last = path.at(-1) ?? '';
  if (isNamed(name, base)) return true;
  // Files that are imported whole: the terminal's, and the headings of a report.
  if (name === 'terminal') return isProperty(last) || isProperty(key);
  if (name === 'document') return new RegExp(`\\b${last}: z\\.`).test(readers);
  // A part of a file that is handed over whole, under its own name or that of the file.
  const root = path.findIndex((_, index) => index > 0 && isNamed(name, path.slice(0, index).join('.')));
  if (root < 0) return false;
  // A script chooses the form that fits a number by itself.
  if (base !== key) return readers.includes(`'${last}'`) || isProperty(key.split('.').at(-1) ?? '');
  const parents = root === path.length - 1 ? [path.at(-2) ?? '', name] : [path.at(-2) ?? ''];
  return (
    isProperty(last) ||
    parents.some((object) => isLookedUp(object, last) || isGoneThrough(object)) ||
    NAMED_BY_LIBRARIES.test(`${file} ${key}`)
  );
}

it('every text is used somewhere', () => {
  const unused = textsOf('nl')
    .filter(({ file, key }) => !isUsed(file, key))
    .map(({ file, key }) => `${file} ${key}`);
  expect(unused).toEqual([]);
});

it('a text that nothing names would be found', () => {
  expect(isUsed('policy.json', 'title')).toBe(true);
  expect(isUsed('policy.json', 'nobodyAsksForThis')).toBe(false);
  expect(isUsed('inbox.json', 'compose.nobodyReadsThis')).toBe(false);
  expect(isUsed('terminal.json', 'nobodyPrintsThis')).toBe(false);
});
