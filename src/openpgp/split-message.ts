import { dearmor } from './armor.ts';
import { listPackets, type Packet, tags } from './packets.ts';
import { readSessionKey, type SealedSessionKey } from './session-keys.ts';

/** The parts of a sealed message, of which nothing has been computed with yet. */
export interface SplitMessage {
  /** The session keys that are what their algorithm makes of them; those of other people's algorithms stay out. */
  keys: SealedSessionKey[];
  /** The encrypted contents. */
  data: Packet;
}

/** A marker says no more than this (RFC 9580 section 5.8). */
const MARKER = 'PGP';

/**
 * The packets of a message without those that everybody passes over: markers and padding (RFC 9580 sections 5.8 and
 * 5.14), wherever they stand.
 */
export function withoutIdle(packets: readonly Packet[]): Packet[] {
  return packets.filter(({ tag, body }) => tag !== tags.padding && !(tag === tags.marker && isMarker(body)));
}

function isMarker(body: Uint8Array): boolean {
  return body.length === MARKER.length && String.fromCharCode(...body) === MARKER;
}

/**
 * Takes a sealed message apart by its packets alone: session keys that are well-formed, and one packet of encrypted
 * contents behind them.
 * @param sealed armored, or binary
 * @returns null when it is anything else
 */
export function splitMessage(sealed: string | Uint8Array): SplitMessage | null {
  const listed = listPackets(typeof sealed === 'string' ? bytesOf(sealed) : sealed);
  const packets = withoutIdle(listed ?? []);
  const data = packets.at(-1);
  if (!data || data.isOpenEnded) return null;
  if (data.tag !== tags.encryptedProtected && data.tag !== tags.encryptedAead) return null;
  const keys: SealedSessionKey[] = [];
  for (const packet of packets.slice(0, -1)) {
    const read = packet.tag === tags.publicKeySession ? readSessionKey(packet) : null;
    if (read === null) return null;
    if (read.isKnown) keys.push(read);
  }
  return { keys, data };
}

/** Whether a message is SEIPD version 2 (RFC 9580 section 5.13.2), which GnuPG 2 can't open. */
export function isSeipd2(sealed: string): boolean {
  const data = splitMessage(sealed)?.data;
  return data?.tag === tags.encryptedProtected && data.body[0] === 2;
}

function bytesOf(armored: string): Uint8Array {
  const block = dearmor(armored, 'MESSAGE');
  return block.ok ? block.bytes : new Uint8Array();
}
