import { beginningOf } from '../disclosure/beginning.ts';
import { joined, toHex } from '../disclosure/bytes.ts';
import { visibleLine } from '../disclosure/foreign-text.ts';
import { armor, blocksIn, dearmor, dearmorLoosely } from './armor.ts';
import { KeyError } from './key-error.ts';
import { framePackets, listPackets, type Packet, tags } from './packets.ts';

/** One certificate of a key file as it stands there; nothing of it has been decoded. */
export interface ListedCertificate {
  packets: readonly Packet[];
  bytes: Uint8Array<ArrayBuffer>;
  /** What a person finds it by: its first user id and its fingerprint, or else its place in the file. */
  name: string;
}

/**
 * Takes a key file of ours apart, whether the certificates in it were exported together or pasted one after the other.
 * Not left to OpenPGP.js, which passes over a certificate that it can't read when another stands in the same block.
 * @returns with the certificates an error for all else that is in it: first `private` for each private key, then
 *   `unreadable` for each block that can't be read
 */
export async function listCertificates(
  text: string,
): Promise<{ listed: ListedCertificate[]; errors: KeyError[] }> {
  const blocks = blocksIn(text, 'PUBLIC KEY BLOCK');
  const unreadable: KeyError[] = [];
  const inBlocks = blocks.flatMap((block, index) => {
    const keys = keysIn(block);
    if (keys.length === 0)
      unreadable.push(new KeyError('unreadable', { whose: `block ${index + 1} of ${blocks.length}` }));
    return keys;
  });
  const found = inBlocks.filter((packets) => !isPrivate(packets));
  const secret = [...inBlocks, ...blocksIn(text, 'PRIVATE KEY BLOCK').flatMap(keysIn)].filter(isPrivate);
  const errors = secret.map((packets) => new KeyError('private', { whose: userIdOf(packets) ?? '' }));
  // Damaged or cut off, it is one all the same.
  if (errors.length === 0 && text.includes('PRIVATE KEY BLOCK')) errors.push(new KeyError('private'));
  const listed = await Promise.all(
    found.map(async (packets, index) => ({
      packets,
      bytes: framePackets(packets),
      name: (await nameOf(packets)) ?? `key ${index + 1} of ${found.length}`,
    })),
  );
  return { listed, errors: [...errors, ...unreadable] };
}

/**
 * Certificates of ours in one armored block, as they are published.
 * @param certificates each armored, and one alone
 * @throws KeyError `unreadable` where one is damaged, which would else be missing without a word
 */
export function inOneBlock(certificates: readonly string[]): string {
  return armor(joined(certificates.map(bytesOfCertificate)), 'PUBLIC KEY BLOCK');
}

/** A certificate of ours without its armor. @throws KeyError `unreadable` */
export function bytesOfCertificate(armored: string): Uint8Array<ArrayBuffer> {
  const block = dearmor(armored, 'PUBLIC KEY BLOCK');
  if (!block.ok) throw new KeyError('unreadable');
  return block.bytes;
}

/** The keys of a block by their packets; none where it can't be read, or doesn't begin with one. */
function keysIn(block: string): Packet[][] {
  const bytes = dearmorLoosely(block);
  const packets = (bytes && listPackets(bytes, Number.POSITIVE_INFINITY)) ?? [];
  const keys: Packet[][] = [];
  for (const packet of packets) {
    const isFirst = packet.tag === tags.publicKey || packet.tag === tags.secretKey;
    if (isFirst) keys.push([packet]);
    else if (keys.length === 0) return [];
    else keys.at(-1)?.push(packet);
  }
  return keys;
}

function isPrivate(packets: readonly Packet[]): boolean {
  return packets.some(({ tag }) => tag === tags.secretKey || tag === tags.secretSubkey);
}

async function nameOf(packets: readonly Packet[]): Promise<string | null> {
  const [first] = packets;
  const fingerprint = first ? await fingerprintOf(first.body) : null;
  const name = userIdOf(packets);
  return name && fingerprint ? `${name} (${fingerprint})` : (name ?? fingerprint);
}

/** Its first, as it can be shown. */
function userIdOf(packets: readonly Packet[]): string | null {
  const userId = packets.find(({ tag }) => tag === tags.userId);
  return userId ? beginningOf(visibleLine(new TextDecoder().decode(userId.body)), 200) : null;
}

/** The fingerprint of a key (RFC 9580 section 5.5.4; version 5 as GnuPG has it), upper case; null of any other version. */
async function fingerprintOf(body: Uint8Array): Promise<string | null> {
  const { length } = body;
  const long = [length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
  const heads: Record<number, [algorithm: string, head: number[]]> = {
    4: ['SHA-1', [0x99, ...long.slice(2)]],
    5: ['SHA-256', [0x9a, ...long]],
    6: ['SHA-256', [0x9b, ...long]],
  };
  const found = heads[body[0] ?? 0];
  if (!found) return null;
  const [algorithm, head] = found;
  const hashed = new Uint8Array([...head, ...body]);
  return toHex(new Uint8Array(await crypto.subtle.digest(algorithm, hashed))).toUpperCase();
}
