import { toHex } from '../disclosure/bytes.ts';
import { endOfSessionKey } from './algorithms.ts';
import type { Packet } from './packets.ts';
import { looksReadable } from './readable.ts';

/** The key id of a packet that does not say who it is for. */
export const HIDDEN = '0000000000000000';
/** What an algorithm makes of a session key of 16 bytes is longer than this, whichever it is, in bytes. */
const LEAST_FIELDS = 40;
/** The longest of an algorithm that is not on our list: ML-KEM-1024 with X448 takes some 1700 bytes. */
const MOST_UNKNOWN_FIELDS = 2048;
/** X25519 and X448: a version 3 packet names the cipher beside the session key, in one octet, and version 6 does not. */
const MONTGOMERY: readonly number[] = [25, 26];

/** A session key, encrypted to a key. */
export interface SealedSessionKey {
  packet: Packet;
  /** Goes with SEIPD version 1 (3), or with version 2 (6). */
  version: 3 | 6;
  /** Of the key that it is for: 16 hexadecimal characters, lower case; `HIDDEN` when it does not say. */
  keyId: string;
  /** The same as the packet has it: a key id or a fingerprint; empty when it does not say. */
  name: Uint8Array;
  /** Whether it is exactly what its algorithm makes of it; else the algorithm, or the size, is one that we don't know. */
  isKnown: boolean;
}

/** Where the algorithm stands in a packet, and whose key it is for. */
type Head = Pick<SealedSessionKey, 'version' | 'keyId' | 'name'> & { algorithmAt: number };

/**
 * Reads a session key packet of version 3 or 6 (RFC 9580 sections 5.1.1 and 5.1.2) without computing with it. Of
 * algorithms that we don't know it asks a size within bounds and nothing readable, so that other people's keys may be
 * of any kind.
 * @returns null when it is not well-formed
 */
export function readSessionKey(packet: Packet): SealedSessionKey | null {
  const { body } = packet;
  const head = body[0] === 3 ? versionThree(body) : body[0] === 6 ? versionSix(body) : null;
  if (!head) return null;
  const { algorithmAt, ...whose } = head;
  const at = algorithmAt + 1;
  const length = body.length - at;
  if (length < LEAST_FIELDS || looksReadable(body.subarray(at + 2))) return null;
  const algorithm = body[algorithmAt] ?? 0;
  const end = endOfSessionKey(algorithm, body, at);
  if (end === 'unknown' || end === 'too-large') {
    return length > MOST_UNKNOWN_FIELDS ? null : { packet, ...whose, isKnown: false };
  }
  if (end !== body.length) return null;
  const hasRightParity = !MONTGOMERY.includes(algorithm) || length % 2 === (whose.version === 3 ? 0 : 1);
  return hasRightParity ? { packet, ...whose, isKnown: true } : null;
}

function versionThree(body: Uint8Array): Head {
  const name = body.subarray(1, 9);
  const keyId = toHex(name);
  return { version: 3, keyId, name: keyId === HIDDEN ? new Uint8Array() : name, algorithmAt: 9 };
}

/** A length, the version of the key, and its fingerprint; a length of 0 and neither for a hidden recipient. */
function versionSix(body: Uint8Array): Head | null {
  const [, length, keyVersion] = body;
  if (length === 0) return { version: 6, keyId: HIDDEN, name: new Uint8Array(), algorithmAt: 2 };
  const name = body.subarray(3, 2 + (length ?? 0));
  const idAt =
    keyVersion === 4 && name.length === 20 ? 12 : keyVersion === 6 && name.length === 32 ? 0 : null;
  if (idAt === null) return null;
  return { version: 6, keyId: toHex(name.subarray(idAt, idAt + 8)), name, algorithmAt: 3 + name.length };
}
