import { ALPHABET, digitOf, randomCharacters } from './base32.ts';
import { sha256Hex, toBase64Url } from './bytes.ts';
import { checkCharacters, findMistake } from './check-characters.ts';

/** Characters in a receipt code: 21 random ones (105 bits) and 3 check characters. */
export const RECEIPT_LENGTH = 24;
const CHECKS = 3;
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
  /** One character is wrong, or is one that no code has; `group` (1–6) is where it stands. */
  | { ok: false; reason: 'character'; group: number }
  /** Two characters stand in each other's place, the first of them in this group. */
  | { ok: false; reason: 'swapped'; group: number }
  | { ok: false; reason: 'length' | 'several' };

/** A fresh code in canonical form: 24 characters in six groups of four, joined by hyphens. */
export function makeReceipt(): string {
  const body = randomCharacters(RECEIPT_LENGTH - CHECKS);
  return group(body + checkCharacters(body));
}

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

function groupOf(place: number): number {
  return Math.floor(place / GROUP) + 1;
}
