import { toHex } from '../disclosure/bytes.ts';
import type { ProblemCode } from '../disclosure/problems.ts';
import { armor, dearmor } from './armor.ts';
import { framePackets, listPackets, MOST_PACKETS, type Packet, readHeader, tags } from './packets.ts';
import { looksReadable } from './readable.ts';
import { HIDDEN, readSessionKey, type SealedSessionKey } from './session-keys.ts';
import { withoutIdle } from './split-message.ts';

/** One certificate, as far as messages to it are concerned. */
export interface Recipient {
  /** Its keys that can be encrypted to: 16 hexadecimal characters each, lower case. */
  encryptionKeyIds: readonly string[];
  /** Whether its owner's program opens SEIPD version 2, as its features say (RFC 9580 section 5.2.3.32). */
  opensSeipd2: boolean;
}

/** `canonical` is what is stored and mailed; `data` the body of the packet with the encrypted data, version included. */
export type Inspection = { ok: true; canonical: string; data: Uint8Array } | { ok: false; code: ProblemCode };

/** An empty literal packet in an envelope with integrity protection is longer than this, in bytes. */
const LEAST_DATA = 40;
/** Version 2 says cipher, mode and size of a chunk, and then its salt (RFC 9580 section 5.13.2). */
const SEIPD2_HEAD = 4 + 32;
/** AES with 128, 192 and 256 bits; EAX, OCB and GCM; chunks of at most 4 MiB. */
const ciphers: readonly number[] = [7, 8, 9];
const modes: readonly number[] = [1, 2, 3];
const MOST_CHUNK_OCTET = 16;

/**
 * Decides, without any private key, whether a message may be stored: one OpenPGP message (RFC 9580 section 10.3),
 * encrypted by name to at least one key of every recipient, with integrity protection that all of them open, and
 * nothing else beside it or readable in it. Session keys for others have to be well-formed, and no more.
 * @param message armored, or binary
 * @returns with `canonical`, the same message in armor without headers, markers and padding
 */
export function inspectSealed(message: string | Uint8Array, recipients: readonly Recipient[]): Inspection {
  const block = typeof message === 'string' ? dearmor(message, 'MESSAGE') : binary(message);
  if (!block.ok) return block;
  const listed = listPackets(block.bytes);
  if (!listed) return { ok: false, code: 'armor-damaged' };
  if (listed.some(({ tag, body }) => tag === tags.padding && looksReadable(body))) {
    return { ok: false, code: 'not-encrypted' };
  }
  const packets = withoutIdle(listed);
  const code = faultOf(packets, recipients);
  if (code) return { ok: false, code };
  const canonical = canonicalOf(block, listed, packets);
  // Behind the session keys, and the last: or something would be wrong.
  const data = packets.at(-1)?.body ?? new Uint8Array();
  return { ok: true, canonical, data };
}

/**
 * A message as it is stored where `inspectSealed` takes it, for who compares one that was kept; null for what is none.
 * @param message armored, or binary
 */
export function storedForm(message: string | Uint8Array): string | null {
  const block = typeof message === 'string' ? dearmor(message, 'MESSAGE') : binary(message);
  const listed = block.ok ? listPackets(block.bytes) : null;
  return block.ok && listed ? canonicalOf(block, listed, withoutIdle(listed)) : null;
}

/** In armor without headers, and without markers and padding. */
function canonicalOf(
  block: { bytes: Uint8Array; canonical: string | null },
  listed: readonly Packet[],
  packets: readonly Packet[],
): string {
  const isWhole = packets.length === listed.length;
  return (isWhole && block.canonical) || armor(isWhole ? block.bytes : framePackets(packets), 'MESSAGE');
}

/** As `dearmor` gives it, and in armor only when it is certain that it is one. */
function binary(bytes: Uint8Array) {
  return { ok: true, bytes, canonical: null } as const;
}

/**
 * The same for one chunk of a binary message of `size` bytes, as `sealAttachment` makes it, or gpg of a file that it does
 * not compress: nothing readable in it, and in the first one (`index` 0) session keys for every recipient and an envelope
 * that is just as long as the rest.
 * @returns null, or what is wrong
 */
export function faultOfChunk(
  bytes: Uint8Array,
  index: number,
  size: number,
  recipients: readonly Recipient[],
): ProblemCode | null {
  if (index > 0) return looksReadable(bytes) ? 'not-encrypted' : null;
  const keys: Packet[] = [];
  let at = 0;
  for (let count = 0; count < MOST_PACKETS; count += 1) {
    const header = readHeader(bytes, at);
    if (!header || header.isOpenEnded || header.isPartial) return 'not-openpgp';
    const body = bytes.subarray(header.start, header.end);
    if (header.tag === tags.encryptedProtected || header.tag === tags.encryptedAead) {
      if (header.end !== size || body[0] !== 1) return 'armor-damaged';
      return looksReadable(body) ? 'not-encrypted' : faultOfRecipients(keys, recipients, 3);
    }
    if (header.tag !== tags.publicKeySession) return 'not-encrypted';
    keys.push({ tag: header.tag, body, isOpenEnded: false });
    at = header.end;
  }
  return 'armor-damaged';
}

function faultOf(packets: Packet[], recipients: readonly Recipient[]): ProblemCode | null {
  const dataAt = packets.findIndex((packet) => !isSessionKey(packet));
  const data = packets[dataAt];
  if (!data) return 'armor-damaged';
  const { tag, body } = data;
  if (tag === tags.symmetricallyEncrypted) return 'unsupported-encryption';
  if (tag !== tags.encryptedProtected && tag !== tags.encryptedAead) return 'not-encrypted';
  const isNewer = tag === tags.encryptedProtected && body[0] === 2;
  if (data.isOpenEnded || !(isNewer ? isRightSeipd2(body) : body[0] === 1)) return 'unsupported-encryption';
  if (body.length < LEAST_DATA + (isNewer ? SEIPD2_HEAD : 0) || looksReadable(body)) return 'not-encrypted';
  if (dataAt !== packets.length - 1) return 'more-than-one-message';
  const fault = faultOfRecipients(packets.slice(0, dataAt), recipients, isNewer ? 6 : 3);
  return (
    fault ?? (isNewer && !recipients.every(({ opensSeipd2 }) => opensSeipd2) ? 'newer-encryption' : null)
  );
}

function isRightSeipd2(body: Uint8Array): boolean {
  const [, cipher = 0, mode = 0, chunk = 255] = body;
  return ciphers.includes(cipher) && modes.includes(mode) && chunk <= MOST_CHUNK_OCTET;
}

/** @param version of session keys that goes with the data */
function faultOfRecipients(
  keys: Packet[],
  recipients: readonly Recipient[],
  version: SealedSessionKey['version'],
): ProblemCode | null {
  if (keys.some(({ tag }) => tag === tags.symmetricKeySession)) return 'symmetric-only';
  const read = keys.map(readSessionKey).filter((key) => key !== null);
  if (read.length !== keys.length || read.some((key) => key.version !== version)) {
    return 'unsupported-encryption';
  }
  const ours = recipients.flatMap(({ encryptionKeyIds }) => encryptionKeyIds);
  if (looksReadable(namesOf(read.filter(({ keyId }) => !ours.includes(keyId))))) return 'not-encrypted';
  const named = read.filter(({ isKnown }) => isKnown).map(({ keyId }) => keyId);
  const reachesAll = recipients.every((one) => one.encryptionKeyIds.some((id) => named.includes(id)));
  if (recipients.length > 0 && reachesAll) return null;
  return read.some(({ keyId }) => keyId === HIDDEN) ? 'hidden-recipients' : 'missing-recipient';
}

/** Whom session keys are for, all one after the other: a stranger writes what he likes there. */
function namesOf(keys: readonly SealedSessionKey[]): Uint8Array {
  const names = new Map(keys.map(({ name }) => [toHex(name), name]));
  return new Uint8Array([...names.values()].flatMap((name) => [...name]));
}

function isSessionKey({ tag }: Packet): boolean {
  return tag === tags.publicKeySession || tag === tags.symmetricKeySession;
}
