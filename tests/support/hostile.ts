import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { encryptSessionKey, readKey } from 'openpgp';
import { armor } from '../../src/openpgp/armor.ts';
import { framePackets, type Packet } from '../../src/openpgp/packets.ts';
import { packet } from './packets.ts';

const COMPRESSED = 8;
const LITERAL = 11;
const ONE_PASS = 4;

/** A literal packet of binary data. */
export const literal = (content: Uint8Array): Packet =>
  packet(LITERAL, new Uint8Array([0x62, 0, 0, 0, 0, 0, ...content]));

/** What is in `inner`, packed small (zip). */
export const compressed = (inner: Uint8Array): Packet =>
  packet(COMPRESSED, new Uint8Array([1, ...deflateRawSync(inner, { level: 9 })]));

/** Contents that are small as they come and cost whoever unpacks them, by name. */
export function hostileContents(): Record<string, Uint8Array> {
  const words = framePackets([literal(new TextEncoder().encode('words'))]);
  const zeros = new Uint8Array(64 * 1024 * 1024);
  const nested = Array.from({ length: 200 }).reduce<Uint8Array>(
    (inner) => framePackets([compressed(inner)]),
    words,
  );
  const many = (tag: number, body: number[]) =>
    framePackets(Array.from({ length: 20_000 }, () => packet(tag, new Uint8Array(body))));
  const onePass = [3, 0, 8, 1, 1, 2, 3, 4, 5, 6, 7, 8, 0];
  const small = many(10, [80, 71, 80]);
  return {
    'a compression bomb': framePackets([compressed(framePackets([packet(LITERAL, zeros)]))]),
    'packets nested two hundred deep': nested,
    'twenty thousand markers': new Uint8Array([...small, ...words]),
    'twenty thousand markers, compressed': framePackets([compressed(new Uint8Array([...small, ...words]))]),
    'twenty thousand signatures to come': new Uint8Array([...many(ONE_PASS, onePass), ...words]),
    'a thousand literals': framePackets(Array.from({ length: 1000 }, () => literal(new Uint8Array(10)))),
    'encrypted contents in encrypted contents': framePackets([packet(18, new Uint8Array(400).fill(1))]),
    'nothing at all': new Uint8Array(),
  };
}

/**
 * Seals packets as they are to every key, which no honest tool would do: SEIPD version 1 with AES-256 (RFC 9580 section
 * 5.13.1).
 */
export async function sealPackets(contents: Uint8Array, ...publicKeys: string[]): Promise<string> {
  const encryptionKeys = await Promise.all(publicKeys.map((armoredKey) => readKey({ armoredKey })));
  const data = new Uint8Array(randomBytes(32));
  const head = await encryptSessionKey({ data, algorithm: 'aes256', encryptionKeys, format: 'binary' });
  const prefix = randomBytes(16);
  const open = Buffer.concat([prefix, prefix.subarray(14), contents, Buffer.from([0xd3, 0x14])]);
  const cipher = createCipheriv('aes-256-cfb', data, Buffer.alloc(16));
  const closed = Buffer.concat([
    cipher.update(open),
    cipher.update(createHash('sha1').update(open).digest()),
  ]);
  const envelope = framePackets([packet(18, new Uint8Array([1, ...closed]))]);
  return armor(new Uint8Array([...head, ...envelope]), 'MESSAGE');
}
