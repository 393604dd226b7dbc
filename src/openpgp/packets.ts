/** Packet types that this project tells apart (RFC 9580 section 5, RFC 4880bis for 20). */
export const tags = {
  publicKeySession: 1,
  signature: 2,
  symmetricKeySession: 3,
  secretKey: 5,
  secretSubkey: 7,
  symmetricallyEncrypted: 9,
  userId: 13,
  encryptedProtected: 18,
  encryptedAead: 20,
} as const;

export interface Packet {
  tag: number;
  /** The first bytes of the body, up to the end of its first part. */
  head: Uint8Array;
  /** Length of the whole body in bytes, partial lengths added up. */
  length: number;
  /** Whether the packet says no length and goes on to the end (the old format's indeterminate length). */
  isOpenEnded: boolean;
}

/** More packets than any honest message or key has. */
const MOST_PACKETS = 64;

/**
 * Lists the packets at top level without decoding any of them (RFC 9580 section 4.2).
 * Returns null when the bytes are not a whole number of packets, or when there are more than 64.
 */
export function listPackets(bytes: Uint8Array): Packet[] | null {
  const packets: Packet[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (packets.length === MOST_PACKETS) return null;
    const first = bytes[offset] ?? 0;
    if ((first & 0x80) === 0) return null;
    const read = first & 0x40 ? readNewLengths(bytes, offset + 1) : readOldLength(bytes, offset);
    if (!read) return null;
    const tag = first & 0x40 ? first & 0x3f : (first >> 2) & 0x0f;
    const head = bytes.subarray(read.start, read.start + read.firstLength);
    const isOpenEnded = (first & 0x43) === 3;
    packets.push({ tag, head, length: read.length, isOpenEnded });
    offset = read.end;
  }
  return packets;
}

interface Extent {
  start: number;
  firstLength: number;
  length: number;
  end: number;
}

function readOldLength(bytes: Uint8Array, offset: number): Extent | null {
  const octets = [1, 2, 4][(bytes[offset] ?? 0) & 3];
  if (octets === undefined) {
    const rest = bytes.length - offset - 1;
    return { start: offset + 1, firstLength: rest, length: rest, end: bytes.length };
  }
  const start = offset + 1 + octets;
  let length = 0;
  for (let index = offset + 1; index < start; index += 1) length = length * 256 + (bytes[index] ?? 0);
  return start + length <= bytes.length ? { start, firstLength: length, length, end: start + length } : null;
}

function readNewLengths(bytes: Uint8Array, offset: number): Extent | null {
  let at = offset;
  let total = 0;
  let first: { start: number; length: number } | undefined;
  while (at < bytes.length) {
    const octet = bytes[at] ?? 0;
    let length: number;
    let start: number;
    if (octet < 192) [length, start] = [octet, at + 1];
    else if (octet < 224) [length, start] = [((octet - 192) << 8) + (bytes[at + 1] ?? 0) + 192, at + 2];
    else if (octet === 255) {
      length = 0;
      for (let index = at + 1; index < at + 5; index += 1) length = length * 256 + (bytes[index] ?? 0);
      start = at + 5;
    } else [length, start] = [2 ** (octet & 31), at + 1];
    if (start + length > bytes.length) return null;
    first ??= { start, length };
    total += length;
    at = start + length;
    const isPartial = octet >= 224 && octet < 255;
    if (!isPartial) return { start: first.start, firstLength: first.length, length: total, end: at };
  }
  return null;
}
