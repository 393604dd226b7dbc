import { endOfKey, type FieldFault } from './algorithms.ts';
import { blocksIn, dearmorLoosely } from './armor.ts';
import { KeyError, KeyLimitsError, type ReaderFault } from './key-error.ts';
import { framePackets, listPackets, type Packet, tags } from './packets.ts';

/** What the certificates that a stranger gives may come to, all together. Sizes in bytes. */
export const mostOfKeys = {
  bytes: 128 * 1024,
  certificates: 8,
  packets: 512,
  userIds: 32,
  userId: 512,
  subkeys: 32,
  signatures: 400,
  signature: 16 * 1024,
} as const;

/** What came of judging certificates. */
export interface Judged {
  certificates: Uint8Array<ArrayBuffer>[];
  /** Of each that can't be used, why. */
  faults: ReaderFault[];
}

/** Packets of type 40 and up may be passed over by who does not know them (RFC 9580 section 4.3). */
const LEAST_UNCRITICAL = 40;

/**
 * Judges the certificates in a stranger's text by their packets, before OpenPGP.js sees any: how large they are, how
 * many parts they have, and what each number in them asks of who computes with it. What OpenPGP.js passes over stays
 * out: user attributes, and subkeys of kinds that are not on our list.
 * @returns each certificate in binary, its packets written anew, so that nothing else is read in it than was judged;
 *   and why others can't be used
 * @throws KeyLimitsError when they are too much altogether; KeyError `private` when there is a private key among them
 */
export function judgeCertificates(text: string): Judged {
  if (text.includes('PRIVATE KEY BLOCK')) throw new KeyError('private');
  const blocks = blocksIn(text, 'PUBLIC KEY BLOCK');
  // Armor is a third longer than what is in it; headers and line ends are not counted narrowly.
  if (blocks.reduce((sum, { length }) => sum + length, 0) > 2 * mostOfKeys.bytes) {
    throw new KeyLimitsError();
  }
  const listed = blocks.map(packetsIn);
  checkCounts(listed.flatMap((packets) => packets ?? []));
  const judged: Judged = { certificates: [], faults: [] };
  for (const packets of listed) {
    if (!packets) judged.faults.push('unreadable');
    for (const certificate of packets ? certificatesIn(packets) : []) {
      const kept = keptOf(certificate);
      if (typeof kept === 'string') judged.faults.push(kept);
      else judged.certificates.push(framePackets(kept));
    }
  }
  return judged;
}

function packetsIn(block: string): Packet[] | null {
  const bytes = dearmorLoosely(block);
  return bytes && listPackets(bytes, Number.POSITIVE_INFINITY);
}

/** The packets of a block, by the certificates that they make up; what stands before the first is one of its own. */
function certificatesIn(packets: readonly Packet[]): Packet[][] {
  const certificates: Packet[][] = [];
  for (const packet of packets) {
    if (packet.tag === tags.secretKey || packet.tag === tags.secretSubkey) throw new KeyError('private');
    if (isPassedOver(packet.tag)) continue;
    const last = certificates.at(-1);
    if (packet.tag === tags.publicKey || !last) certificates.push([packet]);
    else last.push(packet);
  }
  return certificates;
}

function checkCounts(packets: readonly Packet[]): void {
  const of = (tag: number) => packets.filter((packet) => packet.tag === tag);
  const isBeyond =
    packets.length > mostOfKeys.packets ||
    packets.reduce((sum, { body }) => sum + body.length, 0) > mostOfKeys.bytes ||
    of(tags.publicKey).length > mostOfKeys.certificates ||
    of(tags.publicSubkey).length > mostOfKeys.subkeys ||
    of(tags.userId).length > mostOfKeys.userIds ||
    of(tags.userId).some(({ body }) => body.length > mostOfKeys.userId) ||
    of(tags.signature).length > mostOfKeys.signatures ||
    of(tags.signature).some(({ body }) => body.length > mostOfKeys.signature);
  if (isBeyond) throw new KeyLimitsError();
}

/** The packets that OpenPGP.js gets of one certificate, or what is wrong; signatures go with what stands before them. */
function keptOf(packets: readonly Packet[]): Packet[] | ReaderFault {
  const kept: Packet[] = [];
  let isKept = false;
  for (const packet of packets) {
    const { tag, body } = packet;
    if (tag === tags.publicKey || tag === tags.publicSubkey) {
      const fault = faultOfKey(body);
      if (fault === 'too-large') return 'beyond-limits';
      if (fault === 'damaged') return 'unreadable';
      if (fault === 'unknown' && tag === tags.publicKey) return 'unsupported-algorithm';
      isKept = fault === null;
    } else if (tag === tags.userId) isKept = true;
    else if (tag === tags.userAttribute) isKept = false;
    else if (tag !== tags.signature) return 'unreadable';
    if (isKept) kept.push(packet);
  }
  return kept[0]?.tag === tags.publicKey ? kept : 'unreadable';
}

function isPassedOver(tag: number): boolean {
  return tag === tags.marker || tag === tags.trust || tag === tags.padding || tag >= LEAST_UNCRITICAL;
}

/** What is wrong with a public key packet (RFC 9580 section 5.5.2) of version 4 or 6; null when nothing is. */
function faultOfKey(body: Uint8Array): FieldFault | null {
  const [version] = body;
  if (version !== 4 && version !== 6) return 'unknown';
  // Version, four octets of time, algorithm; in version 6 four more with the length of what follows.
  const end = endOfKey(body[5] ?? 0, body, version === 4 ? 6 : 10);
  if (typeof end === 'string') return end;
  return end === body.length ? null : 'damaged';
}
