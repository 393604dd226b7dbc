import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { blocksIn, dearmorLoosely } from '../../src/openpgp/armor.ts';
import { judgeCertificates, mostOfKeys } from '../../src/openpgp/judge-key.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { framePackets, listPackets, type Packet, tags } from '../../src/openpgp/packets.ts';
import { readerIdsOf, readReaders } from '../../src/openpgp/reader-key.ts';
import { sealToReaders } from '../../src/openpgp/seal-to-readers.ts';
import { Gpg } from '../support/gpg.ts';
import { ownTime } from '../support/own-time.ts';
import { armoredKey, counted, integer, keyPacket, packet } from '../support/packets.ts';

const gpg = new Gpg();
afterAll(() => gpg.close());
const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/keys/${name}.asc`, import.meta.url), 'utf8');
const faultOf = (text: string) => {
  try {
    const { certificates, faults } = judgeCertificates(text);
    return certificates.length > 0 ? null : (faults[0] ?? 'unreadable');
  } catch (error) {
    return (error as { fault?: string }).fault;
  }
};
const ordinary = keyPacket(1, [integer(2048), integer(17)]);
const userId = packet(tags.userId, new TextEncoder().encode('Reporter <reporter@example.net>'));
const signature = packet(tags.signature, new Uint8Array(300));
const subkey = (algorithm: number, fields: Uint8Array[]) => keyPacket(algorithm, fields, tags.publicSubkey);
const beside = (...packets: Packet[]) => faultOf(armoredKey([ordinary, userId, signature, ...packets]));

describe('a stranger’s key', () => {
  it('whose RSA numbers have 65 528 bits is refused at once, wherever it would be read', async () => {
    const slow = fixture('slow-rsa');
    const started = ownTime();
    expect(faultOf(slow)).toBe('beyond-limits');
    for (const work of [
      readReaders(slow, new Date()),
      readerIdsOf(slow),
      sealToReaders('words', [], [slow]),
    ]) {
      await expect(work).rejects.toMatchObject({ fault: 'beyond-limits' });
    }
    expect(ownTime() - started).toBeLessThan(2_000);
  });

  it.each([
    ['RSA of 8193 bits', keyPacket(1, [integer(8193), integer(17)])],
    ['an RSA exponent of 65 bits', keyPacket(1, [integer(4096), integer(65)])],
    ['an RSA key for signing only of 16 384 bits', keyPacket(3, [integer(16_384), integer(17)])],
    ['Elgamal of 4097 bits', keyPacket(16, [integer(4097), integer(3), integer(4096)])],
    ['DSA with q of 513 bits', keyPacket(17, [integer(3072), integer(513), integer(3072), integer(3072)])],
    ['a point of 2000 bits', keyPacket(22, [counted('2b06010401da470f01'), integer(2000)])],
  ])('is refused with %s, as the key and as a subkey', (_, key) => {
    expect(faultOf(armoredKey([key, userId, signature]))).toBe('beyond-limits');
    expect(beside({ ...key, tag: tags.publicSubkey })).toBe('beyond-limits');
  });

  it.each([
    ['user ids', Array.from({ length: mostOfKeys.userIds }, () => userId)],
    ['a user id', [packet(tags.userId, new Uint8Array(mostOfKeys.userId + 1).fill(65))]],
    [
      'signatures',
      Array.from({ length: mostOfKeys.signatures }, () => packet(tags.signature, new Uint8Array(8))),
    ],
    ['a signature', [packet(tags.signature, new Uint8Array(mostOfKeys.signature + 1))]],
    ['subkeys', Array.from({ length: mostOfKeys.subkeys + 1 }, () => subkey(25, [new Uint8Array(32)]))],
    ['certificates', Array.from({ length: mostOfKeys.certificates }, () => ordinary)],
    [
      'packets that mean nothing',
      Array.from({ length: mostOfKeys.packets }, () => packet(tags.marker, new Uint8Array(3))),
    ],
    ['bytes', Array.from({ length: 12 }, () => packet(tags.userAttribute, new Uint8Array(12_000)))],
  ])('is refused with too many, or too much of, %s', (_, more) => {
    expect(beside(...more)).toBe('beyond-limits');
  });

  it('is refused by its length alone where there is a great deal of it', () => {
    expect(faultOf(armoredKey([ordinary, packet(tags.userAttribute, new Uint8Array(1024 * 1024))]))).toBe(
      'beyond-limits',
    );
    expect(faultOf(fixture('g22-cv25519').repeat(mostOfKeys.certificates + 1))).toBe('beyond-limits');
  });

  it('is unreadable where it is cut short, something else, or has more in it than belongs there', () => {
    const [whole] = judgeCertificates(fixture('g22-cv25519')).certificates;
    expect(faultOf('hello')).toBe('unreadable');
    expect(faultOf(fixture('g22-cv25519').replace(/\n[^\n]+\n=/, '\n='))).toBe('unreadable');
    expect(faultOf(armoredKey([userId, signature]))).toBe('unreadable');
    expect(faultOf(armoredKey([keyPacket(99, [integer(2048)]), userId]))).toBe('unsupported-algorithm');
    expect(faultOf(armoredKey([keyPacket(1, [integer(2048), integer(17), integer(9)]), userId]))).toBe(
      'unreadable',
    );
    expect(beside(packet(8, new Uint8Array([1, 2, 3])))).toBe('unreadable');
    expect(beside(packet(tags.secretSubkey, whole ?? new Uint8Array()))).toBe('private');
  });

  it('reaches OpenPGP.js in packets written anew, without what it passes over anyway', () => {
    const { certificates } = judgeCertificates(
      armoredKey([
        ...[ordinary, packet(tags.trust, new Uint8Array(2)), userId, signature],
        ...[packet(tags.userAttribute, new Uint8Array(900)), signature],
        ...[
          subkey(35, [new Uint8Array(1216)]),
          signature,
          subkey(18, [counted('2b0601'), integer(263)]),
          signature,
        ],
        ...[subkey(1, [integer(3072), integer(17)]), signature, packet(60, new Uint8Array(5))],
      ]),
    );
    expect(certificates).toEqual([
      framePackets([ordinary, userId, signature, subkey(1, [integer(3072), integer(17)]), signature]),
    ]);
  });

  it.each(['g22-bp256', 'g22-cv25519', 'g22-rsa3072', 'o6-v4new'])(
    'of an ordinary kind is read as one of ours is: %s',
    async (name) => {
      const at = new Date('2026-11-26T00:00:00Z');
      const outcome = (reading: Promise<unknown>) =>
        reading.catch((error: unknown) => (error as { fault?: string }).fault);
      expect(faultOf(fixture(name))).toBeNull();
      const certificatesOf = async () => (await readReaders(fixture(name), at)).map((one) => one.certificate);
      expect(await outcome(certificatesOf())).toEqual(await outcome(readCertificates(fixture(name), at)));
    },
  );

  it('without a user id, as keys.openpgp.org hands keys out, is named as such', async () => {
    const [bytes = new Uint8Array()] = judgeCertificates(fixture('g22-cv25519')).certificates;
    const packets = listPackets(bytes) ?? [];
    const [key, , , ...subkeys] = packets;
    expect(packets[1]?.tag).toBe(tags.userId);
    const bare = armoredKey([...(key ? [key] : []), ...subkeys]);
    const at = new Date('2026-11-26T00:00:00Z');
    for (const work of [readReaders(bare, at), readCertificates(bare, at)])
      await expect(work).rejects.toMatchObject({ fault: 'no-user-id' });
  });

  it('of every algorithm that GnuPG makes is taken', async () => {
    for (const algorithm of ['rsa4096', 'dsa2048', 'nistp521', 'secp256k1', 'brainpoolP512r1', 'ed25519']) {
      const name = `${algorithm} <${algorithm}@example.com>`;
      gpg.run(['--passphrase', '', '--quick-generate-key', name, algorithm, 'sign', 'never']);
      expect(faultOf(gpg.exportPublic(name)), algorithm).toBeNull();
    }
    const { publicKey } = await makeKeyPair({ name: 'Reporter' });
    expect(faultOf(publicKey)).toBeNull();
  });
});

describe('the armor of a stranger’s key', () => {
  it('is read with headers, white space, a wrong checksum or none, as OpenPGP.js reads it', async () => {
    const { publicKey } = await makeKeyPair({ name: 'Reporter' });
    const [block = ''] = blocksIn(`before\n${publicKey}after`, 'PUBLIC KEY BLOCK');
    const bytes = dearmorLoosely(block);
    expect(listPackets(bytes ?? new Uint8Array())).toHaveLength(5);
    for (const other of [
      block.replace('\n\n', '\nVersion: x\nComment: a = b\n\n'),
      block.replaceAll('\n', ' \r\n'),
      block.replace(/\n=[^\n]+/, '\n=AAAA'),
      block.replace(/\n=[^\n]+/, ''),
      block.replaceAll('\n', '\n  '),
    ]) {
      expect(dearmorLoosely(other)).toEqual(bytes);
    }
    expect(dearmorLoosely(block.replace('\n\n', '\n'))).toBeNull();
    expect(dearmorLoosely(block.replace(/\n\n..../, '\n\n!!!!'))).toBeNull();
  });
});
