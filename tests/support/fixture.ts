import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where a stored sample lies, by its path in `tests/fixtures`; see the README there. */
export function fixturePath(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** What is in it. */
export function fixture(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fixturePath(path)));
}

/** The same as text. */
export function fixtureText(path: string): string {
  return new TextDecoder().decode(fixture(path));
}
