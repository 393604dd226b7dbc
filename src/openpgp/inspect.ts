import type { ProblemCode } from '../disclosure/problems.ts';
import { dearmor } from './armor.ts';
import { listPackets, type Packet, readHeader, tags } from './packets.ts';
import { looksReadable } from './readable.ts';
import { HIDDEN, recipientOf } from './session-keys.ts';

/** One certificate's keys that can be encrypted to: 16 hexadecimal characters each, lower case. */
export interface Recipient {
  encryptionKeyIds: readonly string[];
}

/** `canonical` is what is stored and mailed; `data` the body of the packet with the encrypted data, version included. */
export type Inspection = { ok: true; canonical: string; data: Uint8Array } | { ok: false; code: ProblemCode };

/** An empty literal packet in an envelope with integrity protection is longer than this, in bytes. */
const LEAST_DATA = 40;

/**
 * Decides, without any private key, whether `armored` may be stored: one OpenPGP message (RFC 9580 section
 * 10.3), encrypted to at least one key of every recipient, with integrity protection that GnuPG 2.2 opens, and
 * nothing else beside it or readable in it. `canonical` is the same message in armor without headers.
 */
export function inspectSealed(armored: string, recipients: readonly Recipient[]): Inspection {
  const block = dearmor(armored, 'MESSAGE');
  if (!block.ok) return block;
  const packets = listPackets(block.bytes);
  if (!packets) return { ok: false, code: 'armor-damaged' };
  const code = faultOf(packets, recipients);
  if (code) return { ok: false, code };
  // Behind the session keys, and the last: or something would be wrong.
  const data = packets.at(-1)?.body ?? new Uint8Array();
  return { ok: true, canonical: block.canonical, data };
}

/**
 * The same for one chunk of a binary message of `size` bytes, as `sealAttachment` makes it: nothing readable in
 * it, and in the first one (`index` 0) session keys for every recipient and an envelope that is just as long as
 * the rest.
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
  for (let count = 0; count < 32; count += 1) {
    const header = readHeader(bytes, at);
    if (!header) return 'not-openpgp';
    const body = bytes.subarray(header.start, header.start + header.length);
    if (header.tag === tags.encryptedProtected) {
      if (header.start + header.length !== size || body[0] !== 1) return 'armor-damaged';
      return looksReadable(body) ? 'not-encrypted' : faultOfRecipients(keys, recipients);
    }
    if (header.tag !== tags.publicKeySession) return 'not-encrypted';
    keys.push({ tag: header.tag, body, isOpenEnded: false });
    at = header.start + header.length;
  }
  return 'armor-damaged';
}

function faultOf(packets: Packet[], recipients: readonly Recipient[]): ProblemCode | null {
  const dataAt = packets.findIndex((packet) => !isSessionKey(packet));
  const data = packets[dataAt];
  if (!data) return 'armor-damaged';
  if (data.tag === tags.symmetricallyEncrypted) return 'unsupported-encryption';
  if (data.tag !== tags.encryptedProtected && data.tag !== tags.encryptedAead) return 'not-encrypted';
  if (data.body[0] !== 1 || data.isOpenEnded) return 'unsupported-encryption';
  if (data.body.length < LEAST_DATA || looksReadable(data.body)) return 'not-encrypted';
  if (dataAt !== packets.length - 1) return 'more-than-one-message';
  return faultOfRecipients(packets.slice(0, dataAt), recipients);
}

function faultOfRecipients(keys: Packet[], recipients: readonly Recipient[]): ProblemCode | null {
  if (keys.some(({ tag }) => tag === tags.symmetricKeySession)) return 'symmetric-only';
  const keyIds = keys.map(recipientOf);
  if (keyIds.includes(null)) return 'unsupported-encryption';
  if (keyIds.includes(HIDDEN)) return 'hidden-recipients';
  const reachesAll = recipients.every((one) => one.encryptionKeyIds.some((id) => keyIds.includes(id)));
  return recipients.length > 0 && reachesAll ? null : 'missing-recipient';
}

function isSessionKey({ tag }: Packet): boolean {
  return tag === tags.publicKeySession || tag === tags.symmetricKeySession;
}
