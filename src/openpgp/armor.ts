/** What is wrong with an armored text; the names are problem codes. */
export type ArmorFault = 'not-openpgp' | 'armor-damaged' | 'text-around-message';

export type Dearmored = { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; code: ArmorFault };

/**
 * Takes the armor (RFC 9580 section 6.2, RFC 4880 section 6.2) off one block of the kind `MESSAGE`,
 * `PUBLIC KEY BLOCK` or `PRIVATE KEY BLOCK`.
 *
 * Stricter than the RFCs, because what it lets through is stored: nothing but white space may stand around the
 * block, no armor header but a short `Version` (a `Comment` is readable text), and a checksum, where there is
 * one, must be right.
 */
export function dearmor(
  armored: string,
  kind: 'MESSAGE' | 'PUBLIC KEY BLOCK' | 'PRIVATE KEY BLOCK',
): Dearmored {
  const lines = armored.split(/\r?\n/).map((line) => line.trimEnd());
  const begin = lines.indexOf(`-----BEGIN PGP ${kind}-----`);
  if (begin < 0) return { ok: false, code: 'not-openpgp' };
  const end = lines.indexOf(`-----END PGP ${kind}-----`, begin);
  if (end < 0) return { ok: false, code: 'armor-damaged' };
  if ([...lines.slice(0, begin), ...lines.slice(end + 1)].some((line) => line !== '')) {
    return { ok: false, code: 'text-around-message' };
  }
  const block = lines.slice(begin + 1, end);
  const blank = block.indexOf('');
  if (blank < 0) return { ok: false, code: 'armor-damaged' };
  if (!block.slice(0, blank).every((header) => /^Version: [\w .()+/-]{1,60}$/.test(header))) {
    return { ok: false, code: 'text-around-message' };
  }
  return decode(block.slice(blank + 1));
}

/**
 * Puts armor around `bytes`, without headers. With the checksum that RFC 9580 makes optional: GnuPG 2.2 reads
 * the last line as data where neither a checksum nor base64 padding stands before it.
 */
export function armor(bytes: Uint8Array, kind: 'MESSAGE' | 'PRIVATE KEY BLOCK'): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 8192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  const lines = btoa(binary).match(/.{1,64}/g) ?? [];
  return `-----BEGIN PGP ${kind}-----\n\n${lines.join('\n')}\n=${crc24(bytes)}\n-----END PGP ${kind}-----\n`;
}

function decode(lines: string[]): Dearmored {
  const last = lines.at(-1) ?? '';
  const checksum = /^=[A-Za-z0-9+/]{4}$/.test(last) ? last.slice(1) : undefined;
  const base64 = (checksum === undefined ? lines : lines.slice(0, -1)).join('');
  if (base64 === '' || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    return { ok: false, code: 'armor-damaged' };
  }
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (checksum !== undefined && checksum !== crc24(bytes)) return { ok: false, code: 'armor-damaged' };
  return { ok: true, bytes };
}

/** The CRC-24 of RFC 4880 section 6.1, as four base64 characters. */
function crc24(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit += 1) {
      crc <<= 1;
      if (crc & 0x1000000) crc ^= 0x1864cfb;
    }
  }
  return btoa(String.fromCharCode((crc >> 16) & 255, (crc >> 8) & 255, crc & 255));
}
