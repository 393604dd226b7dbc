import { armor } from '../../src/openpgp/armor.ts';
import { framePackets, type Packet, tags } from '../../src/openpgp/packets.ts';

const join = (parts: readonly Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));

/** A multiprecision integer of so many bits, all of them set. */
export function integer(bits: number): Uint8Array {
  const octets = new Uint8Array(Math.ceil(bits / 8)).fill(255);
  if (bits % 8 > 0) octets[0] = 2 ** (bits % 8) - 1;
  return new Uint8Array([bits >> 8, bits & 255, ...octets]);
}

/** A field with its length in front: the object identifier of a curve, say, in hexadecimal. */
export function counted(hex: string): Uint8Array {
  return new Uint8Array([hex.length / 2, ...Buffer.from(hex, 'hex')]);
}

/** A version 4 public key packet, or a subkey's, whose numbers mean nothing. */
export function keyPacket(algorithm: number, fields: Uint8Array[], tag: number = tags.publicKey): Packet {
  return packet(tag, join([new Uint8Array([4, 0x69, 0x24, 0x80, 0, algorithm]), ...fields]));
}

export function packet(tag: number, body: Uint8Array): Packet {
  return { tag, body, isOpenEnded: false };
}

/** A version 3 session key packet for a key id of 16 hexadecimal characters. */
export function sessionKeyPacket(keyId: string, algorithm: number, fields: Uint8Array[]): Packet {
  return packet(
    tags.publicKeySession,
    join([new Uint8Array([3, ...Buffer.from(keyId, 'hex'), algorithm]), ...fields]),
  );
}

export const armoredKey = (packets: readonly Packet[]) => armor(framePackets(packets), 'PUBLIC KEY BLOCK');
export const armoredMessage = (packets: readonly Packet[]) => armor(framePackets(packets), 'MESSAGE');
