import { toHex } from '../disclosure/bytes.ts';
import type { ProblemCode } from '../disclosure/problems.ts';
import { armor, dearmor } from './armor.ts';
import { listPackets, type Packet, tags } from './packets.ts';

/** One certificate's keys that can be encrypted to: 16 hexadecimal characters each, lower case. */
export interface Recipient {
  encryptionKeyIds: readonly string[];
}

export type Inspection = { ok: true; canonical: string } | { ok: false; code: ProblemCode };

/**
 * Decides, without any private key, whether `armored` may be stored: one OpenPGP message (RFC 9580 section
 * 10.3), encrypted to at least one key of every recipient, with integrity protection that GnuPG 2.2 opens, and
 * nothing else beside it. `canonical` is the same message in armor without headers: what is stored and mailed.
 */
export function inspectSealed(armored: string, recipients: readonly Recipient[]): Inspection {
  const block = dearmor(armored, 'MESSAGE');
  if (!block.ok) return block;
  const packets = listPackets(block.bytes);
  if (!packets) return refuse('armor-damaged');
  const code = faultOf(packets, recipients);
  return code ? refuse(code) : { ok: true, canonical: armor(block.bytes, 'MESSAGE') };
}

/** The user id of every reply key: the same for all, so that it tells nothing. */
export const REPLY_KEY_USER_ID = 'reply key';

/**
 * Whether `armored` is a private key (RFC 9580 section 10.1) with every secret part locked, no user id but
 * `REPLY_KEY_USER_ID`, and nothing else beside it.
 */
export function isLockedReplyKey(armored: string): boolean {
  const block = dearmor(armored, 'PRIVATE KEY BLOCK');
  const packets = block.ok ? listPackets(block.bytes) : null;
  if (!packets || packets[0]?.tag !== tags.secretKey) return false;
  return packets.every((packet, index) => {
    if (packet.head.length !== packet.length) return false;
    if (packet.tag === tags.secretKey) return index === 0 && isLocked(packet);
    if (packet.tag === tags.secretSubkey) return isLocked(packet);
    if (packet.tag === tags.userId) return new TextDecoder().decode(packet.head) === REPLY_KEY_USER_ID;
    return packet.tag === tags.signature;
  });
}

function refuse(code: ProblemCode): Inspection {
  return { ok: false, code };
}

function faultOf(packets: Packet[], recipients: readonly Recipient[]): ProblemCode | null {
  const dataAt = packets.findIndex((packet) => !isSessionKey(packet));
  if (dataAt < 0) return 'armor-damaged';
  const data = packets[dataAt] as Packet;
  if (data.tag === tags.symmetricallyEncrypted) return 'unsupported-encryption';
  if (data.tag !== tags.encryptedProtected && data.tag !== tags.encryptedAead) return 'not-encrypted';
  if (data.head[0] !== 1 || data.isOpenEnded) return 'unsupported-encryption';
  if (looksReadable(data.head)) return 'not-encrypted';
  if (dataAt !== packets.length - 1) return 'more-than-one-message';
  const keys = packets.slice(0, dataAt);
  if (keys.some((packet) => packet.tag === tags.symmetricKeySession)) return 'symmetric-only';
  if (keys.length === 0) return 'missing-recipient';
  if (keys.some((packet) => packet.head[0] !== 3 || packet.head.length !== packet.length)) {
    return 'unsupported-encryption';
  }
  if (keys.some((packet) => packet.length > 2200 || looksReadable(packet.head))) return 'not-encrypted';
  const keyIds = keys.map((packet) => toHex(packet.head.subarray(1, 9)));
  if (keyIds.includes('0000000000000000')) return 'hidden-recipients';
  const reachesAll = recipients.every((one) => one.encryptionKeyIds.some((id) => keyIds.includes(id)));
  return recipients.length > 0 && reachesAll ? null : 'missing-recipient';
}

function isSessionKey(packet: Packet): boolean {
  return packet.tag === tags.publicKeySession || packet.tag === tags.symmetricKeySession;
}

/**
 * Whether what claims to be ciphertext is text: of random bytes 38 in 100 are printable ASCII or white space,
 * of text nearly all. With 64 bytes or more, honest ciphertext over the line is out of the question.
 */
function looksReadable(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 65_536);
  if (sample.length < 64) return false;
  const readable = sample.reduce(
    (count, byte) => count + Number((byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13)),
    0,
  );
  return readable / sample.length > 0.8;
}

/**
 * Whether the secret part of a version 4 key packet is locked: the octet behind the public part, the S2K usage
 * (RFC 9580 section 5.5.3), is 254 (SHA-1 check) or 253 (AEAD), not 0. Knows Ed25519Legacy and ECDH on
 * Curve25519Legacy, the only kinds that the form makes.
 */
function isLocked(packet: Packet): boolean {
  const body = packet.head;
  const [version, algorithm] = [body[0], body[5]];
  if (version !== 4 || (algorithm !== 22 && algorithm !== 18)) return false;
  const point = 7 + (body[6] ?? 0);
  const pointBits = ((body[point] ?? 0) << 8) + (body[point + 1] ?? 0);
  let usage = point + 2 + Math.ceil(pointBits / 8);
  if (algorithm === 18) usage += 1 + (body[usage] ?? 0);
  return body[usage] === 254 || body[usage] === 253;
}
