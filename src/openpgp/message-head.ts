import { joined } from '../disclosure/bytes.ts';
import { listPackets, MOST_PACKETS, readHeader, tags } from './packets.ts';
import { readSessionKey, type SealedSessionKey } from './session-keys.ts';

/** A message, or its first chunk, in two: its session keys as they stand there, and all that comes after them. */
export interface MessageParts {
  /** Session key packets, byte for byte. */
  head: Uint8Array;
  /** The encrypted contents, or the beginning of them, with the header of their packet. */
  contents: Uint8Array;
}

/** A session key packet as it stands in a head. */
export interface HeadKey extends SealedSessionKey {
  /** The packet with its header. */
  bytes: Uint8Array;
}

/**
 * Cuts a binary message where its encrypted contents begin, without looking at those.
 * @param bytes the whole message, or a beginning of it in which all its session keys are
 * @returns null where anything but session keys comes before the contents, or no contents come
 */
export function splitHead(bytes: Uint8Array): MessageParts | null {
  let at = 0;
  for (let count = 0; count <= MOST_PACKETS && at < bytes.length; count += 1) {
    const header = readHeader(bytes, at);
    if (!header || header.isOpenEnded) return null;
    const isContents = header.tag === tags.encryptedProtected || header.tag === tags.encryptedAead;
    if (isContents) return { head: bytes.subarray(0, at), contents: bytes.subarray(at) };
    if (header.tag !== tags.publicKeySession || header.isPartial) return null;
    at = header.end;
  }
  return null;
}

/** The session keys of a head, in order; null where one is not well-formed, or something else is there. */
export function keysOfHead(head: Uint8Array): HeadKey[] | null {
  const keys: HeadKey[] = [];
  for (let at = 0; at < head.length; ) {
    const header = keys.length === MOST_PACKETS ? null : readHeader(head, at);
    if (header?.tag !== tags.publicKeySession || header.isPartial || header.end > head.length) return null;
    const bytes = head.subarray(at, header.end);
    const [packet] = listPackets(bytes) ?? [];
    const read = packet && !packet.isOpenEnded ? readSessionKey(packet) : null;
    if (!read) return null;
    keys.push({ ...read, bytes });
    at = header.end;
  }
  return keys;
}

/** The session keys of a head that are for none of these keys, as they stand there. */
export function keptKeys(keys: readonly HeadKey[], gone: ReadonlySet<string>): HeadKey[] {
  return keys.filter(({ keyId }) => !gone.has(keyId));
}

/** A head of session keys for the team, and those that stay, behind them. */
export function writeHead(forTeam: Uint8Array, kept: readonly HeadKey[]): Uint8Array<ArrayBuffer> {
  return joined([forTeam, ...kept.map(({ bytes }) => bytes)]);
}
