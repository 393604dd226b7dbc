import { readHeader, tags } from './packets.ts';

/** Key versions in use, and the algorithms of RFC 9580 section 9.1 and RFC 4880 that keys have. */
const VERSIONS = [4, 5, 6];
const ALGORITHMS = [1, 2, 3, 16, 17, 18, 19, 20, 22, 25, 26, 27, 28];

/** What stands in an armored secret key, as each encoding of a text writes it. */
const MARK = 'PRIVATE KEY BLOCK';
const ARMORED = [Buffer.from(MARK), Buffer.from(MARK, 'utf16le'), Buffer.from(MARK, 'utf16le').swap16()];

/**
 * Whether a file holds a secret key: armored, wherever in it and in whatever encoding (PowerShell writes UTF-16), or in
 * binary among the packets that it begins with, however many those are and whatever comes after them. A guard looks for
 * less than a reader needs: a header and the first octets of the key. A body in parts is no key's.
 */
export function holdsSecretKey(bytes: Buffer): boolean {
  return ARMORED.some((mark) => bytes.includes(mark)) || holdsSecretPacket(bytes);
}

function holdsSecretPacket(bytes: Uint8Array): boolean {
  for (let header = readHeader(bytes, 0); header; header = readHeader(bytes, header.end)) {
    const { tag, start, isPartial } = header;
    if (isPartial) return false;
    if (tag !== tags.secretKey && tag !== tags.secretSubkey) continue;
    // Version, four octets of time, algorithm.
    const [version = 0, algorithm = 0] = [bytes[start], bytes[start + 5]];
    if (VERSIONS.includes(version) && ALGORITHMS.includes(algorithm)) return true;
  }
  return false;
}
