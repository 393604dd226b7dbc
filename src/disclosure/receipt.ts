import { charactersOf, randomCharacters } from './base32.ts';
import { sha256Hex, toBase64Url } from './bytes.ts';
import { checkCharacters } from './check-characters.ts';

/** Characters in a receipt code: 21 random ones (105 bits) and 3 check characters. */
export const RECEIPT_LENGTH = 24;
/** Of these, the check characters. */
export const CHECKS = 3;
/** Characters in a group. */
export const GROUP = 4;

/** What a receipt code gives. Only `receiptId` is ever known to the server. */
export interface ReceiptSecrets {
  /** 32 bytes, base64url: the bearer token of the case. */
  accessToken: string;
  /** SHA-256 of the 32 token bytes, 64 hexadecimal characters: the name under which the case is found. */
  receiptId: string;
  /** 32 bytes, base64url: the passphrase that locks the reply key. */
  replyKeyPassphrase: string;
}

/** A fresh code in canonical form: 24 characters in six groups of four, joined by hyphens. */
export function makeReceipt(): string {
  return withChecks(randomCharacters(RECEIPT_LENGTH - CHECKS));
}

/** A code in canonical form of 21 bytes or more, of each of which five bits count. */
export function receiptFromBytes(bytes: Uint8Array): string {
  return withChecks(charactersOf(bytes.subarray(0, RECEIPT_LENGTH - CHECKS)));
}

const withChecks = (body: string): string => group(body + checkCharacters(body));

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

/** A code in canonical form, from its characters. */
export function group(characters: string): string {
  return (characters.match(/.{4}/g) ?? []).join('-');
}
