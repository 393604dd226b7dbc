import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findNumberedArguments } from '../checks/lua-arguments.ts';

const root = mkdtempSync(join(tmpdir(), 'lua-arguments-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

it('no script reads its arguments by number', () => {
  expect(findNumberedArguments(join(import.meta.dirname, '../..'))).toEqual([]);
});

it('an argument that is read by its number is found, wherever it is planted under functions', () => {
  plant('functions/store/kv/cases.ts', "const script = `\n  return redis.call('GET', KEYS[2])`;\n");
  plant('functions/api/new.ts', 'export const lua = `local id = ARGV[ 1 ]`;\n');
  plant(
    'functions/store/kv/all.lua',
    'local one, other = unpack(ARGV)\nfor i = 1, #KEYS do end\nlocal given = ARGV\n',
  );
  plant('functions/store/kv/words.ts', '/** What ARGV and KEYS hold stands in the form of the script. */\n');
  plant('functions/store/kv/script.ts', "const line = 'local prefix=ARGV[1]';\n");
  const found = findNumberedArguments(root).map(({ file, line }) => `${file}:${line}`);
  expect(found).toEqual([
    'functions/api/new.ts:1',
    'functions/store/kv/all.lua:1',
    'functions/store/kv/all.lua:2',
    'functions/store/kv/all.lua:3',
    'functions/store/kv/cases.ts:2',
  ]);
});
