import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const norms = readFileSync(`${root}.github/NORMS.md`, 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).scripts;

/** Every file that the page names in backticks. */
const named = [...norms.matchAll(/`((?:src|functions|tests|locales|public)\/[^`<\s]+)`/g)].map(
  ([, path = '']) => path,
);
const rows = norms.split('\n').filter((line) => /^\| (?!---|clause|point|\| asks)/.test(line));

it('every file and every command that the page about norms names is there', () => {
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((path) => !existsSync(root + path))).toEqual([]);
  const commands = [...norms.matchAll(/`npm run ([\w:-]+)`/g)].map(([, name = '']) => name);
  expect(commands.filter((name) => scripts[name] === undefined)).toEqual([]);
});

it('every line of it says how far it goes, and names what shows it where it is met', () => {
  expect(rows.length).toBeGreaterThan(50);
  for (const row of rows) {
    const [, , , here = '', shown = '', state = ''] = row.split('|').map((cell) => cell.trim());
    expect(state, row).toMatch(/^(?:met|partly|yours|\*\*NOT MET\*\*)/);
    if (state.startsWith('met')) expect([here, shown].join(' '), row).toMatch(/`[^`]+`/);
  }
  expect(norms.match(/\*\*NOT MET\*\*/g)?.length).toBeGreaterThan(3);
});
