import { dearmor } from './armor.ts';
import { listPackets, type Packet, tags } from './packets.ts';
import { recipientOf } from './session-keys.ts';

/** The parts of a sealed message, of which nothing has been computed with yet. */
export interface SplitMessage {
  /** The session key, encrypted: a packet and the id of the key that it is for (16 hexadecimal characters). */
  keys: { packet: Packet; keyId: string }[];
  /** The encrypted contents. */
  data: Packet;
}

/**
 * Takes a sealed message apart by its packets alone: at most 32, session keys whose numbers are no longer than their
 * algorithm's may be, and one packet of encrypted contents behind them.
 * @param sealed armored, or binary
 * @returns null when it is anything else
 */
export function splitMessage(sealed: string | Uint8Array): SplitMessage | null {
  const packets = listPackets(typeof sealed === 'string' ? bytesOf(sealed) : sealed);
  const data = packets?.at(-1);
  if (!packets || !data || data.isOpenEnded) return null;
  if (data.tag !== tags.encryptedProtected && data.tag !== tags.encryptedAead) return null;
  const keys: SplitMessage['keys'] = [];
  for (const packet of packets.slice(0, -1)) {
    const keyId = packet.tag === tags.publicKeySession ? recipientOf(packet) : null;
    if (keyId === null) return null;
    keys.push({ packet, keyId });
  }
  return { keys, data };
}

function bytesOf(armored: string): Uint8Array {
  const block = dearmor(armored, 'MESSAGE');
  return block.ok ? block.bytes : new Uint8Array();
}
