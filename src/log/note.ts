import { toBase64 } from '../disclosure/base64.ts';
import { joined, toHex } from '../disclosure/bytes.ts';
import { sha256 } from './bytes.ts';
import { readBase64 } from './strict-base64.ts';

/** The largest note that is looked at, and the longest vkey, in characters; C2SP wants room for 16 signatures. */
export const LARGEST_NOTE = 64 * 1024;
const LONGEST_VKEY = 512;
/** The type of an Ed25519 key in a vkey, and how long such a key and a signature are, in bytes. */
const ED25519 = 1;
const KEY_SIZE = 32;
const SIGNATURE_SIZE = 64;
const ID_SIZE = 4;

/** A key that notes are verified with (c2sp.org/signed-note, "Verifier keys"). */
export interface Vkey {
  name: string;
  /** 8 hexadecimal characters, lower case. */
  keyId: string;
  /** 32 bytes, Ed25519 (RFC 8032). */
  publicKey: Uint8Array<ArrayBuffer>;
}

/** One signature line of a note, by whatever key and of whatever kind. */
export interface NoteSignature {
  name: string;
  /** 8 hexadecimal characters, lower case. */
  keyId: string;
  signature: Uint8Array<ArrayBuffer>;
}

export type NoteVerdict =
  | { ok: true; text: string; key: Vkey }
  | { ok: false; why: 'unreadable' | 'unknown-key' | 'broken' };

/** This browser's WebCrypto does not know Ed25519, so that nothing can be said about a signature. */
export class NoEd25519Error extends Error {}

/** Reads `<name>+<key id>+<base64>` of an Ed25519 key; null for anything else. Whether the id is right, `hasRightId` tells. */
export function parseVkey(vkey: string): Vkey | null {
  if (vkey.length > LONGEST_VKEY) return null;
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey) ?? [];
  const bytes = isName(name) ? readBase64(encoded) : null;
  if (bytes?.length !== 1 + KEY_SIZE || bytes[0] !== ED25519) return null;
  return { name, keyId, publicKey: bytes.slice(1) };
}

/**
 * The key as a text that `parseVkey` reads.
 * @param publicKey 32 bytes, Ed25519
 */
export async function formatVkey(name: string, publicKey: Uint8Array): Promise<string> {
  const encoded = toBase64(joined([Uint8Array.of(ED25519), publicKey]));
  return `${name}+${await keyIdOf(name, publicKey)}+${encoded}`;
}

/** The first four bytes of SHA-256(name, LF, type, key), as 8 hexadecimal characters. */
export async function keyIdOf(name: string, publicKey: Uint8Array): Promise<string> {
  const head = new TextEncoder().encode(`${name}\n`);
  return toHex((await sha256(head, Uint8Array.of(ED25519), publicKey)).subarray(0, ID_SIZE));
}

/** Whether a vkey names itself as its name and key say. */
export async function hasRightId({ name, keyId, publicKey }: Vkey): Promise<boolean> {
  return (await keyIdOf(name, publicKey)) === keyId;
}

/**
 * A note with one signature line.
 * @param text ends with a line end, and is what was signed, as UTF-8
 * @param keyId 8 hexadecimal characters
 * @param signature 64 bytes, Ed25519 (RFC 8032)
 */
export function noteOf(text: string, name: string, keyId: string, signature: Uint8Array): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return `${text}\n— ${name} ${toBase64(joined([id, signature]))}\n`;
}

/**
 * Takes a note apart by the letter of c2sp.org/signed-note, believing nothing yet; null where it is none.
 * @param largest what is longer is none, in characters
 */
export function openNote(
  note: string,
  largest = LARGEST_NOTE,
): { text: string; signatures: NoteSignature[] } | null {
  if (note.length > largest || isIllFormed(note) || hasControls(note)) return null;
  const border = note.lastIndexOf('\n\n');
  if (border < 0 || !note.endsWith('\n')) return null;
  const lines = note.slice(border + 2, -1).split('\n');
  const signatures = lines.map(readSignature);
  if (!signatures.every((signature) => signature !== null)) return null;
  return { text: note.slice(0, border + 1), signatures };
}

/**
 * Judges a note by the keys that are known: a signature of an unknown key counts for nothing, one of a known key that
 * does not hold breaks the note, and the first that holds names the key.
 * @param largest see `openNote`
 * @throws NoEd25519Error
 */
export async function judgeNote(
  note: string,
  keys: readonly Vkey[],
  largest = LARGEST_NOTE,
): Promise<NoteVerdict> {
  const opened = openNote(note, largest);
  if (!opened) return { ok: false, why: 'unreadable' };
  const bytes = new TextEncoder().encode(opened.text);
  let first: Vkey | null = null;
  for (const { name, keyId, signature } of opened.signatures) {
    const key = keys.find((one) => one.name === name && one.keyId === keyId);
    if (!key || !(await hasRightId(key))) continue;
    if (!(await holds(signature, bytes, key))) return { ok: false, why: 'broken' };
    first ??= key;
  }
  return first ? { ok: true, text: opened.text, key: first } : { ok: false, why: 'unknown-key' };
}

/**
 * What a note says, and by which of the keys: null unless a signature holds.
 * @throws NoEd25519Error
 */
export async function verifyNote(
  note: string,
  keys: readonly Vkey[],
): Promise<{ text: string; key: Vkey } | null> {
  const verdict = await judgeNote(note, keys);
  return verdict.ok ? { text: verdict.text, key: verdict.key } : null;
}

async function holds(
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
  { publicKey }: Vkey,
): Promise<boolean> {
  if (signature.length !== SIGNATURE_SIZE) return false;
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  } catch (error) {
    // A key that is no point of the curve is refused in another way, in browsers that look.
    if (error instanceof DOMException && error.name === 'NotSupportedError') {
      throw new NoEd25519Error('no Ed25519 in this WebCrypto', { cause: error });
    }
    return false;
  }
  return crypto.subtle.verify('Ed25519', key, signature, bytes);
}

function readSignature(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = isName(name) ? readBase64(encoded) : null;
  if (!bytes || bytes.length <= ID_SIZE) return null;
  return { name, keyId: toHex(bytes.subarray(0, ID_SIZE)), signature: bytes.slice(ID_SIZE) };
}

/** Not empty, no spaces of any kind, no plus; and nothing that a terminal obeys. */
function isName(name: string): boolean {
  return /^[^\s\p{Cc}+]+$/u.test(name);
}

/** Half a pair of surrogates, which has no UTF-8. */
function isIllFormed(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** ASCII control characters other than LF. */
function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}
