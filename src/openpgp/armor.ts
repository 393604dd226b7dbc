import { fromBase64, toBase64 } from '../disclosure/base64.ts';

/** What is wrong with an armored text; the names are problem codes. */
export type ArmorFault = 'not-openpgp' | 'armor-damaged' | 'text-around-message';

type Kind = 'MESSAGE' | 'PUBLIC KEY BLOCK' | 'PRIVATE KEY BLOCK';

export type Dearmored =
  /** `canonical` is what `armor` makes of the bytes. */
  { ok: true; bytes: Uint8Array<ArrayBuffer>; canonical: string } | { ok: false; code: ArmorFault };

/** A line of an armor's head: a tool's name, most often. No line of base64 has a colon in it. */
const HEADER = /^[A-Za-z][\w-]{0,31}:/;

/**
 * Takes the armor (RFC 9580 section 6.2) off one block of one kind. As mail programs and tools hand it on: after a byte
 * order mark, with any headers (they are dropped), indented or quoted by `>`, with empty lines between its lines.
 *
 * Stricter than the RFC in what matters for a text that is stored: nothing but white space may stand around the block,
 * and a checksum, where there is one, must be right.
 */
export function dearmor(armored: string, kind: Kind): Dearmored {
  const lines = armored.split('\n').map(bare);
  const begin = lines.indexOf(`-----BEGIN PGP ${kind}-----`);
  if (begin < 0) return { ok: false, code: 'not-openpgp' };
  const end = lines.indexOf(`-----END PGP ${kind}-----`, begin);
  if (end < 0) return { ok: false, code: 'armor-damaged' };
  if ([...lines.slice(0, begin), ...lines.slice(end + 1)].some((line) => line !== '')) {
    return { ok: false, code: 'text-around-message' };
  }
  const block = lines.slice(begin + 1, end).filter((line) => line !== '');
  const dataAt = block.findIndex((line) => !HEADER.test(line));
  return decode(dataAt < 0 ? [] : block.slice(dataAt), kind);
}

/** A line without what quoting puts before it, white space (a byte order mark is some) and its end. */
function bare(line: string): string {
  return line.replace(/^[\s>]+/, '').trimEnd();
}

/**
 * The armored blocks of one kind that stand somewhere in a text, each from its first line to its last. Goes through
 * the text once, whatever is in it.
 */
export function blocksIn(text: string, kind: Kind): string[] {
  const [first, last] = [`-----BEGIN PGP ${kind}-----`, `-----END PGP ${kind}-----`];
  const blocks: string[] = [];
  for (let from = text.indexOf(first); from >= 0; from = text.indexOf(first, from)) {
    const end = text.indexOf(last, from);
    if (end < 0) break;
    blocks.push(text.slice(from, end + last.length));
    from = end + last.length;
  }
  return blocks;
}

/**
 * Takes the armor off one block of `blocksIn` as leniently as OpenPGP.js does: any header, white space around lines, a
 * checksum that may be wrong or missing. For keys, whose signatures tell what is damaged; what is stored goes through
 * `dearmor`.
 * @returns null when there is no base64 in it
 */
export function dearmorLoosely(block: string): Uint8Array<ArrayBuffer> | null {
  const lines = block.split('\n').map((line) => line.trim());
  const blank = lines.indexOf('');
  if (blank < 0) return null;
  const base64 = lines.slice(blank + 1, -1).join('');
  const sum = base64.lastIndexOf('=');
  const isSum = sum >= 0 && sum !== base64.length - 1;
  try {
    return fromBase64(isSum ? base64.slice(0, sum) : base64);
  } catch {
    return null;
  }
}

/**
 * Puts armor around `bytes`, without headers. With the checksum that RFC 9580 makes optional: GnuPG 2.2 reads
 * the last line as data where neither a checksum nor base64 padding stands before it.
 */
export function armor(bytes: Uint8Array, kind: Kind): string {
  return frame(toBase64(bytes), crc24(bytes), kind);
}

function frame(base64: string, checksum: string, kind: Kind): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN PGP ${kind}-----\n\n${lines.join('\n')}\n=${checksum}\n-----END PGP ${kind}-----\n`;
}

function decode(lines: string[], kind: Kind): Dearmored {
  const last = lines.at(-1) ?? '';
  const given = /^=[A-Za-z0-9+/]{4}$/.test(last) ? last.slice(1) : undefined;
  const base64 = (given === undefined ? lines : lines.slice(0, -1)).join('');
  if (base64 === '' || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    return { ok: false, code: 'armor-damaged' };
  }
  const bytes = fromBase64(base64);
  const checksum = crc24(bytes);
  if (given !== undefined && given !== checksum) return { ok: false, code: 'armor-damaged' };
  // Bits that the last four characters have to spare are not part of the bytes, and go.
  const canonical = base64.slice(0, -4) + toBase64(bytes.subarray((base64.length / 4 - 1) * 3));
  return { ok: true, bytes, canonical: frame(canonical, checksum, kind) };
}

/** What eight bits of the CRC-24 come to, by the byte that is shifted out. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 16;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc & 0x800000 ? 0x1864cfb : 0);
  return crc;
});

/** The CRC-24 of RFC 4880 section 6.1, as four base64 characters. */
function crc24(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) crc = ((crc << 8) & 0xffffff) ^ (CRC_TABLE[(crc >> 16) ^ byte] ?? 0);
  return toBase64(new Uint8Array([crc >> 16, crc >> 8, crc]));
}
