import { toHex } from '../disclosure/bytes.ts';
import { visibleLine } from '../disclosure/foreign-text.ts';
import { blocksIn, dearmorLoosely } from './armor.ts';
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
 * @returns with the certificates an `unreadable` for each block that can't be read
 * @throws KeyError `private`
 */
export async function listCertificates(
  text: string,
): Promise<{ listed: ListedCertificate[]; errors: KeyError[] }> {
  if (text.includes('PRIVATE KEY BLOCK')) throw new KeyError('private');
  const blocks = blocksIn(text, 'PUBLIC KEY BLOCK');
  const errors: KeyError[] = [];
  const found = blocks.flatMap((block, index) => {
    const bytes = dearmorLoosely(block);
    const packets = bytes && listPackets(bytes, Number.POSITIVE_INFINITY);
    if (packets?.[0]?.tag === tags.publicKey) return certificatesIn(packets);
    errors.push(new KeyError('unreadable', { whose: `block ${index + 1} of ${blocks.length}` }));
    return [];
  });
  const listed = await Promise.all(
    found.map(async (packets, index) => ({
      packets,
      bytes: framePackets(packets),
      name: (await nameOf(packets)) ?? `key ${index + 1} of ${found.length}`,
    })),
  );
  return { listed, errors };
}

function certificatesIn(packets: readonly Packet[]): Packet[][] {
  const certificates: Packet[][] = [];
  for (const packet of packets) {
    if (packet.tag === tags.secretKey || packet.tag === tags.secretSubkey) throw new KeyError('private');
    if (packet.tag === tags.publicKey) certificates.push([packet]);
    else certificates.at(-1)?.push(packet);
  }
  return certificates;
}

async function nameOf(packets: readonly Packet[]): Promise<string | null> {
  const [first] = packets;
  const userId = packets.find(({ tag }) => tag === tags.userId);
  const fingerprint = first ? await fingerprintOf(first.body) : null;
  const name = userId && visibleLine(new TextDecoder().decode(userId.body)).slice(0, 200);
  return name && fingerprint ? `${name} (${fingerprint})` : (name ?? fingerprint);
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
