import { joined } from '../disclosure/bytes.ts';
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
    const header = packets.length === most ? null : readHeader(bytes, offset);
    const parts = header && partsOf(bytes, header);
    const last = parts?.at(-1);
    if (!header || !parts || !last) return null;
    packets.push({
      tag: header.tag,
      body: joined(parts.map(({ start, end }) => bytes.subarray(start, end))),
      isOpenEnded: header.isOpenEnded,
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

/** A stretch of a body, from `start` up to `end`, which may be behind the end of the bytes. */
interface Part {
  start: number;
  end: number;
  /** Whether another part follows. */
  isPartial: boolean;
}

/** What stands before the body of a packet, and where its first part is. */
interface Header extends Part {
  tag: number;
  isNew: boolean;
  /** As in `Packet`; `end` is that of the bytes then. */
  isOpenEnded: boolean;
}

/** Reads the packet header at `at`, in either format (RFC 9580 section 4.2); null where none begins. */
export function readHeader(bytes: Uint8Array, at: number): Header | null {
  const first = bytes[at] ?? 0;
  if ((first & 0x80) === 0) return null;
  if ((first & 0x40) !== 0) {
    return { tag: first & 0x3f, isNew: true, isOpenEnded: false, ...newPart(bytes, at + 1) };
  }
  const octets = [1, 2, 4][first & 3];
  const start = at + 1 + (octets ?? 0);
  const end = octets === undefined ? bytes.length : start + integerAt(bytes, at + 1, octets);
  const isOpenEnded = octets === undefined;
  return { tag: (first >> 2) & 0x0f, isNew: false, start, end, isPartial: false, isOpenEnded };
}

/** The parts of a body, whose first is the header's; null where they are not all there. */
function partsOf(bytes: Uint8Array, header: Header): Part[] | null {
  if (header.isPartial && header.end - header.start < LEAST_FIRST_PART) return null;
  const parts: Part[] = [];
  let part: Part = header;
  while (part.end <= bytes.length) {
    parts.push(part);
    if (!part.isPartial) return parts;
    part = newPart(bytes, part.end);
  }
  return null;
}

/** The part whose length is written at `at`, in the new format. */
function newPart(bytes: Uint8Array, at: number): Part {
  const octet = bytes[at] ?? 0;
  const [length, octets] =
    octet < 192
      ? [octet, 1]
      : octet < 224
        ? [((octet - 192) << 8) + (bytes[at + 1] ?? 0) + 192, 2]
        : octet === 255
          ? [integerAt(bytes, at + 1, 4), 5]
          : [2 ** (octet & 31), 1];
  return { start: at + octets, end: at + octets + length, isPartial: octet >= 224 && octet < 255 };
}

function integerAt(bytes: Uint8Array, at: number, octets: number): number {
  let value = 0;
  for (let index = at; index < at + octets; index += 1) value = value * 256 + (bytes[index] ?? 0);
  return value;
}
