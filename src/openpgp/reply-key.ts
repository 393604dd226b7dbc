import { toHex } from '../disclosure/bytes.ts';
import { curveOf, endOfKey } from './algorithms.ts';
import { dearmor } from './armor.ts';
import { listPackets, type Packet, tags } from './packets.ts';
import { looksReadable } from './readable.ts';

/** The user id of every reply key: the same for all, so that it tells nothing. */
export const REPLY_KEY_USER_ID = 'reply key';

/**
 * When every reply key was made, as far as the key says: the same for all. A reporter's own clock may be ahead of
 * everybody else's, who could then not seal to the key yet; and nobody need learn what it said.
 */
export const REPLY_KEY_DATE = new Date('2026-01-01T00:00:00Z');

const SHAPE = [tags.secretKey, tags.userId, tags.signature, tags.secretSubkey, tags.signature];
/** No packet of such a key is larger, in bytes. */
const LARGEST = 400;
/** The curve that goes with each algorithm of such a key: EdDSALegacy with Ed25519, ECDH with Curve25519. */
const CURVES: Readonly<Record<number, string>> = { 22: '2b06010401da470f01', 18: '2b060104019755010501' };
/** Where the public fields of a version 4 key begin: behind version, time and algorithm. */
const FIELDS = 6;
/** The hashes of SHA-2 that a lock may use. */
const HASHES = [8, 9, 10];
/** The count octet of twice the work that our locks take: 32 MiB to hash. */
const MOST_WORK = 240;

/**
 * Checks a locked reply key as the form makes it: a version 4 Ed25519 key with a Curve25519 subkey, every secret
 * part locked, no user id but `REPLY_KEY_USER_ID`, and nothing else.
 * @returns the same key in armor without headers, or null
 */
export function lockedReplyKey(armored: string): string | null {
  const block = dearmor(armored, 'PRIVATE KEY BLOCK');
  const packets = block.ok ? listPackets(block.bytes) : null;
  if (!block.ok || packets?.length !== SHAPE.length) return null;
  const isRight = packets.every((packet, index) => packet.tag === SHAPE[index] && isRightPacket(packet));
  return isRight ? block.canonical : null;
}

/**
 * The id of the subkey to which replies are encrypted, 16 hexadecimal characters: the last 8 bytes of its version 4
 * fingerprint (RFC 9580 section 5.5.4.2). Null for what `lockedReplyKey` would not take.
 */
export async function replyKeyId(armored: string): Promise<string | null> {
  const block = dearmor(armored, 'PRIVATE KEY BLOCK');
  const packets = block.ok ? listPackets(block.bytes) : null;
  const body = packets?.find(({ tag }) => tag === tags.secretSubkey)?.body;
  if (!body) return null;
  const length = endOfKey(body[5] ?? 0, body, FIELDS);
  if (typeof length === 'string') return null;
  const hashed = new Uint8Array([0x99, length >> 8, length & 255, ...body.subarray(0, length)]);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', hashed))).slice(-16);
}

function isRightPacket(packet: Packet): boolean {
  if (packet.body.length > LARGEST) return false;
  if (packet.tag === tags.userId) return new TextDecoder().decode(packet.body) === REPLY_KEY_USER_ID;
  return !looksReadable(packet.body) && (packet.tag === tags.signature || isLocked(packet.body));
}

/**
 * Whether the secret part of a version 4 key packet (RFC 9580 section 5.5.3) is locked as ours are: behind the public
 * part the S2K usage 254 (SHA-1 check), AES-256, and a salted and iterated S2K that takes no longer than it should.
 */
function isLocked(body: Uint8Array): boolean {
  const algorithm = body[5] ?? 0;
  const secret = endOfKey(algorithm, body, FIELDS);
  if (body[0] !== 4 || typeof secret === 'string') return false;
  if (curveOf(body, FIELDS) !== CURVES[algorithm]) return false;
  const [usage, cipher, kind, hash = 0] = body.subarray(secret);
  // Behind the hash stand eight octets of salt.
  const work = body[secret + 12] ?? 255;
  return usage === 254 && cipher === 9 && kind === 3 && HASHES.includes(hash) && work <= MOST_WORK;
}
