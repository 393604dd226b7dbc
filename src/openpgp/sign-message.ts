import { createMessage, enums, type KeyID, type PrivateKey, SignaturePacket, sign } from 'openpgp';
import { pad } from '../disclosure/padding.ts';

/** A private key, and which of its parts signs; that one is unlocked. */
export interface SigningPart {
  key: PrivateKey;
  keyId: KeyID;
}

/**
 * What a signature takes of the bucket that its text is filled up to, in bytes: a one-pass packet and a signature packet,
 * with whichever key, RSA with 8192 bits as well.
 */
export const SIGNATURE_ROOM = 1300;
/** A private subpacket type (RFC 9580 section 5.2.3.7) that everybody passes over. */
const FILLER = 100;
/** A subpacket is so long at most, in bytes, and the last is never of one byte alone: it has a length and a type. */
const LONGEST_FILLER = 128;
/** What stands before the body of a packet of 200 to 8000 bytes. */
const LONG_HEAD = 3;

/**
 * Fills a text up and signs it: a one-pass packet, the text as binary data, a signature (RFC 9580 section 10.3), with
 * SHA-256 or a stronger hash. Together they are exactly as long as the same text filled up to its bucket without a
 * signature, whatever key signs: what is missing is filler in the unhashed subpackets, which no signature covers and
 * every program passes over.
 * @param text without its padding
 * @param at when it says that it was made; not before the key
 * @returns the message in binary, to be encrypted: see `sealSigned`
 * @throws TooLongError; Error when the key can't sign at `at`, or takes more than the room
 */
export async function signMessage(
  text: string,
  { key, keyId }: SigningPart,
  at: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  const binary = new TextEncoder().encode(pad(text, SIGNATURE_ROOM));
  const message = await createMessage({ binary, format: 'binary' });
  const signed = await sign({ message, signingKeys: key, signingKeyIDs: keyId, date: at, format: 'object' });
  const [onePass] = signed.packets.filterByTag(enums.packet.onePassSignature);
  const signature = signed.packets.find((packet) => packet instanceof SignaturePacket);
  if (!onePass || !signature) throw new Error('there is no signature');
  const room = SIGNATURE_ROOM - packetLength(onePass.write().length);
  signature.unhashedSubpackets = fillers(room - LONG_HEAD - signature.write().length);
  if (packetLength(signature.write().length) !== room)
    throw new Error('a signature does not fit into its room');
  return signed.write() as Uint8Array<ArrayBuffer>;
}

/** Subpackets that come to `length` bytes altogether. */
function fillers(length: number): SignaturePacket['unhashedSubpackets'] {
  const found: SignaturePacket['unhashedSubpackets'] = [];
  for (let left = length; left > 1; ) {
    const size = left === LONGEST_FILLER + 1 ? LONGEST_FILLER - 1 : Math.min(left, LONGEST_FILLER);
    found.push({ type: FILLER, critical: false, body: new Uint8Array(size - 2) });
    left -= size;
  }
  return found;
}

/** Length of a packet in the new format with a body of `length` bytes. */
function packetLength(length: number): number {
  return 1 + (length < 192 ? 1 : length < 8384 ? 2 : 5) + length;
}
