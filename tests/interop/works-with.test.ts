import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tools } from './tools.ts';
import { tableOf, withoutVersions } from './works-with.ts';

const file = new URL('../../.github/WORKS_WITH.md', import.meta.url);
const marks = /(<!-- table -->\n)[\s\S]*?(<!-- \/table -->)/;

/** With `WRITE_WORKS_WITH=1` the table is written anew. */
it('the table in .github/WORKS_WITH.md says what the tests hold', async () => {
  const versions = await Promise.all(tools.map((tool) => tool.version()));
  expect(versions).not.toContain('');
  const page = readFileSync(file, 'utf8');
  const table = tableOf(tools, versions);
  const wanted = page.replace(marks, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
  if (process.env['WRITE_WORKS_WITH'] === '1') writeFileSync(file, wanted);
  expect(withoutVersions(readFileSync(file, 'utf8'))).toBe(withoutVersions(wanted));
});
