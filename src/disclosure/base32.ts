/**
 * Crockford's base32: no I, L, O or U, so that a code survives being read aloud or copied by hand.
 * https://www.crockford.com/base32.html
 */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The value (0–31) of one character; letters people confuse (i, l, o) are read as meant. -1 when it is none. */
export function digitOf(character: string): number {
  const upper = character.toUpperCase();
  if (upper === 'O') return 0;
  if (upper === 'I' || upper === 'L') return 1;
  return upper.length === 1 ? ALPHABET.indexOf(upper) : -1;
}

/** `length` characters, each drawn evenly (256 is a multiple of 32) from the system's random source. */
export function randomCharacters(length: number): string {
  return charactersOf(crypto.getRandomValues(new Uint8Array(length)));
}

/** A character for each byte, of its last five bits. */
export function charactersOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte & 31)).join('');
}
