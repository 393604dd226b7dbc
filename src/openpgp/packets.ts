import { limits } from '../disclosure/limits.ts';

/** Packet types that this project tells apart (RFC 9580 section 5, RFC 4880bis for 20). */
export const tags = {
  publicKeySession: 1,
  signature: 2,
  symmetricKeySession: 3,
  secretKey: 5,
  publicKey: 6,
  secretSubkey: 7,
  symmetricallyEncrypted: 9,
  marker: 10,
  trust: 12,
  userId: 13,
  publicSubkey: 14,
  userAttribute: 17,
  encryptedProtected: 18,
  encryptedAead: 20,
  padding: 21,
} as const;

export interface Packet {
  tag: number;
  /** The whole body, its parts joined. */
  body: Uint8Array;
  /** Whether the packet says no length and goes on to the end (the old format's indeterminate length). */
  isOpenEnded: boolean;
}

/** More packets than any honest message has: one for each key of the largest team, and some for a sender's own. */
export const MOST_PACKETS = limits.teamKeys + 32;
/** The first part of a body in parts is at least this long, in bytes (RFC 9580 section 4.2.1.4). */
const LEAST_FIRST_PART = 512;

/**
 * Lists the packets at top level without decoding any of them (RFC 9580 section 4.2).
 * Returns null when the bytes are not a whole number of packets, or when there are more than `most`.
 */
export function listPackets(bytes: Uint8Array, most = MOST_PACKETS): Packet[] | null {
  const packets: Packet[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const first = bytes[offset] ?? 0;
    if (packets.length === most || (first & 0x80) === 0) return null;
    const isNew = (first & 0x40) !== 0;
    const parts = isNew ? newParts(bytes, offset + 1) : oldPart(bytes, offset);
    const last = parts?.at(-1);
    if (!parts || !last) return null;
    packets.push({
      tag: isNew ? first & 0x3f : (first >> 2) & 0x0f,
      body: join(bytes, parts),
      isOpenEnded: !isNew && (first & 3) === 3,
    });
    offset = last.end;
  }
  return packets;
}

/**
 * Writes packets in the new format, each with a length of five octets: a reader that gets these bytes finds the very
 * packets that were looked at, whatever it makes of other ways to write a length.
 */
export function framePackets(packets: readonly Packet[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(packets.reduce((sum, { body }) => sum + 6 + body.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { tag, body } of packets) {
    bytes[at] = 0xc0 | tag;
    bytes[at + 1] = 255;
    view.setUint32(at + 2, body.length);
    bytes.set(body, at + 6);
    at += 6 + body.length;
  }
  return bytes;
}

/** Reads one packet header in the new format with a definite length; null when something else stands at `at`. */
export function readHeader(
  bytes: Uint8Array,
  at: number,
): { tag: number; start: number; length: number } | null {
  const first = bytes[at] ?? 0;
  const octet = bytes[at + 1] ?? 0;
  if ((first & 0xc0) !== 0xc0 || (octet >= 224 && octet < 255)) return null;
  const [length, octets] = newLength(bytes, at + 1);
  return { tag: first & 0x3f, start: at + 1 + octets, length };
}

/** A stretch of a body, from `start` up to `end`. */
interface Part {
  start: number;
  end: number;
}

function oldPart(bytes: Uint8Array, offset: number): Part[] | null {
  const octets = [1, 2, 4][(bytes[offset] ?? 0) & 3];
  if (octets === undefined) return [{ start: offset + 1, end: bytes.length }];
  const start = offset + 1 + octets;
  const end = start + integerAt(bytes, offset + 1, octets);
  return end <= bytes.length ? [{ start, end }] : null;
}

function newParts(bytes: Uint8Array, offset: number): Part[] | null {
  const parts: Part[] = [];
  let at = offset;
  while (at < bytes.length) {
    const octet = bytes[at] ?? 0;
    const isPartial = octet >= 224 && octet < 255;
    const [length, octets] = newLength(bytes, at);
    const part = { start: at + octets, end: at + octets + length };
    if (part.end > bytes.length) return null;
    if (isPartial && parts.length === 0 && length < LEAST_FIRST_PART) return null;
    parts.push(part);
    if (!isPartial) return parts;
    at = part.end;
  }
  return null;
}

/** The length that is written at `at`, and in how many octets. */
function newLength(bytes: Uint8Array, at: number): [length: number, octets: number] {
  const octet = bytes[at] ?? 0;
  if (octet < 192) return [octet, 1];
  if (octet < 224) return [((octet - 192) << 8) + (bytes[at + 1] ?? 0) + 192, 2];
  if (octet === 255) return [integerAt(bytes, at + 1, 4), 5];
  return [2 ** (octet & 31), 1];
}

function integerAt(bytes: Uint8Array, at: number, octets: number): number {
  let value = 0;
  for (let index = at; index < at + octets; index += 1) value = value * 256 + (bytes[index] ?? 0);
  return value;
}

function join(bytes: Uint8Array, parts: Part[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  for (const { start, end } of parts) {
    joined.set(bytes.subarray(start, end), at);
    at += end - start;
  }
  return joined;
}
