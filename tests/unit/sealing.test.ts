import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decrypt, generateKey, readMessage, readPrivateKey } from 'openpgp';
import { afterAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { pad } from '../../src/disclosure/padding.ts';
import { dearmor } from '../../src/openpgp/armor.ts';
import { faultOfChunk, inspectSealed } from '../../src/openpgp/inspect.ts';
import { KeyError } from '../../src/openpgp/key-error.ts';
import { makeKeyPair, makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { listPackets } from '../../src/openpgp/packets.ts';
import { readReaders } from '../../src/openpgp/reader-key.ts';
import { lockedReplyKey } from '../../src/openpgp/reply-key.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { sealToReaders } from '../../src/openpgp/seal-to-readers.ts';
import { Gpg } from '../support/gpg.ts';

const team = new Gpg();
const rsa = team.makeKey('Rosa <rosa@example.com>', 'rsa2048');
const curve = team.makeKey('Cas <cas@example.com>');
afterAll(() => team.close());
const now = () => new Date();

/** A key pair whose owner asks for all that OpenPGP.js can make. */
const makeTaker = (kind: { type: 'ecc'; curve: 'curve25519Legacy' } | { type: KeyKind }, v6Keys = false) =>
  generateKey({ ...kind, userIDs: [{ name: 'Taker' }], config: { aeadProtect: true, v6Keys } });
type KeyKind = 'curve25519' | 'curve448';
const bytesOf = (armored: string) => {
  const block = dearmor(armored, 'MESSAGE');
  return block.ok ? block.bytes : new Uint8Array();
};

describe('sealing', () => {
  it('plain gpg opens what was sealed to several keys, RSA and Curve25519, each on its own', async () => {
    const certificates = await readCertificates(team.exportPublic(), now());
    expect(certificates.map(({ fingerprint }) => fingerprint).sort()).toEqual([rsa, curve].sort());
    const message = await seal(
      'één “rapport” \u{1f512}\n',
      certificates.map(({ armored }) => armored),
    );
    expect(inspectSealed(message, certificates).ok).toBe(true);
    for (const fingerprint of [rsa, curve]) {
      const one = new Gpg();
      one.import(team.exportPrivate(fingerprint));
      expect(one.decrypt(message)).toBe('één “rapport” \u{1f512}\n');
      one.close();
    }
  });

  it('uses AES-256 with integrity protection and no compression', async () => {
    const certificates = await readCertificates(team.exportPublic(), now());
    const message = await seal(
      'x',
      certificates.map(({ armored }) => armored),
    );
    const packets = team.run(['--list-packets', '--verbose', '--show-session-key'], message);
    expect(packets).toContain('mdc_method: 2');
    expect(packets).not.toContain('compressed packet');
  });

  it('makes version 3 session keys and SEIPD version 1 also where every key says that it takes more', async () => {
    const pairs = [
      await makeTaker({ type: 'ecc', curve: 'curve25519Legacy' }),
      await makeTaker({ type: 'curve25519' }),
      await makeTaker({ type: 'curve25519' }, true),
      await makeTaker({ type: 'curve448' }, true),
    ];
    const certificates = pairs.map(({ publicKey }) => publicKey);
    // The first alone as well: a mixed team was always sealed to this way.
    for (const to of [certificates.slice(0, 1), certificates]) {
      const recipients = await readCertificates(to.join(''), now());
      const text = await seal('één', to);
      expect(inspectSealed(text, recipients).ok).toBe(true);
      const report = bytesOf(text);
      const content = new TextEncoder().encode('één');
      const attachment = await sealAttachment(await planAttachment('x', content.length, to), content);
      expect(faultOfChunk(attachment, 0, attachment.length, recipients)).toBeNull();
      for (const sealed of [report, attachment]) {
        const packets = listPackets(sealed) ?? [];
        expect(packets.map(({ tag, body }) => [tag, body[0]])).toEqual([...to.map(() => [1, 3]), [18, 1]]);
        for (const { privateKey } of pairs.slice(0, to.length)) {
          const message = await readMessage({ binaryMessage: sealed });
          const decryptionKeys = await readPrivateKey({ armoredKey: privateKey });
          expect((await decrypt({ message, decryptionKeys, format: 'binary' })).data).toEqual(content);
        }
        if (to.length > 1) continue;
        const member = new Gpg();
        member.import(pairs[0]?.privateKey ?? '');
        expect(member.run(['--decrypt'], sealed)).toBe('één');
        member.close();
      }
    }
  });

  it('two texts of one bucket give messages of one length', async () => {
    const [{ armored } = { armored: '' }] = await readCertificates(team.exportPublic(curve), now());
    const lengths = await Promise.all(
      ['short', 'x'.repeat(3500), 'x\n'.repeat(1700)].map(
        async (text) => (await seal(pad(text), [armored])).length,
      ),
    );
    // The session key is a number: its length may differ by a byte or so.
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(4);
  });

  it('the longest report to four RSA-4096-sized recipients fits the limit', async () => {
    const certificates = await readCertificates(team.exportPublic(rsa), now());
    const keys = Array<string>(8).fill(certificates[0]?.armored ?? '');
    const message = await seal(pad('x'.repeat(176 * 1024 - 1)), keys);
    expect(message.length).toBeLessThan(limits.sealedReport);
  });

  it('sealing to nobody, to a broken, private or expired key throws and gives nothing', async () => {
    const open = await makeKeyPair({ name: 'x' });
    await expect(seal('x', [])).rejects.toBeInstanceOf(KeyError);
    await expect(seal('x', ['not a key'])).rejects.toMatchObject({ fault: 'unreadable' });
    await expect(seal('x', [open.privateKey])).rejects.toMatchObject({ fault: 'private' });
    await expect(seal('x', [open.publicKey, expiredKey()])).rejects.toMatchObject({ fault: 'expired' });
  });
});

describe('the key of a reporter', () => {
  const HOUR = 3_600_000;
  /** A key pair whose maker has a clock that is ahead. */
  const madeAhead = (ms: number) =>
    generateKey({
      type: 'ecc',
      curve: 'curve25519Legacy',
      userIDs: [{ name: 'Ahead' }],
      date: new Date(Date.now() + ms),
      format: 'armored',
      config: { v6Keys: false, aeadProtect: false },
    });

  it.each([
    ['two hours', 2 * HOUR],
    ['a year', 365 * 24 * HOUR],
  ])('that comes from a clock %s ahead is sealed to as of when it is valid', async (_, ahead) => {
    const { publicKey, privateKey } = await madeAhead(ahead);
    const [{ at }] = await readReaders(publicKey, now());
    expect(at.getTime() - Date.now()).toBeGreaterThan(ahead / 2);
    const sealed = await sealToReaders('antwoord', [team.exportPublic(curve)], [publicKey]);
    expect(team.decrypt(sealed)).toBe('antwoord');
    const decryptionKeys = await readPrivateKey({ armoredKey: privateKey });
    const opened = await decrypt({
      message: await readMessage({ armoredMessage: sealed }),
      decryptionKeys,
      date: at,
    });
    expect(opened.data).toBe('antwoord');
  });

  it('that is valid now is taken as it is; one that is past its end is not', async () => {
    const time = now();
    expect((await readReaders(team.exportPublic(curve), time))[0].at).toBe(time);
    await expect(readReaders(expiredKey(), time)).rejects.toMatchObject({ fault: 'expired' });
    await expect(readReaders('garbage', time)).rejects.toMatchObject({ fault: 'unreadable' });
  });

  it('among several: all that can be sealed to are, and the others stand in nobody’s way', async () => {
    const valid = [team.exportPublic(curve), team.exportPublic(rsa)];
    const text = [expiredKey(), valid[0], 'words between', slowKey(), cutShort(curve), valid[1]].join('\n');
    const readers = await readReaders(text, now());
    expect(readers.map(({ certificate }) => certificate.fingerprint)).toEqual([curve, rsa]);
    // And in one block, as gpg exports keys with the same address.
    const both = new Gpg();
    both.import(expiredKey());
    both.import(team.exportPublic());
    const sealed = await sealToReaders('antwoord', [await teamKey()], [both.exportPublic()]);
    for (const one of [curve, rsa]) {
      const alone = new Gpg();
      alone.import(team.exportPrivate(one));
      expect(alone.decrypt(sealed)).toBe('antwoord');
      alone.close();
    }
    both.close();
    expect(readers).toHaveLength(2);
  });

  it('among several of which none can be sealed to: the reason is told that helps most', async () => {
    const signOnly = new Gpg();
    signOnly.run([
      '--passphrase',
      '',
      '--quick-generate-key',
      'Sig <s@example.com>',
      'ed25519',
      'sign',
      'never',
    ]);
    const faults = [
      [[slowKey(), cutShort(curve), signOnly.exportPublic(), expiredKey()], 'expired'],
      [[cutShort(curve), slowKey(), signOnly.exportPublic()], 'no-encryption'],
      [[cutShort(curve), slowKey()], 'beyond-limits'],
      [[expiredKey(), team.exportPrivate(curve)], 'private'],
    ] as const;
    for (const [texts, fault] of faults)
      await expect(readReaders(texts.join('\n'), now()), fault).rejects.toMatchObject({ fault });
    signOnly.close();
  });
});

describe('reading certificates', () => {
  it('takes keys exported together and keys pasted one after the other', async () => {
    const together = await readCertificates(team.exportPublic(), now());
    const pasted = await readCertificates(
      `${team.exportPublic(rsa)}\nsome text\n${team.exportPublic(curve)}`,
      now(),
    );
    expect(together).toHaveLength(2);
    expect(pasted.map(({ fingerprint }) => fingerprint)).toEqual([rsa, curve]);
    expect(pasted[0]?.expiresAt).toBeGreaterThan(Date.now() + 360 * 86_400_000);
  });

  it('names what is wrong with a key', async () => {
    const signOnly = new Gpg();
    signOnly.run([
      '--passphrase',
      '',
      '--quick-generate-key',
      'Sig <sig@example.com>',
      'ed25519',
      'sign',
      'never',
    ]);
    const revoked = new Gpg();
    const fingerprint = revoked.makeKey('Rev <rev@example.com>');
    const { readFileSync } = await import('node:fs');
    const certificate = readFileSync(`${revoked.home}/openpgp-revocs.d/${fingerprint}.rev`, 'utf8');
    revoked.import(certificate.replace(':-----BEGIN', '-----BEGIN'));
    const faults = {
      unreadable: 'hello',
      private: team.exportPrivate(curve),
      expired: expiredKey(),
      revoked: revoked.exportPublic(),
      'no-encryption': signOnly.exportPublic(),
    };
    for (const [fault, text] of Object.entries(faults)) {
      await expect(readCertificates(text, now()), fault).rejects.toMatchObject({ fault });
    }
    // A private key that is pasted behind a public one is noticed as well.
    await expect(
      readCertificates(team.exportPublic(rsa) + team.exportPrivate(curve), now()),
    ).rejects.toMatchObject({ fault: 'private' });
    signOnly.close();
    revoked.close();
  });
});

describe('the reply key', () => {
  it('is locked, and gpg opens with its passphrase what was sealed to it', async () => {
    const { publicKey, lockedPrivateKey } = await makeReplyKey('the passphrase');
    expect(lockedReplyKey(lockedPrivateKey)).toContain('PRIVATE KEY BLOCK');
    expect(lockedReplyKey((await makeKeyPair({ name: 'reply key' })).privateKey)).toBeNull();
    const reporter = new Gpg();
    const phrase = (text: string) => ['--pinentry-mode', 'loopback', '--passphrase', text];
    reporter.run([...phrase('the passphrase'), '--import'], lockedPrivateKey);
    const reply = await seal('antwoord', [publicKey]);
    expect(() => reporter.run([...phrase('a guess'), '--decrypt'], reply)).toThrow('gpg');
    expect(reporter.run([...phrase('the passphrase'), '--decrypt'], reply)).toBe('antwoord');
    reporter.close();
  });
});

/** A key whose numbers nobody computes with. */
function slowKey(): string {
  return readFileSync(new URL('../fixtures/keys/slow-rsa.asc', import.meta.url), 'utf8');
}

/** A certificate without one of its lines. */
function cutShort(fingerprint: string): string {
  return team.exportPublic(fingerprint).replace(/\n[^\n]+\n=/, '\n=');
}

async function teamKey(): Promise<string> {
  return (await makeKeyPair({ name: 'Team' })).publicKey;
}

function expiredKey(): string {
  const past = new Gpg();
  past.run([
    '--faked-system-time',
    '20240101T000000',
    '--passphrase',
    '',
    '--quick-generate-key',
    'Old <old@example.com>',
    'rsa2048',
    'default',
    '30d',
  ]);
  const exported = past.exportPublic();
  past.close();
  return exported;
}

describe('sealing an attachment', () => {
  it('gives the planned size, and gpg and openpgp.js give back every byte and the name', async () => {
    const certificates = (await readCertificates(team.exportPublic(), now())).map(({ armored }) => armored);
    const sizes = [0, 1, 2, 100, 191, 192, 3000, 8383, 8384, 70_000, 1_000_000, 25 * 1024 * 1024];
    for (const size of [...sizes, ...Array.from({ length: 30 }, (_, index) => 4000 + index * 7)]) {
      const content = crypto.getRandomValues(new Uint8Array(Math.min(size, 60_000)));
      const bytes = new Uint8Array(size).map((_, index) => content[index % content.length] ?? 0);
      const name = size === 1 ? 'é'.repeat(300) : 'naïve “file” <b>.png';
      const planned = await planAttachment(name, size, certificates);
      const sealed = await sealAttachment(planned, bytes);
      expect(sealed.length).toBe(planned.sealedSize);
      expect(planned.sealedSize % 4096).toBe(0);
      if (size > 8384 || size % 5 === 0) {
        const file = join(team.home, 'opened');
        team.run(['--output', file, '--decrypt'], sealed);
        expect(Buffer.from(bytes).equals(readFileSync(file)), String(size)).toBe(true);
      }
    }
  });

  it('two files of nearly the same size have the same sealed size', async () => {
    const certificates = (await readCertificates(team.exportPublic(curve), now())).map(
      ({ armored }) => armored,
    );
    const sizes = await Promise.all([1, 700, 2000].map((size) => planAttachment('x', size, certificates)));
    expect(new Set(sizes.map(({ sealedSize }) => sealedSize)).size).toBe(1);
  });
});
