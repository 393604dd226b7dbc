import { ALPHABET, digitOf } from './base32.ts';

/**
 * Three check characters behind a code in Crockford's base32: a Reed–Solomon code over GF(32), shortened, with
 * the roots 1, x and x². One wrong character can be found, two are noticed for certain.
 */
const ROOTS = [0, 1, 2];

/** `place` counts from the left, from 0. */
export type Mistake = { kind: 'character' | 'swapped'; place: number } | { kind: 'several' };

/** The check characters for `body`, of at most 28 characters. */
export function checkCharacters(body: string): string {
  // The remainder of body·x³ divided by the generator (z − 1)(z − x)(z − x²), by synthetic division.
  const generator = ROOTS.reduce((product, root) => timesRoot(product, root), [1]);
  const remainder = [0, 0, 0];
  for (const character of body) {
    const factor = digitOf(character) ^ (remainder.shift() ?? 0);
    remainder.push(0);
    for (const [index] of remainder.entries()) {
      remainder[index] = (remainder[index] ?? 0) ^ multiply(factor, generator[index + 1] ?? 0);
    }
  }
  return remainder.map((digit) => ALPHABET.charAt(digit)).join('');
}

/** What is wrong with `code`, check characters included; null when nothing is. */
export function findMistake(code: string): Mistake | null {
  const digits = Array.from(code, digitOf);
  const sums = syndromes(digits);
  if (sums.every((sum) => sum === 0)) return null;
  const place = placeOfOne(sums, digits.length);
  if (place !== null) return { kind: 'character', place };
  for (let first = 0; first + 1 < digits.length; first += 1) {
    const swapped = [...digits];
    [swapped[first], swapped[first + 1]] = [digits[first + 1] ?? 0, digits[first] ?? 0];
    if (syndromes(swapped).every((sum) => sum === 0)) return { kind: 'swapped', place: first };
  }
  return { kind: 'several' };
}

/** The code as a polynomial, its last character the constant term, at each root. */
function syndromes(digits: number[]): number[] {
  return ROOTS.map((root) => digits.reduce((sum, digit) => multiply(sum, power(root)) ^ digit, 0));
}

/** One wrong character makes sums in the ratio of the power of x that belongs to its place. */
function placeOfOne(sums: number[], length: number): number | null {
  const [zeroth = 0, first = 0, second = 0] = sums;
  if (zeroth === 0) return null;
  for (let fromRight = 0; fromRight < length; fromRight += 1) {
    const ratio = power(fromRight);
    if (multiply(zeroth, ratio) === first && multiply(first, ratio) === second) return length - 1 - fromRight;
  }
  return null;
}

function timesRoot(polynomial: number[], root: number): number[] {
  const shifted = [...polynomial, 0];
  return shifted.map((coefficient, index) => coefficient ^ multiply(polynomial[index - 1] ?? 0, power(root)));
}

/** xⁿ; x generates all 31 elements of GF(32) but zero. */
function power(n: number): number {
  let result = 1;
  for (let count = 0; count < n; count += 1) result = timesX(result);
  return result;
}

/** x·a in GF(2⁵) modulo the primitive polynomial x⁵ + x² + 1. */
function timesX(a: number): number {
  const doubled = a << 1;
  return doubled & 32 ? doubled ^ 0b100101 : doubled;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let shifted = a, rest = b; rest > 0; rest >>= 1, shifted = timesX(shifted)) {
    if (rest & 1) product ^= shifted;
  }
  return product;
}
