import {
  createMessage,
  encrypt,
  encryptSessionKey,
  enums,
  PaddingPacket,
  type PublicKey,
  readKey,
  type SessionKey,
} from 'openpgp';
import { paddedSize } from '../disclosure/attachment-size.ts';
import { makeSessionKey } from './seal.ts';

/** An attachment that will be sealed: its sealed size is certain before the work is done. */
export interface PlannedAttachment {
  /** Bytes of the sealed message. */
  sealedSize: number;
  /** The session key, encrypted to every certificate: the head of the message. */
  head: Uint8Array;
  sessionKey: SessionKey;
  /** Bytes of padding packet inside, its own header included. */
  padding: number;
  name: string;
}

/** A name inside a message is 255 bytes of UTF-8 at most (RFC 9580 section 5.9). */
const LONGEST_NAME = 255;
const config = { preferredCompressionAlgorithm: enums.compression.uncompressed };

/**
 * Chooses a session key for an attachment of `size` bytes, encrypts it to every certificate (armored, one each)
 * and works out the sealed size.
 */
export async function planAttachment(
  name: string,
  size: number,
  certificates: readonly string[],
): Promise<PlannedAttachment> {
  const encryptionKeys: PublicKey[] = await Promise.all(
    certificates.map((armoredKey) => readKey({ armoredKey })),
  );
  const sessionKey = makeSessionKey();
  const head = await encryptSessionKey({ ...sessionKey, encryptionKeys, format: 'binary' });
  const shortName = shorten(name);
  // Literal packet: format, length of the name, name, time, contents.
  const literal = packetLength(1 + 1 + new TextEncoder().encode(shortName).length + 4 + size);
  let sealedSize = paddedSize(head.length + envelopeLength(literal));
  for (;;) {
    const padding = paddingFor(sealedSize - head.length, literal);
    if (padding !== null) return { sealedSize, head, sessionKey, padding, name: shortName };
    sealedSize = paddedSize(sealedSize + 1);
  }
}

/**
 * Seals an attachment as planned: one binary OpenPGP message that GnuPG 2.2 opens without any option, its name
 * inside, filled up by a padding packet (RFC 9580 section 5.14), which GnuPG passes over.
 * @throws Error when the outcome has not the planned size
 */
export async function sealAttachment(
  planned: PlannedAttachment,
  content: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const message = await createMessage({ binary: content, filename: planned.name, format: 'binary' });
  if (planned.padding > 0) {
    const padding = new PaddingPacket();
    // Zeros do: it is encrypted with the rest.
    padding.padding = new Uint8Array(bodyLength(planned.padding));
    message.packets.push(padding);
  }
  const { sessionKey, head, sealedSize } = planned;
  const envelope = await encrypt({ message, sessionKey, format: 'binary', config });
  if (head.length + envelope.length !== sealedSize) throw new Error('the sealed size is not the planned one');
  const sealed = new Uint8Array(sealedSize);
  sealed.set(head);
  sealed.set(envelope, head.length);
  return sealed;
}

/** Length of a packet in the new format with a body of `length` bytes. */
function packetLength(length: number): number {
  return 1 + (length < 192 ? 1 : length < 8384 ? 2 : 5) + length;
}

/** The body of a packet that is `total` bytes long with its header. */
function bodyLength(total: number): number {
  return [2, 3, 6].map((header) => total - header).find((length) => packetLength(length) === total) ?? 0;
}

/** Length of the encrypted packet around `content` bytes: version, random prefix, content, MDC packet. */
function envelopeLength(content: number): number {
  return packetLength(1 + 18 + content + 22);
}

/** How long a padding packet makes the envelope `target` bytes; null when none does. */
function paddingFor(target: number, literal: number): number | null {
  if (envelopeLength(literal) === target) return 0;
  for (let padding = target - envelopeLength(literal) + 8; padding >= 2; padding -= 1) {
    if (envelopeLength(literal + padding) !== target) continue;
    return packetLength(bodyLength(padding)) === padding ? padding : null;
  }
  return null;
}

function shorten(name: string): string {
  let short = name;
  while (new TextEncoder().encode(short).length > LONGEST_NAME) short = short.slice(0, -1);
  return short;
}
