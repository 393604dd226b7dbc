import { spawnSync } from 'node:child_process';
import {
  enums,
  generateKey,
  type Key,
  type PrivateKey,
  readPrivateKey,
  revokeKey,
  SignaturePacket,
} from 'openpgp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { pad, REPORT_BUCKETS, TooLongError } from '../../src/disclosure/padding.ts';
import { writeSignedText } from '../../src/disclosure/signed-text.ts';
import { dearmor } from '../../src/openpgp/armor.ts';
import { makeKeyPair, makeReplyKey } from '../../src/openpgp/keys.ts';
import { sessionKeysOf } from '../../src/openpgp/open.ts';
import { framePackets, listPackets } from '../../src/openpgp/packets.ts';
import { readReaderVerifiers } from '../../src/openpgp/reader-key.ts';
import { seal, sealForTeam } from '../../src/openpgp/seal.ts';
import { sealSigned } from '../../src/openpgp/seal-signed.ts';
import { signMessage } from '../../src/openpgp/sign-message.ts';
import { unlockReplyKey } from '../../src/openpgp/unlock-reply-key.ts';
import { openSignedText, readVerifiers } from '../../src/openpgp/verify.ts';
import { Gpg } from '../support/gpg.ts';
import { sealPackets } from '../support/hostile.ts';

const HEAD = {
  reference: 'CVD-2026-4F7K2Q',
  number: 2,
  from: 'team',
  written: '2026-11-26T12:00:00Z',
} as const;
const TEXT = writeSignedText(HEAD, 'één “antwoord” \u{1f512}\nmet twee regels\n');

const gpg = new Gpg();
afterAll(() => gpg.close());
const reader = await makeKeyPair({ name: 'Reader' });
const readerKey = await readPrivateKey({ armoredKey: reader.privateKey });
gpg.import(reader.privateKey);

/** Kinds of keys that members have, as gpg makes them; the last one signs by a subkey. */
const kinds = ['ed25519', 'rsa2048', 'rsa4096', 'nistp256', 'subkey'] as const;
interface Member {
  fingerprint: string;
  key: PrivateKey;
  publicKey: string;
  keyId: PrivateKey['getKeyID'] extends () => infer Id ? Id : never;
}
const members = new Map<string, Member>();

async function memberOf(fingerprint: string): Promise<Member> {
  const key = await readPrivateKey({ armoredKey: gpg.exportPrivate(fingerprint) });
  const keyId = (await key.getSigningKey()).getKeyID();
  return { fingerprint, key, publicKey: gpg.exportPublic(fingerprint), keyId };
}

beforeAll(async () => {
  const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
  for (const kind of kinds) {
    const name = `${kind} <${kind}@example.com>`;
    const [algorithm, use] = kind === 'subkey' ? ['ed25519', 'cert'] : [kind, 'sign,cert'];
    gpg.run([...unlock, '--quick-generate-key', name, algorithm, use, '1y']);
    const fingerprint = gpg.fingerprintOf(name);
    if (kind === 'subkey') gpg.run([...unlock, '--quick-add-key', fingerprint, 'rsa2048', 'sign', '1y']);
    members.set(kind, await memberOf(fingerprint));
  }
});

const memberWith = (kind: string): Member => {
  const found = members.get(kind);
  if (!found) throw new Error(`there is no ${kind}`);
  return found;
};

const lengthOf = (armored: string) => {
  const block = dearmor(armored, 'MESSAGE');
  return block.ok ? block.bytes.length : Number.NaN;
};

/** Seals a text that is signed by a member to the reader. */
async function sealedBy({ key, keyId }: Pick<Member, 'key' | 'keyId'>, text = TEXT, at = new Date()) {
  return sealSigned(await signMessage(text, { key, keyId }, at), [reader.publicKey], []);
}

async function opened(sealed: string, keys: readonly Key[]) {
  const read = (bytes: Uint8Array) => ({ text: new TextDecoder().decode(bytes).trimEnd() });
  return openSignedText(await sessionKeysOf(readerKey, sealed), sealed, keys, read);
}

/** What gpg says when it opens a message: its status lines, and what came out. */
function gpgOpens(sealed: string): { status: string; text: string } {
  const { stdout, stderr } = spawnSync(
    'gpg',
    ['--batch', '--homedir', gpg.home, '--status-fd', '2', '--decrypt'],
    { input: sealed },
  );
  return { status: stderr.toString(), text: stdout.toString() };
}

describe('a message that is signed here', () => {
  it('is opened and verified by gpg, whichever key signed, and by us', async () => {
    for (const kind of kinds) {
      const member = memberWith(kind);
      const sealed = await sealedBy(member);
      const { status, text } = gpgOpens(sealed);
      expect(status, kind).toMatch(/^\[GNUPG:\] GOODSIG /m);
      expect(status, kind).toMatch(
        new RegExp(`^\\[GNUPG:\\] VALIDSIG [0-9A-F]{40} .* ${member.fingerprint}$`, 'm'),
      );
      // SHA-256 or stronger: 8, 9 and 10 are those of SHA-2.
      expect(status, kind).toMatch(/VALIDSIG [0-9A-F]{40} \S+ \d+ \d+ 4 0 \d+ (?:8|9|10) 00 /);
      expect(text.trimEnd(), kind).toBe(TEXT.trimEnd());
      expect(await opened(sealed, await readVerifiers([member.publicKey])), kind).toMatchObject({
        text: TEXT.trimEnd(),
        signature: { state: 'holds', fingerprint: member.fingerprint },
      });
    }
  });

  it('is verified by sq as well', async () => {
    const member = memberWith('ed25519');
    const files = {
      sealed: gpg.file('sealed.asc', await sealedBy(member)),
      signer: gpg.file('signer.asc', member.publicKey),
      recipient: gpg.file('recipient.asc', reader.privateKey),
    };
    const ran = spawnSync('sq', [
      'decrypt',
      ...['--recipient-key', files.recipient, '--signer-cert', files.signer, '--signatures', '1'],
      files.sealed,
    ]);
    expect(`${ran.stderr}`).toMatch(/good signature/i);
    expect(ran.status).toBe(0);
  });

  it('is exactly as long as an unsigned one, for every bucket and every key', async () => {
    const reply = await makeReplyKey('passphrase');
    const replyKey = await unlockReplyKey(reply.lockedPrivateKey, 'passphrase');
    const newer = await generateKey({
      type: 'curve25519',
      userIDs: [{ name: 'v6' }],
      format: 'object',
      config: { v6Keys: true },
    } as never);
    const signers = [
      ...members.values(),
      { key: replyKey, keyId: replyKey.getKeyID() },
      ...[newer as unknown as { privateKey: PrivateKey }].map(({ privateKey }) => ({
        key: privateKey,
        keyId: privateKey.getKeyID(),
      })),
    ];
    for (const [index, bucket] of REPORT_BUCKETS.entries()) {
      const text = 'x'.repeat((REPORT_BUCKETS[index - 1] ?? 1000) - 1);
      const unsigned = lengthOf(await sealForTeam(pad(text, 1300), [reader.publicKey], []));
      const whole = lengthOf(await sealForTeam(pad('x'.repeat(bucket - 1)), [reader.publicKey], []));
      expect(unsigned + 1300, 'only the room for the signature is missing').toBe(whole);
      for (const signer of signers) {
        const sealed = await sealedBy(signer, text);
        expect(lengthOf(sealed), `${bucket}, ${signer.key.getAlgorithmInfo().algorithm}`).toBe(whole);
      }
    }
  });

  it('goes on to the edge of its bucket, and to the longest text that there is, and not beyond', async () => {
    const member = memberWith('rsa4096');
    const keys = await readVerifiers([member.publicKey]);
    const least = REPORT_BUCKETS[0] ?? 0;
    const most = limits.openedText;
    for (const [length, bucket] of [
      [least - 1301, least],
      [least - 1300, REPORT_BUCKETS[1] ?? 0],
      [most - 1301, most],
    ] as const) {
      const text = 'x'.repeat(length);
      const sealed = await sealedBy(member, text);
      const unsigned = await seal(pad('x'.repeat(bucket - 1)), [reader.publicKey]);
      expect(lengthOf(sealed)).toBe(lengthOf(unsigned));
      expect(sealed.length).toBeLessThan(limits.sealedReport);
      expect(gpgOpens(sealed).status).toMatch(/VALIDSIG/);
      const { text: read, signature } = { signature: null, ...(await opened(sealed, keys)) };
      expect(read === text).toBe(true);
      expect(signature).toMatchObject({ state: 'holds' });
    }
    await expect(sealedBy(member, 'x'.repeat(most - 1300))).rejects.toThrow(TooLongError);
  });

  it('by the reply key of a form is verified with its public half alone', async () => {
    const reply = await makeReplyKey('passphrase');
    const key = await unlockReplyKey(reply.lockedPrivateKey, 'passphrase');
    const sealed = await sealedBy({ key, keyId: key.getKeyID() });
    const [own] = await readReaderVerifiers(reply.publicKey);
    expect(await opened(sealed, own ? [own] : [])).toMatchObject({
      signature: { state: 'holds', fingerprint: own?.getFingerprint().toUpperCase() },
    });
    gpg.import(reply.publicKey);
    expect(gpgOpens(sealed).status).toMatch(/GOODSIG .* reply key$/m);
  });
});

describe('a message that was signed elsewhere', () => {
  const toReader = ['--trust-model', 'always', '--recipient', readerKey.getFingerprint()];

  it('by gpg is verified, compressed or not, armored or not, as text or as data', async () => {
    for (const kind of kinds) {
      const { fingerprint, publicKey } = memberWith(kind);
      const keys = await readVerifiers([publicKey]);
      for (const options of [
        ['--armor'],
        ['--armor', '--compress-algo', 'none'],
        ['--armor', '--compress-algo', 'bzip2'],
        ['--armor', '--textmode'],
      ]) {
        const sealed = gpg.run(
          [...options, ...toReader, '--local-user', fingerprint, '--sign', '--encrypt'],
          TEXT,
        );
        expect(await opened(sealed, keys), `${kind} ${options}`).toMatchObject({
          text: expect.stringContaining('één “antwoord”'),
          signature: { state: 'holds', fingerprint, at: expect.any(Number) },
        });
      }
    }
    const { fingerprint, publicKey } = memberWith('ed25519');
    const file = gpg.file('reply.md', TEXT);
    gpg.run([
      ...toReader,
      '--local-user',
      fingerprint,
      '--sign',
      '--encrypt',
      '--output',
      `${file}.gpg`,
      file,
    ]);
    const dearmored = gpg.run(['--enarmor', '--output', '-', `${file}.gpg`]);
    const binary = dearmored.replaceAll('ARMORED FILE', 'MESSAGE').replace(/^Comment.*\n/m, '');
    expect(await opened(binary, await readVerifiers([publicKey]))).toMatchObject({
      signature: { state: 'holds', fingerprint },
    });
  });

  it('counts by the first of several that holds, and is unknown where nobody knows any', async () => {
    const [ada, rosa] = [memberWith('ed25519'), memberWith('rsa2048')];
    const users = ['--local-user', ada.fingerprint, '--local-user', rosa.fingerprint];
    const sealed = gpg.run(['--armor', ...toReader, ...users, '--sign', '--encrypt'], TEXT);
    const state = async (...known: Member[]) => {
      const keys = await readVerifiers(known.map(({ publicKey }) => publicKey));
      const one = await opened(sealed, keys);
      return one.text === null ? null : one.signature;
    };
    expect(await state(rosa)).toMatchObject({ state: 'holds', fingerprint: rosa.fingerprint });
    expect(await state(ada)).toMatchObject({ state: 'holds', fingerprint: ada.fingerprint });
    expect(await state(memberWith('nistp256'))).toMatchObject({ state: 'unknown-key' });
    expect(await state()).toMatchObject({
      state: 'unknown-key',
      keyId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('does not hold with SHA-1', async () => {
    const { fingerprint, publicKey } = memberWith('rsa2048');
    const weak = ['--digest-algo', 'SHA1', '--allow-weak-digest-algos'];
    const sealed = gpg.run(
      ['--armor', ...weak, ...toReader, '--local-user', fingerprint, '--sign', '--encrypt'],
      TEXT,
    );
    expect(await opened(sealed, await readVerifiers([publicKey]))).toMatchObject({
      text: TEXT.trimEnd(),
      signature: { state: 'broken', fingerprint },
    });
  });

  it('does not hold for other contents, and is shown all the same', async () => {
    const { key, keyId, publicKey, fingerprint } = memberWith('ed25519');
    const packets = listPackets(await signMessage(TEXT, { key, keyId }, new Date())) ?? [];
    const literal = packets.find(({ tag }) => tag === 11);
    literal?.body.set([0x21], literal.body.length - 20);
    const sealed = await sealPackets(framePackets(packets), reader.publicKey);
    const keys = await readVerifiers([publicKey]);
    expect(await opened(sealed, keys)).toMatchObject({ signature: { state: 'broken', fingerprint } });
    expect(await opened(await seal(TEXT, [reader.publicKey]), keys)).toEqual({
      text: TEXT.trimEnd(),
      signature: { state: 'none' },
    });
  });

  it('with a thousand signatures costs a few hashes and no more', async () => {
    const { key, keyId, publicKey } = memberWith('ed25519');
    const packets = listPackets(await signMessage('x'.repeat(60_000), { key, keyId }, new Date())) ?? [];
    const [onePass, literal, signature] = packets;
    if (!onePass || !literal || !signature) throw new Error('there is no signature');
    const broken = { ...signature, body: Uint8Array.from(signature.body) };
    broken.body.set([broken.body.at(-1) === 1 ? 2 : 1], broken.body.length - 1);
    const many = (one: typeof onePass, count: number) => Array.from({ length: count }, () => one);
    const sealed = await sealPackets(
      framePackets([...many(onePass, 1000), literal, ...many(broken, 999), signature]),
      reader.publicKey,
    );
    const verified = vi.spyOn(SignaturePacket.prototype, 'verify');
    // The last one would hold: nobody gets so far.
    expect(await opened(sealed, await readVerifiers([publicKey]))).toMatchObject({
      signature: { state: 'broken' },
    });
    // Of the message, that is: keys have signatures of their own.
    expect(verified.mock.calls.filter(([, type]) => type === enums.signature.binary)).toHaveLength(4);
    verified.mockRestore();
  });

  it('with a great deal of notation data, or signatures in signatures, is verified or closed, and nothing breaks', async () => {
    const { key, keyId, publicKey } = memberWith('ed25519');
    const keys = await readVerifiers([publicKey]);
    const packets = listPackets(await signMessage(TEXT, { key, keyId }, new Date())) ?? [];
    const signature = packets.at(-1);
    if (!signature) throw new Error('there is no signature');
    const unhashedAt = 6 + (signature.body[4] ?? 0) * 256 + (signature.body[5] ?? 0);
    const room = (signature.body[unhashedAt] ?? 0) * 256 + (signature.body[unhashedAt + 1] ?? 0);
    const rest = signature.body.subarray(unhashedAt + 2 + room);
    /** The same signature with other unhashed subpackets, which nothing signs. */
    const withSubpacket = (subpacket: Uint8Array) =>
      new Uint8Array([
        ...signature.body.subarray(0, unhashedAt),
        ...[subpacket.length >> 8, subpacket.length & 255],
        ...subpacket,
        ...rest,
      ]);
    const subpacket = (type: number, body: Uint8Array) =>
      new Uint8Array([255, 0, 0, (body.length + 1) >> 8, (body.length + 1) & 255, type, ...body]);
    const notation = subpacket(
      20,
      new Uint8Array([0x80, 0, 0, 0, 0, 4, 0xff, 0, ...Buffer.alloc(60_000, 'n')]),
    );
    let nested = signature.body;
    while (nested.length < 60_000) nested = withSubpacket(subpacket(32, nested));
    for (const [name, body] of [
      ['notations', withSubpacket(notation)],
      ['embedded', nested],
    ] as const) {
      const changed = packets.map((packet) => (packet === signature ? { ...signature, body } : packet));
      const one = await opened(await sealPackets(framePackets(changed), reader.publicKey), keys);
      expect(one, name).toMatchObject({ text: TEXT.trimEnd(), signature: { state: 'holds' } });
    }
  });
});

describe('a signature of a key', () => {
  const day = 24 * 60 * 60 * 1000;
  const made = new Date('2026-01-01T00:00:00Z');
  const generate = (keyExpirationTime: number, date = made) =>
    generateKey({
      type: 'ecc',
      curve: 'curve25519Legacy',
      userIDs: [{ name: 'Member' }],
      format: 'object',
      keyExpirationTime,
      date,
    });
  const stateOf = async (key: PrivateKey, at: Date, publicKey: string) => {
    const sealed = await sealedBy({ key, keyId: key.getKeyID() }, TEXT, at);
    const one = await opened(sealed, await readVerifiers([publicKey]));
    return one.text === null ? null : one.signature?.state;
  };

  it('that has run out holds for what it signed before, and not for what it signed after', async () => {
    const { privateKey } = await generate((30 * day) / 1000);
    const publicKey = privateKey.toPublic().armor();
    expect(await stateOf(privateKey, new Date(made.getTime() + day), publicKey)).toBe('holds');
    const lasting = await generate(0);
    const late = new Date(made.getTime() + 31 * day);
    await expect(sealedBy({ key: privateKey, keyId: privateKey.getKeyID() }, TEXT, late)).rejects.toThrow();
    expect(await stateOf(lasting.privateKey, late, lasting.privateKey.toPublic().armor())).toBe('holds');
  });

  it('that gpg prolonged holds for what it signed before that', async () => {
    const { key, keyId, fingerprint } = await memberOf(gpg.makeKey('Prolonged <prolonged@example.com>'));
    const at = key.getCreationTime();
    const sealed = await sealedBy({ key, keyId }, TEXT, at);
    gpg.run(['--faked-system-time', '20270601T000000', '--quick-set-expire', fingerprint, '2y']);
    const publicKey = gpg.run(['--armor', '--export-options', 'export-minimal', '--export', fingerprint]);
    const [prolonged] = await readVerifiers([publicKey]);
    const signedLast = prolonged?.users[0]?.selfCertifications.at(0)?.created ?? at;
    // What the key said of itself when it signed is not there any more.
    expect(prolonged?.users[0]?.selfCertifications).toHaveLength(1);
    expect(signedLast > at).toBe(true);
    expect(await opened(sealed, prolonged ? [prolonged] : [])).toMatchObject({
      signature: { state: 'holds' },
    });
  });

  it('that was revoked as compromised holds no more', async () => {
    const { privateKey } = await generate(0);
    const { publicKey } = await revokeKey({
      key: privateKey,
      reasonForRevocation: { flag: 2 },
      date: new Date(),
      format: 'armored',
    } as never);
    const at = new Date(made.getTime() + day);
    expect(await stateOf(privateKey, at, publicKey as unknown as string)).toBe('broken');
  });
});
