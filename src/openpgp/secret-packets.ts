import { tags } from './packets.ts';

/** Where the body of a packet begins and ends. */
interface Header {
  tag: number;
  start: number;
  end: number;
}

/** Key versions in use, and the algorithms of RFC 9580 section 9.1 and RFC 4880 that keys have. */
const VERSIONS = [4, 5, 6];
const ALGORITHMS = [1, 2, 3, 16, 17, 18, 19, 20, 22, 25, 26, 27, 28];

/** What stands in an armored secret key, as each encoding of a text writes it. */
const MARK = 'PRIVATE KEY BLOCK';
const ARMORED = [Buffer.from(MARK), Buffer.from(MARK, 'utf16le'), Buffer.from(MARK, 'utf16le').swap16()];

/**
 * Whether a file holds a secret key: armored, wherever in it and in whatever encoding (PowerShell writes UTF-16), or in
 * binary among the packets that it begins with, however many those are and whatever comes after them. A guard looks for
 * less than a reader needs: a header and the first octets of the key.
 */
export function holdsSecretKey(bytes: Buffer): boolean {
  return ARMORED.some((mark) => bytes.includes(mark)) || holdsSecretPacket(bytes);
}

function holdsSecretPacket(bytes: Uint8Array): boolean {
  for (let header = headerAt(bytes, 0); header; header = headerAt(bytes, header.end)) {
    const { tag, start } = header;
    if (tag !== tags.secretKey && tag !== tags.secretSubkey) continue;
    // Version, four octets of time, algorithm.
    const [version = 0, algorithm = 0] = [bytes[start], bytes[start + 5]];
    if (VERSIONS.includes(version) && ALGORITHMS.includes(algorithm)) return true;
  }
  return false;
}

/** The packet header at `at` in either format (RFC 9580 section 4.2); null where there is none, or its body is in parts. */
function headerAt(bytes: Uint8Array, at: number): Header | null {
  const first = bytes[at] ?? 0;
  if ((first & 0x80) === 0) return null;
  const isNew = (first & 0x40) !== 0;
  const tag = isNew ? first & 0x3f : (first >> 2) & 0x0f;
  const octet = bytes[at + 1] ?? 0;
  if (isNew && octet < 192) return bodyOf(tag, at + 2, octet);
  if (isNew && octet < 224) return bodyOf(tag, at + 3, ((octet - 192) << 8) + (bytes[at + 2] ?? 0) + 192);
  if (isNew) return octet === 255 ? bodyOf(tag, at + 6, integerAt(bytes, at + 2, 4)) : null;
  const octets = [1, 2, 4][first & 3];
  return octets === undefined
    ? bodyOf(tag, at + 1, bytes.length)
    : bodyOf(tag, at + 1 + octets, integerAt(bytes, at + 1, octets));
}

const bodyOf = (tag: number, start: number, length: number): Header => ({ tag, start, end: start + length });

function integerAt(bytes: Uint8Array, at: number, octets: number): number {
  return bytes.subarray(at, at + octets).reduce((value, octet) => value * 256 + octet, 0);
}
