// Apart from what makes a code and derives its secrets: only who is given a code reads one.
import { ALPHABET, digitOf } from './base32.ts';
import { findMistake } from './check-characters.ts';
import { GROUP, group, RECEIPT_LENGTH } from './receipt.ts';

export type ParsedReceipt =
  | { ok: true; receipt: string }
  /** One character is wrong, or is one that no code has; `group` (1–6) is where it stands. */
  | { ok: false; reason: 'character'; group: number }
  /** Two characters stand in each other's place, the first of them in this group. */
  | { ok: false; reason: 'swapped'; group: number }
  | { ok: false; reason: 'length' | 'several' };

/**
 * Reads a code as people type it: any case, with or without spaces and hyphens, i and l for 1, o for 0.
 * One wrong character is always found and its group named, and so are two neighbours that changed places; two
 * other mistakes are always noticed.
 */
export function parseReceipt(typed: string): ParsedReceipt {
  const characters = typed.replace(/[\s\-–—._]/g, '');
  let canonical = '';
  for (const [index, character] of Array.from(characters).entries()) {
    const digit = digitOf(character);
    if (digit < 0) return { ok: false, reason: 'character', group: Math.min(groupOf(index), 6) };
    canonical += ALPHABET.charAt(digit);
  }
  if (canonical.length !== RECEIPT_LENGTH) return { ok: false, reason: 'length' };
  const mistake = findMistake(canonical);
  if (mistake === null) return { ok: true, receipt: group(canonical) };
  if (mistake.kind === 'several') return { ok: false, reason: 'several' };
  return { ok: false, reason: mistake.kind, group: groupOf(mistake.place) };
}

function groupOf(place: number): number {
  return Math.floor(place / GROUP) + 1;
}
