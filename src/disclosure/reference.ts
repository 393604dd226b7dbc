import { randomCharacters } from './base32.ts';

/** A case's public name: `CVD-`, the year in UTC, and six Crockford characters. */
export const REFERENCE = /^CVD-\d{4}-[0-9A-HJKMNP-TV-Z]{6}$/;

/** A fresh reference for a case received at `now`. Random, so that it tells nobody how many cases there are. */
export function makeReference(now: Date): string {
  return `CVD-${now.getUTCFullYear()}-${randomCharacters(6)}`;
}
