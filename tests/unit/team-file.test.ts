import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { pad } from '../../src/disclosure/padding.ts';
import { armor, dearmorLoosely } from '../../src/openpgp/armor.ts';
import { faultOfChunk, inspectSealed } from '../../src/openpgp/inspect.ts';
import { inOneBlock } from '../../src/openpgp/key-file.ts';
import { KeyError, makeKeyPair } from '../../src/openpgp/keys.ts';
import { framePackets, listPackets, tags } from '../../src/openpgp/packets.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { splitMessage } from '../../src/openpgp/split-message.ts';
import { SettingsError } from '../../src/settings/environment.ts';
import { readSiteSettings } from '../../src/settings/settings.ts';
import { Gpg } from '../support/gpg.ts';
import { counted, integer, keyPacket } from '../support/packets.ts';

const folder = mkdtempSync(join(tmpdir(), 'team-file-'));
const gpg = new Gpg();
afterAll(() => {
  rmSync(folder, { recursive: true });
  gpg.close();
});
const fixture = (name: string) => readFileSync(new URL(`../fixtures/team-files/${name}`, import.meta.url));

/** The settings that a key file makes. */
function read(content: string | Uint8Array) {
  const TEAM_KEY_FILE = join(folder, 'team.asc');
  writeFileSync(TEAM_KEY_FILE, content);
  return readSiteSettings(() => Promise.reject(new Error('no demonstration')), { TEAM_KEY_FILE });
}
/** The sentence with which the build stops, without the name of the file. */
async function sentenceOf(content: string | Uint8Array): Promise<string> {
  const error = await read(content).catch((stopped: unknown) => stopped);
  if (!(error instanceof SettingsError)) throw new Error('it did not stop');
  return error.lines.join('\n').replaceAll(join(folder, 'team.asc'), 'FILE');
}
/** A key pair of gpg from a parameter file. */
function generated(...lines: string[]): string {
  const email = `${lines.join('').replace(/\W/g, '').toLowerCase()}@example.com`;
  const wanted = ['%no-protection', ...lines, `Name-Email: ${email}`, '%commit'].join('\n');
  gpg.run(['--generate-key'], wanted);
  return gpg.exportPublic(email);
}

describe('the team’s key file', () => {
  it.each([
    ['in one block with one that is read', 'one-block-v4-v5.asc'],
    ['in a block of its own', 'two-blocks-v5-v4.asc'],
  ])('with a key that can not be read, %s, stops the build, which names the key', async (_, name) => {
    expect(await sentenceOf(fixture(name))).toMatch(
      /^FILE: the key .*@.* \([0-9A-F]{64}\) \(version 5\) cannot be read; export it again/,
    );
  });

  it('with a block that is damaged names which one it is', async () => {
    const good = gpg.exportPublic(gpg.makeKey('Good <good@example.com>'));
    const damaged = good.replace(/\n\n.{20}/, '\n\n');
    expect(await sentenceOf(`${good}\n${damaged}`)).toMatch(/^FILE: the key block 2 of 2 cannot be read/);
  });

  it('with several keys that can’t be used names all of them at once', async () => {
    const good = gpg.exportPublic(gpg.makeKey('Fine <fine@example.com>'));
    const weak = generated('Key-Type: RSA', 'Key-Length: 1024', 'Subkey-Type: RSA', 'Subkey-Length: 1024');
    const signs = generated('Key-Type: EDDSA', 'Key-Curve: Ed25519');
    const damaged = good.replace(/\n\n.{20}/, '\n\n');
    const lines = (await sentenceOf([weak, damaged, good, signs].join('\n'))).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^FILE: the key block 2 of 4 cannot be read/);
    expect(lines[1]).toMatch(/ \(RSA, 1024 bits\) is too weak/);
    expect(lines[2]).toMatch(/cannot be encrypted to/);
  });

  it('with keys that have all run out beside one that can’t be used names each of them', async () => {
    const curve = ['Key-Type: EDDSA', 'Key-Curve: Ed25519', 'Subkey-Type: ECDH', 'Subkey-Curve: Curve25519'];
    const over = ['Creation-Date: 20240101T000000', 'Expire-Date: 20240110T000000'];
    const gone = generated(...curve, ...over, 'Name-Real: Gone');
    const past = generated(...curve, ...over, 'Name-Real: Past');
    const good = gpg.exportPublic(gpg.makeKey('Well <well@example.com>'));
    const bits = ['Key-Length: 1024', 'Subkey-Type: RSA', 'Subkey-Length: 1024'];
    const weak = generated('Key-Type: RSA', ...bits, 'Name-Real: Weak');
    const all = [/Gone .* has expired/, /Past .* has expired/].map((line) => expect.stringMatching(line));
    expect((await sentenceOf([gone, past].join('\n'))).split('\n')).toEqual(all);
    const isWeak = expect.stringMatching(/is too weak/);
    expect((await sentenceOf([gone, weak, past].join('\n'))).split('\n')).toEqual([isWeak, ...all]);
    // Beside one that is usable they stop nobody.
    expect((await sentenceOf([gone, weak, good].join('\n'))).split('\n')).toEqual([isWeak]);
  });

  it('with a private key beside others that can’t be used names it first, and them with it', async () => {
    const fine = gpg.exportPublic(gpg.makeKey('Fair <fair@example.com>'));
    const secret = gpg.makeKey('Secret <secret@example.com>');
    const signs = generated('Key-Type: EDDSA', 'Key-Curve: Ed25519', 'Name-Real: Signs');
    const damaged = fine.replace(/\n\n.{20}/, '\n\n');
    const isPrivate = expect.stringMatching(/^FILE: the key Secret <secret@example\.com> is a PRIVATE key/);
    const others = [
      /^FILE: the key block 2 of 3 cannot be read/,
      /^FILE: the key Signs .* cannot be encrypted to/,
    ];
    const all = [isPrivate, ...others.map((line) => expect.stringMatching(line))];
    const blocks = [fine, damaged, gpg.exportPrivate(secret), signs];
    expect((await sentenceOf(blocks.join('\n'))).split('\n')).toEqual(all);
    // The packets of a private key under the name of a public one, and the beginning of a block that was cut off.
    const named = gpg.exportPrivate(secret).replaceAll('PRIVATE KEY BLOCK', 'PUBLIC KEY BLOCK');
    expect((await sentenceOf([fine, named].join('\n'))).split('\n')).toEqual([isPrivate]);
    const cut = gpg.exportPrivate(secret).slice(0, 200);
    expect((await sentenceOf([fine, signs, cut].join('\n'))).split('\n')).toEqual([
      expect.stringMatching(/^FILE: a key is a PRIVATE key/),
      expect.stringMatching(/cannot be encrypted to/),
    ]);
  });

  it('is published whole or not at all: a certificate that is damaged is not left out', () => {
    const two = ['One', 'Two'].map((name) => gpg.exportPublic(gpg.makeKey(`${name} <${name}@example.com>`)));
    const [one = '', other = ''] = two;
    expect(listPackets(dearmorLoosely(inOneBlock(two).trim()) ?? new Uint8Array())).toHaveLength(10);
    const damaged = other.replace(/\n\n.{20}/, '\n\n');
    for (const wrong of [damaged, 'no key', '']) {
      expect(() => inOneBlock([one, wrong])).toThrow(KeyError);
    }
  });

  it('is read in UTF-16, as PowerShell writes it', async () => {
    const site = await read(fixture('utf16.asc'));
    expect(site.certificates.length).toBeGreaterThan(0);
    expect(site.teamKey).toContain('BEGIN PGP PUBLIC KEY BLOCK');
  });

  it.each([
    ['Elgamal', () => generated('Key-Type: DSA', 'Subkey-Type: ELG-E'), '(Elgamal) is of a kind'],
    [
      'RSA with 1024 bits',
      () => generated('Key-Type: RSA', 'Key-Length: 1024', 'Subkey-Type: RSA', 'Subkey-Length: 1024'),
      '(RSA, 1024 bits) is too weak',
    ],
    ['a brainpool curve', () => fixture('brainpool.asc').toString(), 'brainpoolP256r1) is of a kind'],
    ['X448 as GnuPG writes it', mixedWithX448, '(ECDH with X448) is of a kind'],
    ['an algorithm that nobody knows', mixedWithUnknown, '(algorithm 105) is of a kind'],
  ])('with %s is told why nothing can be sealed to it', async (_, make, says) => {
    const sentence = await sentenceOf(make());
    expect(sentence).toMatch(
      /^FILE: the key .*@example\.com> \([0-9A-F]{40}\)|^FILE: the key \S+@example\.com \(/,
    );
    expect(sentence).toContain(says);
  });

  it('with a key from the future says that it is the clock', async () => {
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    const later = ['--faked-system-time', '20991231T120000', ...unlock];
    gpg.run([...later, '--quick-generate-key', 'Later <later@example.com>', 'rsa2048', 'default', 'never']);
    expect(await sentenceOf(gpg.exportPublic('later@example.com'))).toMatch(
      /Later <later@example\.com>.* comes from the future by the clock of this machine/,
    );
  });

  it(`has room for ${limits.members} members, whose short report is a short one, and says where it ends`, async () => {
    const pairs = await Promise.all(
      Array.from({ length: limits.members + 1 }, (_, index) =>
        makeKeyPair({ name: `Member ${index}`, email: `${index}@example.com` }),
      ),
    );
    const keys = pairs.map(({ publicKey }) => publicKey);
    const { certificates } = await read(keys.slice(1).join('\n'));
    const armored = certificates.map((one) => one.armored);
    const sealed = await seal(pad('short'), armored);
    expect(inspectSealed(sealed, certificates)).toMatchObject({ ok: true });
    expect(splitMessage(sealed)?.keys).toHaveLength(limits.members);
    expect(sealed.length).toBeLessThan(24 * 1024);
    const longest = await seal(pad('x'.repeat(limits.openedText - 1)), armored);
    expect(longest.length).toBeLessThan(limits.sealedReport);
    const plan = await planAttachment('x', 5, armored);
    const attachment = await sealAttachment(plan, new Uint8Array(5));
    expect(faultOfChunk(attachment, 0, attachment.length, certificates)).toBeNull();
    expect(await sentenceOf(keys.join('\n'))).toMatch(
      /^FILE holds 101 certificates with 101 encryption keys; more than 100 with 200 make every report too large/,
    );
  });
});

/** A key of gpg's that has another subkey in the place of its own. */
function withSubkey(name: string, algorithm: number, fields: Uint8Array[]): string {
  const email = `${name}@example.com`;
  const whole = gpg.exportPublic(gpg.makeKey(`${name} <${email}>`));
  const packets = listPackets(dearmorLoosely(whole.trim()) ?? new Uint8Array()) ?? [];
  const other = packets.map((one) =>
    one.tag === tags.publicSubkey ? keyPacket(algorithm, fields, tags.publicSubkey) : one,
  );
  return armor(framePackets(other), 'PUBLIC KEY BLOCK');
}

function mixedWithX448(): string {
  return withSubkey('mixed', 18, [counted('2b656f'), integer(447), counted('01080a09')]);
}

function mixedWithUnknown(): string {
  return withSubkey('unknown', 105, [new Uint8Array(40)]);
}
