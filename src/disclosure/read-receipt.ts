import { ALPHABET, digitOf } from './base32.ts';
import { findMistake } from './check-characters.ts';
import { GROUP, group, RECEIPT_LENGTH } from './receipt.ts';

export type ParsedReceipt =
  | { ok: true; receipt: string }
  /** One character is wrong, or is one that no code has; `group` (1–6) is where it stands. */
  | { ok: false; reason: 'character'; group: number }
  /** Two characters stand in each other's place, the first of them in this group. */
  | { ok: false; reason: 'swapped'; group: number }
  /** Another number of characters than a code has. */
  | { ok: false; reason: 'length'; count: number }
  /** Several mistakes; nothing; the public name of a case; a text without anything like a code. */
  | { ok: false; reason: 'several' | 'empty' | 'reference' | 'none' };

/** So much of a text is looked at, in UTF-16 code units: a receipt file is shorter, and the code stands at its beginning. */
const MOST = 4_000;
/** What nobody sees or means: formatting characters (of direction, joining, soft hyphens), and marks on what is before them. */
const INVISIBLE = /[\p{Cf}\p{Mn}]/gu;
/** What may stand around a code and in it: spaces, hyphens and dashes, the minus, quotes, brackets and other punctuation. */
const MARKS = /[\s\p{P}\u2212<>|`^~+=$]/gu;
/** What has more characters than this without the marks is somebody's text, and no code with a mistake in it. */
const MUCH = RECEIPT_LENGTH + 2 * GROUP;

/** Six groups of four, with little or nothing between them, apart from all else. */
const GROUPS =
  /(?<![0-9A-Za-z])(?=((?:[0-9A-TV-Za-tv-z]{4}[\s\p{Pd}\u2212._]{0,3}){5}[0-9A-TV-Za-tv-z]{4})(?![0-9A-Za-z]))[0-9A-TV-Za-tv-z]/gu;
/** See `REFERENCE`; as people type it. */
const REFERENCE_TYPED = /CVD\d{4}[0-9A-HJKMNP-TV-Z]{6}/i;

/**
 * Reads a code as people type or paste it: any case, with or without spaces and hyphens of any kind, i and l for 1, o for 0;
 * in quotes, in a link, in a line of the receipt file, or the whole file. One wrong character is always found and its group
 * named, and so are two neighbours that changed places; two other mistakes are always noticed.
 */
export function parseReceipt(typed: string): ParsedReceipt {
  const text = typed.slice(0, MOST).normalize('NFKC').replace(INVISIBLE, '');
  const bare = text.replace(MARKS, '');
  if (bare === '') return { ok: false, reason: 'empty' };
  const whole = readCharacters(bare);
  if (whole.ok) return whole;
  const found = Array.from(text.matchAll(GROUPS), ([, code = '']) => readCharacters(code.replace(MARKS, '')));
  const right = found.find(({ ok }) => ok);
  if (right) return right;
  if (REFERENCE_TYPED.test(bare) && found.length === 0) return { ok: false, reason: 'reference' };
  // The last one: words before a code may look like a group of it.
  const last = found.at(-1);
  if (last) return last;
  const isWords = bare.length > MUCH && whole.reason === 'character';
  return isWords ? { ok: false, reason: 'none' } : whole;
}

/** Reads the characters of a code, without anything between them. */
function readCharacters(characters: string): ParsedReceipt {
  let canonical = '';
  for (const [index, character] of Array.from(characters).entries()) {
    const digit = digitOf(character);
    if (digit < 0) return { ok: false, reason: 'character', group: Math.min(groupOf(index), 6) };
    canonical += ALPHABET.charAt(digit);
  }
  if (canonical.length !== RECEIPT_LENGTH) return { ok: false, reason: 'length', count: canonical.length };
  const mistake = findMistake(canonical);
  if (mistake === null) return { ok: true, receipt: group(canonical) };
  if (mistake.kind === 'several') return { ok: false, reason: 'several' };
  return { ok: false, reason: mistake.kind, group: groupOf(mistake.place) };
}

function groupOf(place: number): number {
  return Math.floor(place / GROUP) + 1;
}
