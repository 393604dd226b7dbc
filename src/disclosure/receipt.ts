import { ALPHABET, digitOf, randomCharacters } from './base32.ts';
import { sha256Hex, toBase64Url } from './bytes.ts';

/** Characters in a receipt code: 23 random ones (115 bits) and a checksum. */
export const RECEIPT_LENGTH = 24;
const GROUP = 4;

/** What a receipt code gives. Only `receiptId` is ever known to the server. */
export interface ReceiptSecrets {
  /** 32 bytes, base64url: the bearer token of the case. */
  accessToken: string;
  /** SHA-256 of the 32 token bytes, 64 hexadecimal characters: the name under which the case is found. */
  receiptId: string;
  /** 32 bytes, base64url: the passphrase that locks the reply key. */
  replyKeyPassphrase: string;
}

export type ParsedReceipt =
  | { ok: true; receipt: string }
  /** `group` (1–6) is the first group that holds a character no code has. */
  | { ok: false; reason: 'character'; group: number }
  | { ok: false; reason: 'length' | 'checksum' };

/** A fresh code in canonical form: 24 characters in six groups of four, joined by hyphens. */
export function makeReceipt(): string {
  const body = randomCharacters(RECEIPT_LENGTH - 1);
  return group(body + checksum(body));
}

/**
 * Reads a code as people type it: any case, with or without spaces and hyphens, i and l for 1, o for 0.
 * Every single wrong character and every swap of two characters is recognised.
 */
export function parseReceipt(typed: string): ParsedReceipt {
  const characters = typed.replace(/[\s\-–—._]/g, '');
  let canonical = '';
  for (const [index, character] of Array.from(characters).entries()) {
    const value = digitOf(character);
    if (value < 0) {
      return { ok: false, reason: 'character', group: Math.min(Math.floor(index / GROUP) + 1, 6) };
    }
    canonical += ALPHABET.charAt(value);
  }
  if (canonical.length !== RECEIPT_LENGTH) return { ok: false, reason: 'length' };
  if (checksum(canonical.slice(0, -1)) !== canonical.slice(-1)) return { ok: false, reason: 'checksum' };
  return { ok: true, receipt: group(canonical) };
}

/**
 * Derives the two secrets from a canonical code by HKDF-SHA-256 (RFC 5869): input the 24 characters as
 * ASCII without hyphens, salt `meldpunt receipt 1`, info `access token` and `reply key`, 32 bytes each.
 */
export async function deriveReceipt(receipt: string): Promise<ReceiptSecrets> {
  const encoder = new TextEncoder();
  const input = encoder.encode(receipt.replaceAll('-', ''));
  const key = await crypto.subtle.importKey('raw', input, 'HKDF', false, ['deriveBits']);
  const derive = async (info: string) => {
    const parameters = { name: 'HKDF', hash: 'SHA-256', salt: encoder.encode('meldpunt receipt 1') };
    return new Uint8Array(
      await crypto.subtle.deriveBits({ ...parameters, info: encoder.encode(info) }, key, 256),
    );
  };
  const token = await derive('access token');
  return {
    accessToken: toBase64Url(token),
    receiptId: await sha256Hex(token),
    replyKeyPassphrase: toBase64Url(await derive('reply key')),
  };
}

function group(characters: string): string {
  return (characters.match(/.{4}/g) ?? []).join('-');
}

/**
 * A weighted sum over GF(32) with a different weight for each place: two places never weigh the same, so one
 * wrong character and any swap of two change the sum. The checksum itself stands in the last place, weight 1.
 */
function checksum(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of Array.from(body).reverse()) {
    weight = timesTwo(weight);
    sum ^= multiply(weight, digitOf(character));
  }
  return ALPHABET.charAt(sum);
}

/** x·a in GF(2^5) modulo the primitive polynomial x^5 + x^2 + 1; x generates all 31 non-zero elements. */
function timesTwo(a: number): number {
  const doubled = a << 1;
  return doubled & 32 ? doubled ^ 0b100101 : doubled;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let shifted = a, rest = b; rest > 0; rest >>= 1, shifted = timesTwo(shifted)) {
    if (rest & 1) product ^= shifted;
  }
  return product;
}
