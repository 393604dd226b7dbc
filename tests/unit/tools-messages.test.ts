import { randomBytes } from 'node:crypto';
import { deflateRawSync, deflateSync } from 'node:zlib';
import {
  createMessage,
  encrypt,
  encryptSessionKey,
  enums,
  generateKey,
  readKey,
  readPrivateKey,
} from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { inspectSealed } from '../../src/openpgp/inspect.ts';
import { type Certificate, readCertificates } from '../../src/openpgp/keys.ts';
import { openText, sessionKeysOf } from '../../src/openpgp/open.ts';
import { framePackets, listPackets, type Packet, tags } from '../../src/openpgp/packets.ts';
import { fixture, fixtureText } from '../support/fixture.ts';
import { literal, sealPackets } from '../support/hostile.ts';
import { armoredMessage, packet, sessionKeyPacket } from '../support/packets.ts';

/** The samples were made for keys that are valid then. */
const then = new Date('2026-12-01T00:00:00Z');
const WORDS = 'interop marker — “quotes” é 漢';
const team = ['g22-cv25519', 'g22-rsa3072'];

/** What each member of a team reads of a message, as it is stored. */
async function readBy(keys: readonly string[], message: string | Uint8Array, recipients: Certificate[]) {
  const inspected = inspectSealed(message, recipients);
  if (!inspected.ok) return inspected.code;
  return Promise.all(
    keys.map(async (armoredKey) => {
      const key = await readPrivateKey({ armoredKey });
      return openText(await sessionKeysOf(key, inspected.canonical), inspected.canonical);
    }),
  );
}

const ofTeam = () => readCertificates(team.map((name) => fixtureText(`keys/${name}.asc`)).join('\n'), then);
const secretOf = (name: string) => fixtureText(`keys/${name}.private.asc`);
const everybodyReads = [{ text: expect.stringContaining(WORDS) }, { text: expect.stringContaining(WORDS) }];

describe('a message as a tool makes it', () => {
  it.each([
    ['gpg of GPG Suite, with a Comment', 'g22-comment.asc'],
    ['Keybase, with Version and Comment', 'kbpgp.asc'],
    ['a mail program, with a Charset', 'charset.asc'],
    ['a mail program, with double spacing', 'doubled.asc'],
    ['somebody who copied it from an indented listing', 'indented.asc'],
    ['gpg with an own key that stays hidden', 'g22-hiddenself.asc'],
    ['OpenPGP.js with an own X25519 key', 'o6-selfx25519.asc'],
    ['gpg that compresses with bzip2', 'g22-bzip2.asc'],
    ['sq 0.27, signed, with bytes behind what it compressed', 'sq27-padded.asc'],
    ['sq 1.3 with an own key of version 6', 'sq13-selfv6.asc'],
  ])('is taken and opened by every member: %s', async (_, file) => {
    const message = fixtureText(`messages/${file}`);
    expect(await readBy(team.map(secretOf), message, await ofTeam())).toEqual(everybodyReads);
  });

  it.each([
    ['zip', 1, deflateRawSync],
    ['zlib', 2, deflateSync],
  ] as const)(
    'opens with bytes behind what is compressed by %s, few or many',
    async (_, algorithm, deflate) => {
      const inner = deflate(framePackets([literal(new TextEncoder().encode(WORDS.repeat(99)))]));
      for (const behind of [1, 2, 7, 70_000, 200_000]) {
        const filled = packet(8, Uint8Array.from([algorithm, ...inner, ...randomBytes(behind)]));
        const sealed = await sealPackets(framePackets([filled]), fixtureText('keys/g22-rsa3072.asc'));
        const key = await readPrivateKey({ armoredKey: secretOf('g22-rsa3072') });
        expect(await openText(await sessionKeysOf(key, sealed), sealed)).toEqual({ text: WORDS.repeat(99) });
      }
    },
  );

  it('is taken in binary, and stored in armor', async () => {
    const message = fixture('messages/g22-binary.gpg');
    expect(await readBy(team.map(secretOf), message, await ofTeam())).toEqual(everybodyReads);
    const inspected = inspectSealed(message, await ofTeam());
    expect(inspected).toMatchObject({ canonical: armor(message, 'MESSAGE') });
  });

  it('of sq 1.3 to its own default key is SEIPD version 2, and opens', async () => {
    const recipients = await readCertificates(fixtureText('keys/sq13-default.asc'), then);
    expect(recipients).toMatchObject([{ opensSeipd2: true }]);
    const message = fixtureText('messages/to-sq13-default.asc');
    expect(await readBy([secretOf('sq13-default')], message, recipients)).toEqual([
      { text: expect.stringContaining(WORDS) },
    ]);
  });
});

describe('armor', () => {
  const block = fixtureText('messages/charset.asc').replace('Charset: utf-8\n', '');
  const plain = dearmor(block, 'MESSAGE');
  const lines = block.trimEnd().split('\n');
  const withHead = (head: string) => block.replace('\n\n', `\n${head}\n\n`);

  it.each([
    ['with a Comment', withHead('Comment: https://mailvelope.com — “as it comes”')],
    ['with a MessageID and a Hash', withHead('MessageID: 7\nHash: SHA512')],
    ['with an empty Version', withHead('Version:')],
    ['with a Charset without a space', withHead('Charset:utf-8')],
    ['with a long Version', withHead(`Version: ${'OpenPGP.js VERSION '.repeat(20)}`)],
    ['after a byte order mark', `\u{feff}${block}`],
    ['with CRLF', block.replaceAll('\n', '\r\n')],
    ['with a blank line after every line', block.replaceAll('\n', '\n\n')],
    ['with headers and a blank line after every line', withHead('Version: 1').replaceAll('\n', '\r\n\r\n')],
    ['with a blank line before the last', [...lines.slice(0, -1), '', lines.at(-1)].join('\n')],
    ['without a blank line behind its head', withHead('Version: 1').replace('\n\n', '\n')],
    ['indented by tabs', block.replaceAll(/^/gm, '\t')],
    ['quoted', block.replaceAll(/^/gm, '> ')],
    [
      'quoted twice, and where a line is empty without a space',
      block.replaceAll(/^/gm, '>> ').replaceAll(/ $/gm, ''),
    ],
    ['amid white space', `\n \t\n\n${block}\n\n   \n`],
  ])('is taken off %s, and its head is gone', (_, text) => {
    expect(dearmor(text, 'MESSAGE')).toEqual(plain);
    expect(plain).toMatchObject({ ok: true, canonical: block });
  });

  it.each([
    ['text before it', `Here it is:\n${block}`, 'text-around-message'],
    ['text behind it', `${block}\nthe finding`, 'text-around-message'],
    ['quoted text before it', `> On Monday you wrote\n${block}`, 'text-around-message'],
    ['a second block', block + block, 'text-around-message'],
    ['words among its lines', lines.toSpliced(5, 0, 'and now for something').join('\n'), 'armor-damaged'],
    ['a header among its lines', lines.toSpliced(5, 0, 'Comment: the finding').join('\n'), 'armor-damaged'],
    ['nothing in it', `${lines[0]}\n\n${lines.at(-1)}`, 'armor-damaged'],
    ['headers alone in it', `${lines[0]}\nVersion: 1\n\n${lines.at(-1)}`, 'armor-damaged'],
  ])('stays refused with %s', (_, text, code) => {
    const taken = dearmor(text, 'MESSAGE');
    expect(taken.ok ? 'ok' : taken.code).toBe(code);
  });
});

describe('packets that everybody passes over', () => {
  const marker = packet(tags.marker, new TextEncoder().encode('PGP'));
  const padding = () => packet(tags.padding, randomBytes(300));
  let parts: Packet[];
  let recipients: Certificate[];
  beforeAll(async () => {
    recipients = await ofTeam();
    parts = listPackets(fixture('messages/g22-binary.gpg')) ?? [];
  });

  it('are markers and padding, wherever they stand, and are not stored', async () => {
    const [first, ...rest] = parts;
    if (!first) throw new Error('no packets');
    for (const packets of [
      [marker, ...parts],
      [marker, padding(), ...parts, padding(), marker],
      [first, padding(), marker, ...rest],
    ]) {
      const inspected = inspectSealed(armoredMessage(packets), recipients);
      expect(inspected).toMatchObject({ ok: true, canonical: armoredMessage(parts) });
      expect(await readBy(team.map(secretOf), framePackets(packets), recipients)).toEqual(everybodyReads);
    }
  });

  it('are no others: a marker that says something else, padding that can be read, a literal', () => {
    const words = new TextEncoder().encode(WORDS.repeat(5));
    const codeOf = (one: Packet) => {
      const inspected = inspectSealed(armoredMessage([...parts, one]), recipients);
      return inspected.ok ? 'ok' : inspected.code;
    };
    expect(codeOf(packet(tags.marker, words))).toBe('more-than-one-message');
    expect(codeOf(packet(tags.padding, words))).toBe('not-encrypted');
    expect(codeOf(packet(11, words))).toBe('more-than-one-message');
  });
});

describe('session keys for others', () => {
  let parts: Packet[];
  let recipients: Certificate[];
  beforeAll(async () => {
    recipients = await ofTeam();
    parts = listPackets(fixture('messages/g22-binary.gpg')) ?? [];
  });
  const stranger = () => randomBytes(8).toString('hex');
  const codeWith = (...others: Packet[]) => {
    const inspected = inspectSealed(armoredMessage([...others, ...parts]), recipients);
    return inspected.ok ? 'ok' : inspected.code;
  };

  it('may be of kinds that we don’t know, if they are no longer than those are', () => {
    const unknown = (length: number) => sessionKeyPacket(stranger(), 105, [randomBytes(length)]);
    expect(codeWith(unknown(40), unknown(1665), unknown(2048))).toBe('ok');
    expect(codeWith(unknown(2049))).toBe('unsupported-encryption');
    expect(codeWith(unknown(39))).toBe('unsupported-encryption');
    expect(codeWith(sessionKeyPacket(stranger(), 1, [Uint8Array.from([4, 0, ...randomBytes(60)])]))).toBe(
      'unsupported-encryption',
    );
    expect(codeWith(packet(1, Uint8Array.from([4, ...randomBytes(90)])))).toBe('unsupported-encryption');
  });

  it('hide nothing that can be read, in themselves or in whose they say to be', () => {
    const words = new TextEncoder().encode('the finding, in words that must not be readable anywhere');
    expect(codeWith(sessionKeyPacket(stranger(), 105, [words]))).toBe('unsupported-encryption');
    const named = (at: number) =>
      sessionKeyPacket(Buffer.from(words.subarray(at, at + 8)).toString('hex'), 105, [randomBytes(60)]);
    expect(codeWith(...[0, 8, 16, 24, 32, 40].map(named))).toBe('not-encrypted');
  });

  it('are for the team by name: hidden ones go beside those, and not in their place', async () => {
    const hidden = (of: Packet) => packet(1, Uint8Array.from(of.body).fill(0, 1, 9));
    const [one, two, data] = parts;
    if (!one || !two || !data) throw new Error('not the packets that were expected');
    expect(codeWith(hidden(one))).toBe('ok');
    const without = inspectSealed(armoredMessage([one, hidden(two), data]), recipients);
    expect(without).toEqual({ ok: false, code: 'hidden-recipients' });
    const toOther = inspectSealed(armoredMessage([one, data]), recipients);
    expect(toOther).toEqual({ ok: false, code: 'missing-recipient' });
  });

  it('are not given to the key that opens: it gets its own packet alone', async () => {
    const key = await readPrivateKey({ armoredKey: secretOf('g22-rsa3072') });
    const others = Array.from({ length: 8 }, () => sessionKeyPacket('0'.repeat(16), 105, [randomBytes(60)]));
    const message = framePackets([...others, ...parts]);
    expect(await openText(await sessionKeysOf(key, message), armoredMessage([...others, ...parts]))).toEqual(
      everybodyReads[0],
    );
  });
});

describe('SEIPD version 2', () => {
  const kinds = {
    'version 4, RSA': { type: 'rsa', rsaBits: 2048 },
    'version 4, Curve25519': { type: 'ecc', curve: 'curve25519Legacy' },
    'version 4, X25519': { type: 'curve25519' },
    'version 6, X25519': { type: 'curve25519', config: { v6Keys: true } },
    'version 6, X448': { type: 'curve448', config: { v6Keys: true } },
  } as const;
  const makeKey = (kind: (typeof kinds)[keyof typeof kinds], aeadProtect = true) =>
    generateKey({
      ...kind,
      userIDs: [{ name: 'New' }],
      config: { aeadProtect, ...('config' in kind ? kind.config : {}) },
    });
  async function sealTo(publicKeys: string[], mode: enums.aead, wildcard = false) {
    const encryptionKeys = await Promise.all(publicKeys.map((armoredKey) => readKey({ armoredKey })));
    const message = await createMessage({ text: WORDS });
    const config = { aeadProtect: true, preferredAEADAlgorithm: mode };
    return String(await encrypt({ message, encryptionKeys, wildcard, config }));
  }

  it.each(Object.entries(kinds))('is taken and opened where the team’s key says so: %s', async (_, kind) => {
    const pair = await makeKey(kind);
    const recipients = await readCertificates(pair.publicKey, new Date());
    for (const mode of [enums.aead.eax, enums.aead.ocb, enums.aead.gcm]) {
      const message = await sealTo([pair.publicKey], mode);
      expect(readVersions(message)).toEqual([6, 2]);
      expect(await readBy([pair.privateKey], message, recipients)).toEqual([{ text: WORDS }]);
    }
  });

  it('is refused with a sentence of its own where one key of the team does not say so', async () => {
    const pairs = [await makeKey(kinds['version 4, Curve25519']), await makeKey(kinds['version 4, X25519'])];
    const message = await sealTo(
      pairs.map(({ publicKey }) => publicKey),
      enums.aead.ocb,
    );
    const recipients = await readCertificates(pairs.map(({ publicKey }) => publicKey).join('\n'), new Date());
    expect(inspectSealed(message, recipients)).toMatchObject({ ok: true });
    const older = recipients.map((one, index) => ({ ...one, opensSeipd2: index === 0 }));
    expect(inspectSealed(message, older)).toEqual({ ok: false, code: 'newer-encryption' });
    expect(
      await readCertificates((await makeKey(kinds['version 4, X25519'], false)).publicKey, new Date()),
    ).toMatchObject([{ opensSeipd2: false }]);
  });

  it('names the team’s keys, says ciphers and chunks that we open, and goes with session keys of its version', async () => {
    const pair = await makeKey(kinds['version 6, X25519']);
    const recipients = await readCertificates(pair.publicKey, new Date());
    const codeOf = (packets: Packet[]) => {
      const inspected = inspectSealed(armoredMessage(packets), recipients);
      return inspected.ok ? 'ok' : inspected.code;
    };
    const packets = packetsOf(await sealTo([pair.publicKey], enums.aead.ocb));
    const [key, data] = packets;
    if (!key || !data) throw new Error('not the packets that were expected');
    const changed = (of: Packet, at: number, to: number) =>
      packet(of.tag, Uint8Array.from(of.body).fill(to, at, at + 1));
    expect(codeOf(packets)).toBe('ok');
    // Cipher, mode and chunk; cut off behind the salt.
    expect(codeOf([key, changed(data, 1, 3)])).toBe('unsupported-encryption');
    expect(codeOf([key, changed(data, 2, 4)])).toBe('unsupported-encryption');
    expect(codeOf([key, changed(data, 3, 17)])).toBe('unsupported-encryption');
    expect(codeOf([key, packet(18, data.body.subarray(0, 60))])).toBe('not-encrypted');
    // A fingerprint of another length; of a version that there is none of; an octet less of what is wrapped.
    expect(codeOf([changed(key, 1, 21), data])).toBe('unsupported-encryption');
    expect(codeOf([changed(key, 2, 5), data])).toBe('unsupported-encryption');
    expect(codeOf([packet(1, key.body.subarray(0, -1)), data])).toBe('unsupported-encryption');
    const hidden = packetsOf(await sealTo([pair.publicKey], enums.aead.ocb, true));
    expect(codeOf(hidden)).toBe('hidden-recipients');
    // Version 3 says the cipher that is in the data already.
    const encryptionKeys = await readKey({ armoredKey: pair.publicKey });
    const older = { data: randomBytes(32), algorithm: 'aes256', encryptionKeys, format: 'binary' } as const;
    const three = listPackets(new Uint8Array(await encryptSessionKey(older))) ?? [];
    expect(codeOf([...three, data])).toBe('unsupported-encryption');
    expect(codeOf([key, packet(18, Uint8Array.from([1, ...randomBytes(200)]))])).toBe(
      'unsupported-encryption',
    );
  });
});

function packetsOf(message: string): Packet[] {
  const block = dearmor(message, 'MESSAGE');
  return (block.ok && listPackets(block.bytes)) || [];
}

/** The versions of the packets of a message. */
function readVersions(message: string): (number | undefined)[] {
  return packetsOf(message).map(({ body }) => body[0]);
}
