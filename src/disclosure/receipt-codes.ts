// Receipt codes in somebody's text, however they are written there.
import { ALPHABET, digitOf } from './base32.ts';
import { checkCharacters } from './check-characters.ts';
import { CHECKS, RECEIPT_LENGTH } from './receipt.ts';

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** So much may stand between two characters of a code, in UTF-16 code units: a dash, or the end of a line in a quote. */
const BETWEEN = 6;
/** Groups of four with the same between them, as many as a code has, or more: somebody's words before or behind it. */
const GROUPED =
  /(?<![\p{L}\p{N}])[0-9A-TV-Za-tv-z]{4}([^\p{L}\p{N}]{1,6})[0-9A-TV-Za-tv-z]{4}(?:\1[0-9A-TV-Za-tv-z]{4}){4,}(?![\p{L}\p{N}])/gu;

/** Of 24 random characters more are different, but for once in very much longer than anybody makes codes. */
const LEAST_DIFFERENT = 8;

/** A word of which a code may be made. */
interface Word {
  /** Where it stands in the text. */
  begin: number;
  end: number;
  /** How many characters of codes are before it. */
  before: number;
  /** The same for words with little between them. */
  stretch: number;
}

/**
 * Takes receipt codes out of a text: with anything or nothing between their characters where the check characters are
 * right; written in groups, with digits in them or other marks than spaces between, also where they are not.
 * @param instead what stands there then
 */
export function withoutReceipts(text: string, instead: string): string {
  // Six words of four letters are a sentence as well.
  return withoutWhole(text, instead).replace(GROUPED, (groups) =>
    /\d|[^\p{L}\s]/u.test(groups) ? instead : groups,
  );
}

function withoutWhole(text: string, instead: string): string {
  const { words, digits } = wordsIn(text);
  const lastAt = new Map(words.map((word) => [word.before + word.end - word.begin, word]));
  let kept = '';
  let done = 0;
  for (const { begin, before, stretch } of words) {
    const after = before + RECEIPT_LENGTH;
    const last = lastAt.get(after);
    if (begin < done || last?.stretch !== stretch || !isCode(digits.slice(before, after))) continue;
    kept += text.slice(done, begin) + instead;
    done = last.end;
  }
  return kept + text.slice(done);
}

/** The words of a text that have characters of codes alone, and the values of these one behind the other. */
function wordsIn(text: string): { words: Word[]; digits: number[] } {
  const words: Word[] = [];
  const digits: number[] = [];
  let stretch = 0;
  let previous = 0;
  for (const { 0: word, index: begin } of text.matchAll(WORD)) {
    const values = Array.from(word, digitOf);
    const isOfCode = values.every((value) => value >= 0);
    if (!isOfCode || begin - previous > BETWEEN) stretch += 1;
    previous = begin + word.length;
    if (!isOfCode) continue;
    words.push({ begin, end: previous, before: digits.length, stretch });
    for (const value of values) digits.push(value);
  }
  return { words, digits };
}

/** Whether the check characters of what may be a code are right; what is none is known by less, most of the time. */
function isCode(digits: readonly number[]): boolean {
  // The first root of the check characters is 1: at it a code is the sum of its characters, and that is nothing.
  if (digits.reduce((sum, digit) => sum ^ digit, 0) !== 0 || new Set(digits).size < LEAST_DIFFERENT)
    return false;
  const code = digits.map((digit) => ALPHABET.charAt(digit)).join('');
  const withoutChecks = code.slice(0, -CHECKS);
  return code === withoutChecks + checkCharacters(withoutChecks);
}
