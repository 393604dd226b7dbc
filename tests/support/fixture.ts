import { readFileSync } from 'node:fs';

/** A stored sample, by its path in `tests/fixtures`; see the README there. */
export function fixture(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../fixtures/${path}`, import.meta.url)));
}

/** The same as text. */
export function fixtureText(path: string): string {
  return new TextDecoder().decode(fixture(path));
}
