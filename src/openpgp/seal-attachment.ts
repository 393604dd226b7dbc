import { CompressedDataPacket, createMessage, encrypt, enums, type SessionKey } from 'openpgp';
import { paddedSize } from '../disclosure/attachment-size.ts';
import { type KeyAt, makeSessionKey, type SealTo, sealedForAll } from './seal.ts';
import { canFill, storedBlocks, storedLength } from './stored-blocks.ts';

/** An attachment that will be sealed: its sealed size is certain before the work is done. */
export interface PlannedAttachment {
  /** Bytes of the sealed message. */
  sealedSize: number;
  /** The session key, encrypted to every certificate: the head of the message. */
  head: Uint8Array;
  sessionKey: SessionKey;
  /** By how many bytes the contents are filled up inside. */
  fill: number;
  name: string;
}

/** A name inside a message is 255 bytes of UTF-8 at most (RFC 9580 section 5.9). */
const LONGEST_NAME = 255;
/** The tag of a literal packet, which holds a file and its name. */
const LITERAL = 11;
const config = { preferredCompressionAlgorithm: enums.compression.uncompressed };

/**
 * Chooses a session key for an attachment of `size` bytes, encrypts it to the team, and works out the sealed size.
 * @param others who must be able to read it as well
 * @throws KeyError when it can be sealed to nobody of the team, or not to all of the others
 */
export async function planAttachment(
  name: string,
  size: number,
  team: readonly SealTo[],
  others: readonly KeyAt[] = [],
): Promise<PlannedAttachment> {
  const sessionKey = makeSessionKey();
  const head = await sealedForAll(sessionKey, team, others);
  const shortName = shorten(name);
  const stored = storedLength([literalHead(shortName, size).length, size]);
  let sealedSize = paddedSize(head.length + envelopeLength(stored));
  for (;;) {
    const fill = fillFor(sealedSize - head.length, stored);
    if (fill !== null) return { sealedSize, head, sessionKey, fill, name: shortName };
    sealedSize = paddedSize(sealedSize + 1);
  }
}

/**
 * Seals an attachment as planned: one binary OpenPGP message that GnuPG 2.2 and all that we know of open without any
 * option, its name inside. It is filled up by empty blocks in a compressed packet in which nothing is compressed:
 * a padding packet (RFC 9580 section 5.14) stops Sequoia 1.12 and PGPy.
 * @throws Error when the outcome has not the planned size
 */
export async function sealAttachment(
  planned: PlannedAttachment,
  content: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const { sessionKey, head, sealedSize, name, fill } = planned;
  const packet = new CompressedDataPacket();
  packet.algorithm = enums.compression.zip;
  packet.compressed = storedBlocks([literalHead(name, content.length), content], fill);
  const message = await createMessage({ binary: new Uint8Array() });
  message.packets.splice(0, 1, packet);
  const envelope = await encrypt({ message, sessionKey, format: 'binary', config });
  if (head.length + envelope.length !== sealedSize) throw new Error('the sealed size is not the planned one');
  const sealed = new Uint8Array(sealedSize);
  sealed.set(head);
  sealed.set(envelope, head.length);
  return sealed;
}

/** What stands before the contents in a literal packet of `size` bytes of contents (RFC 9580 section 5.9). */
function literalHead(name: string, size: number): Uint8Array {
  const nameBytes = new TextEncoder().encode(name);
  const head = new Uint8Array(6 + 2 + nameBytes.length + 4);
  const view = new DataView(head.buffer);
  head.set([0xc0 | LITERAL, 255]);
  view.setUint32(2, head.length - 6 + size);
  head.set([0x62, nameBytes.length, ...nameBytes], 6);
  view.setUint32(head.length - 4, Math.floor(Date.now() / 1000));
  return head;
}

/** Length of a packet in the new format with a body of `length` bytes. */
function packetLength(length: number): number {
  return 1 + (length < 192 ? 1 : length < 8384 ? 2 : 5) + length;
}

/** Length of the encrypted packet around so many bytes of compressed data: version, random prefix, packet, MDC packet. */
function envelopeLength(compressed: number): number {
  return packetLength(1 + 18 + packetLength(1 + compressed) + 22);
}

/** How long a fill makes the envelope `target` bytes; null when none does. */
function fillFor(target: number, stored: number): number | null {
  const longest = target - envelopeLength(stored);
  // Two headers may become longer with what they are the length of, by three bytes each.
  for (let fill = longest; fill >= Math.max(0, longest - 6); fill -= 1) {
    if (envelopeLength(stored + fill) === target) return canFill(fill) ? fill : null;
  }
  return null;
}

function shorten(name: string): string {
  let short = name;
  while (new TextEncoder().encode(short).length > LONGEST_NAME) short = short.slice(0, -1);
  return short;
}
