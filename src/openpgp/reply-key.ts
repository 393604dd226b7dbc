import { toHex } from '../disclosure/bytes.ts';
import { dearmor } from './armor.ts';
import { listPackets, type Packet, tags } from './packets.ts';
import { looksReadable } from './readable.ts';

/** The user id of every reply key: the same for all, so that it tells nothing. */
export const REPLY_KEY_USER_ID = 'reply key';

const SHAPE = [tags.secretKey, tags.userId, tags.signature, tags.secretSubkey, tags.signature];
/** No packet of such a key is larger, in bytes. */
const LARGEST = 400;
const EDDSA_LEGACY = 22;
const ECDH = 18;

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
  const length = publicLength(body);
  const hashed = new Uint8Array([0x99, length >> 8, length & 255, ...body.subarray(0, length)]);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', hashed))).slice(-16);
}

function isRightPacket(packet: Packet): boolean {
  if (packet.body.length > LARGEST) return false;
  if (packet.tag === tags.userId) return new TextDecoder().decode(packet.body) === REPLY_KEY_USER_ID;
  return !looksReadable(packet.body) && (packet.tag === tags.signature || isLocked(packet.body));
}

/**
 * Whether the secret part of a version 4 key packet (RFC 9580 section 5.5.3) is locked: behind the public part
 * the S2K usage 254 (SHA-1 check), AES-256, and a salted and iterated S2K.
 */
function isLocked(body: Uint8Array): boolean {
  const algorithm = body[5];
  if (body[0] !== 4 || (algorithm !== EDDSA_LEGACY && algorithm !== ECDH)) return false;
  const secret = publicLength(body);
  return body[secret] === 254 && body[secret + 1] === 9 && body[secret + 2] === 3;
}

/** How many bytes of an elliptic key packet are public: version, time, algorithm, curve, point, and for ECDH the KDF. */
function publicLength(body: Uint8Array): number {
  const point = 7 + (body[6] ?? 0);
  const pointBits = ((body[point] ?? 0) << 8) + (body[point + 1] ?? 0);
  const end = point + 2 + Math.ceil(pointBits / 8);
  return body[5] === ECDH ? end + 1 + (body[end] ?? 0) : end;
}
