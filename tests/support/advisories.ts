// The documents about weak spots in `tests/fixtures/advisories`, which others published.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../fixtures/advisories/', import.meta.url));

/** All of them, by `csaf-2.0/<file>`. */
export const sampleAdvisories: ReadonlyMap<string, Buffer> = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, readFileSync(folder + name)]),
);

/** One of them. @throws Error where there is none */
export function sampleAdvisory(name: string): Buffer {
  const bytes = sampleAdvisories.get(name);
  if (!bytes) throw new Error(`no such advisory: ${name}`);
  return bytes;
}
