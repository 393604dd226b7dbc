import { REFERENCE } from '../../../disclosure/reference.ts';
import type { Head } from '../list/heads.ts';

/** So many are shown at once. */
const MOST_FOUND = 8;

/** A case that was found; without a title where it is not open here. */
export interface Found {
  reference: string;
  title: string;
}

/**
 * The cases that have every word that was typed, in what they say or in their reference; one that is typed whole is
 * found whether it is open here or not.
 * @param without the case in front
 */
export function findCases(typed: string, heads: ReadonlyMap<string, Head>, without: string): Found[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const code = typed.trim().toUpperCase();
  const found: Found[] = [];
  for (const { reference, title, words: said } of heads.values()) {
    if (reference === without) continue;
    const whole = `${reference.toLowerCase()} ${title.toLowerCase()} ${said}`;
    if (!words.every((word) => whole.includes(word))) continue;
    found.push({ reference, title });
    if (found.length === MOST_FOUND) break;
  }
  const isKnown = found.some(({ reference }) => reference === code);
  return REFERENCE.test(code) && !isKnown && code !== without
    ? [{ reference: code, title: '' }, ...found]
    : found;
}
