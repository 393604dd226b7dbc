import {
  createMessage,
  decryptKey,
  encrypt,
  encryptKey,
  enums,
  generateKey,
  type PrivateKey,
  readKey,
  readPrivateKey,
} from 'openpgp';
import { afterAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { REPORT_BUCKETS } from '../../src/disclosure/padding.ts';
import { makeKeyPair, makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import * as parts from '../../src/openpgp/open.ts';
import { readerIdsOf } from '../../src/openpgp/reader-key.ts';
import { lockedReplyKey, replyKeyId } from '../../src/openpgp/reply-key.ts';
import { TeamKeyError, unlockTeamKey } from '../../src/openpgp/team-key.ts';
import { Gpg } from '../support/gpg.ts';

const gpg = new Gpg();
afterAll(() => gpg.close());
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (opened: parts.Opened | parts.NotOpened) =>
  typeof opened === 'string' ? opened : new TextDecoder().decode(opened.bytes);
/** Opens a message with a key, as the page does it in two steps. */
const openWith = async (key: PrivateKey, sealed: string, most: number) =>
  parts.openWith(await parts.sessionKeysOf(key, sealed), sealed, most);
const openText = async (key: PrivateKey, sealed: string) =>
  parts.openText(await parts.sessionKeysOf(key, sealed), sealed);
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof TeamKeyError ? error.fault : 'other'),
  );

describe('a team member’s private key', () => {
  it('from gpg opens what gpg sealed, with or without a passphrase, armored or binary, old or new', async () => {
    for (const [algorithm, passphrase] of [
      ['ed25519', ''],
      ['ed25519', 'één sleutel'],
      ['rsa2048', 'one key'],
    ] as const) {
      const fingerprint = gpg.makeKey(
        `${algorithm} ${passphrase} <team@example.com>`,
        algorithm,
        '1y',
        passphrase,
      );
      const file = bytesOf(`Some words before\n${gpg.exportPrivate(fingerprint, passphrase)}`);
      const { fingerprint: found, key } = await unlockTeamKey(file, passphrase, [fingerprint]);
      expect(found).toBe(fingerprint);
      const opened = await openWith(key, gpg.encrypt('words “in” it', [fingerprint]), limits.openedText);
      expect(textOf(opened)).toBe('words “in” it');
      if (passphrase !== '') {
        expect(await faultOf(unlockTeamKey(file, '', [fingerprint]))).toBe('passphrase-needed');
        expect(await faultOf(unlockTeamKey(file, 'wrong', [fingerprint]))).toBe('wrong-passphrase');
      }
      expect(await faultOf(unlockTeamKey(file, passphrase, ['A'.repeat(40)]))).toBe('not-of-the-team');
    }
  });

  it('opens as well where its primary half stays offline, with and without a subkey that signs', async () => {
    for (const passphrase of ['', 'subkeys only']) {
      const unlock = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
      const name = `offline${passphrase.length} <offline${passphrase.length}@example.com>`;
      gpg.run([...unlock, '--quick-generate-key', name, 'ed25519', 'cert', '1y']);
      const list = gpg.run(['--list-keys', '--with-colons', name]);
      const fingerprint = /^fpr:+([0-9A-F]{40})/m.exec(list)?.[1] ?? '';
      gpg.run([...unlock, '--quick-add-key', fingerprint, 'cv25519', 'encr', '1y']);
      const file = bytesOf(gpg.run([...unlock, '--armor', '--export-secret-subkeys', fingerprint]));
      const { key } = await unlockTeamKey(file, passphrase, [fingerprint]);
      const opened = await openWith(key, gpg.encrypt('offline', [fingerprint]), limits.openedText);
      expect(textOf(opened)).toBe('offline');
      if (passphrase !== '')
        expect(await faultOf(unlockTeamKey(file, 'wrong', [fingerprint]))).toBe('wrong-passphrase');
    }
  });

  it('is found among several, and everything else is named for what it is', async () => {
    const [one, two] = [await makeKeyPair({ name: 'Uno' }), await makeKeyPair({ name: 'Due' })];
    const [certificate] = await readCertificates(two.publicKey, new Date());
    const wanted = certificate?.fingerprint ?? '';
    gpg.import(one.privateKey);
    gpg.import(two.privateKey);
    const both = bytesOf(gpg.run(['--armor', '--export-secret-keys', 'Uno', 'Due']));
    expect((await unlockTeamKey(both, '', [wanted])).fingerprint).toBe(wanted);
    expect(await faultOf(unlockTeamKey(bytesOf(two.publicKey), '', [wanted]))).toBe('public');
    expect(await faultOf(unlockTeamKey(bytesOf('nothing'), '', [wanted]))).toBe('unreadable');
    expect(await faultOf(unlockTeamKey(new Uint8Array(), '', [wanted]))).toBe('unreadable');
  });

  it('is used where the public key stands before it, as GPG Suite exports both, or behind it', async () => {
    const pair = await makeKeyPair({ name: 'Suite' });
    const [certificate] = await readCertificates(pair.publicKey, new Date());
    const wanted = certificate?.fingerprint ?? '';
    const damaged = pair.privateKey.replace(/\n[^\n]+\n=/, '\n=');
    for (const parts of [
      [pair.publicKey, pair.privateKey],
      [pair.privateKey, pair.publicKey],
      [damaged, 'words between', pair.privateKey],
    ]) {
      expect((await unlockTeamKey(bytesOf(parts.join('\n')), '', [wanted])).fingerprint).toBe(wanted);
    }
    expect(await faultOf(unlockTeamKey(bytesOf(damaged), '', [wanted]))).toBe('unreadable');
  });

  it('is read in UTF-16, as PowerShell writes it, with a mark and without', async () => {
    const pair = await makeKeyPair({ name: 'Shell' });
    const [certificate] = await readCertificates(pair.publicKey, new Date());
    const wanted = certificate?.fingerprint ?? '';
    for (const mark of ['\ufeff', '']) {
      const little = Buffer.from(mark + pair.privateKey.replaceAll('\n', '\r\n'), 'utf16le');
      for (const file of [little, Buffer.from(little).swap16()])
        expect((await unlockTeamKey(file, '', [wanted])).fingerprint).toBe(wanted);
      const half = Buffer.from(mark + pair.publicKey, 'utf16le');
      expect(await faultOf(unlockTeamKey(half, '', [wanted]))).toBe('public');
    }
  });

  it('that is locked with Argon2 is named as such, with whatever passphrase', async () => {
    const s2kArgon2Params = { passes: 1, parallelism: 1, memoryExponent: 10 };
    const { privateKey } = await generateKey({
      ...{ type: 'curve25519', userIDs: [{ name: 'Argon' }], passphrase: 'argon pass', format: 'object' },
      config: { s2kType: enums.s2k.argon2, aeadProtect: true, s2kArgon2Params },
    });
    const wanted = privateKey.getFingerprint().toUpperCase();
    for (const passphrase of ['argon pass', 'wrong', ''])
      expect(await faultOf(unlockTeamKey(bytesOf(privateKey.armor()), passphrase, [wanted]))).toBe('argon2');
  });

  it('is used where others of the team stand before it that can’t be: on a smart card, by Argon2, by another passphrase', async () => {
    const onCard = gpg.makeKey('Card <card@example.com>');
    const card = await readPrivateKey({ armoredKey: gpg.exportPrivate(onCard) });
    for (const { keyPacket } of card.getKeys()) {
      if ('makeDummy' in keyPacket) keyPacket.makeDummy();
    }
    const { privateKey } = await generateKey({
      ...{ type: 'curve25519', userIDs: [{ name: 'Memory' }], passphrase: 'argon pass', format: 'object' },
      config: {
        s2kType: enums.s2k.argon2,
        aeadProtect: true,
        s2kArgon2Params: { passes: 1, parallelism: 1, memoryExponent: 10 },
      },
    });
    const argon = privateKey.getFingerprint().toUpperCase();
    const other = gpg.makeKey('Other <other@example.com>', 'ed25519', '1y', 'other words');
    const wanted = gpg.makeKey('Usable <usable@example.com>', 'ed25519', '1y', 'own words');
    const blocks = [
      card.armor(),
      privateKey.armor(),
      gpg.exportPrivate(other, 'other words'),
      gpg.exportPrivate(wanted, 'own words'),
    ];
    const team = [onCard, argon, other, wanted];
    const file = bytesOf(blocks.join('\n'));
    expect((await unlockTeamKey(file, 'own words', team)).fingerprint).toBe(wanted);
    expect((await unlockTeamKey(file, 'other words', team)).fingerprint).toBe(other);
    // Of all that stands in the way, what can be mended on the page is told.
    expect(await faultOf(unlockTeamKey(file, '', team))).toBe('passphrase-needed');
    expect(await faultOf(unlockTeamKey(file, 'wrong', team))).toBe('wrong-passphrase');
    expect(await faultOf(unlockTeamKey(file, '', [onCard, argon]))).toBe('argon2');
    expect(await faultOf(unlockTeamKey(file, '', [onCard]))).toBe('elsewhere');
  });

  it('is used from whichever of its copies opens messages: a file may hold the card’s, or one by another passphrase, first', async () => {
    const wanted = gpg.makeKey('Twice <twice@example.com>', 'ed25519', '1y', 'new words');
    const whole = gpg.exportPrivate(wanted, 'new words');
    const card = await readPrivateKey({ armoredKey: whole });
    for (const { keyPacket } of card.getKeys()) {
      if ('makeDummy' in keyPacket) keyPacket.makeDummy();
    }
    const plain = await decryptKey({
      privateKey: await readPrivateKey({ armoredKey: whole }),
      passphrase: 'new words',
    });
    const before = await encryptKey({ privateKey: plain, passphrase: 'old words' });
    const file = bytesOf([card.armor(), before.armor(), whole].join('\n'));
    for (const passphrase of ['new words', 'old words']) {
      const { fingerprint, key } = await unlockTeamKey(file, passphrase, [wanted]);
      expect(fingerprint).toBe(wanted);
      expect(textOf(await openWith(key, gpg.encrypt('twice', [wanted]), limits.openedText))).toBe('twice');
    }
    expect(await faultOf(unlockTeamKey(file, 'wrong', [wanted]))).toBe('wrong-passphrase');
  });

  it('that stands there without a user id is named as such, and not as one that is elsewhere', async () => {
    const { privateKey } = await generateKey({
      ...{ type: 'curve25519', userIDs: [{ name: 'Nameless' }], format: 'object' },
    });
    const wanted = privateKey.getFingerprint().toUpperCase();
    privateKey.users = [];
    expect(await faultOf(unlockTeamKey(bytesOf(privateKey.armor()), '', [wanted]))).toBe('no-user-id');
  });

  it('opens nothing that comes to more than it should: a small message may hold a great deal of zeros', async () => {
    const pair = await makeKeyPair({ name: 'Three' });
    const [certificate] = await readCertificates(pair.publicKey, new Date());
    const { key } = await unlockTeamKey(bytesOf(pair.privateKey), '', [certificate?.fingerprint ?? '']);
    const sealed = await encrypt({
      message: await createMessage({ binary: new Uint8Array(20 * 1024 * 1024), format: 'binary' }),
      encryptionKeys: await readKey({ armoredKey: pair.publicKey }),
      config: { preferredCompressionAlgorithm: enums.compression.zip },
    });
    expect(sealed.length).toBeLessThan(64 * 1024);
    expect(await openWith(key, sealed, limits.openedText)).toBe('too-long');
    expect(textOf(await openWith(key, sealed, limits.attachmentBytes)).length).toBe(20 * 1024 * 1024);
    expect(await openWith(key, 'no message', limits.openedText)).toBe('closed');
  });

  it('opens a text as long as a report may be, compressed or not, and not a byte more', async () => {
    const fingerprint = gpg.makeKey('Four <four@example.com>');
    const { key } = await unlockTeamKey(bytesOf(gpg.exportPrivate(fingerprint)), '', [fingerprint]);
    const longest = `${'é'.repeat(limits.openedText / 2 - 1)}.`;
    for (const options of [['-z9'], ['--compress-algo', 'bzip2'], ['-z0']]) {
      const sealed = (text: string) => gpg.encrypt(text, [fingerprint], options);
      expect(await openText(key, sealed(`${longest}\n`))).toEqual({ text: longest });
      expect(await openText(key, sealed(`${longest} \n`))).toEqual({ text: null, why: 'too-long' });
      expect(await openText(key, sealed('a'.repeat(1024 * 1024)))).toEqual({ text: null, why: 'too-long' });
    }
    expect(REPORT_BUCKETS.at(-1)).toBe(limits.openedText);
  });
});

describe('the key to which replies go', () => {
  it('has the id that gpg gives it, as the server works it out from the locked half', async () => {
    const { lockedPrivateKey, publicKey } = await makeReplyKey('passphrase');
    gpg.import(publicKey);
    const [, subkey = ''] =
      /^sub:(?:[^:]*:){3}([0-9A-F]{16})/m.exec(gpg.run(['--list-keys', '--with-colons', 'reply key'])) ?? [];
    expect(await replyKeyId(lockedReplyKey(lockedPrivateKey) ?? '')).toBe(subkey.toLowerCase());
    expect(await readerIdsOf(publicKey)).toContain(subkey.toLowerCase());
    expect(await replyKeyId('nothing')).toBeNull();
  });
});
