import { generateKey } from 'openpgp';
import { afterAll, describe, expect, it } from 'vitest';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { signMessage } from '../../src/openpgp/sign-message.ts';
import { unlockTeamKey } from '../../src/openpgp/team-key.ts';
import { findSigner } from '../../src/openpgp/team-signer.ts';
import { Gpg } from '../support/gpg.ts';

const gpg = new Gpg();
afterAll(() => gpg.close());
const names: string[] = [];

interface Made {
  fingerprint: string;
  /** Adds a part, as gpg's `--quick-add-key` does. */
  add: (algorithm: string, use: string) => void;
  publicKey: () => string;
  privateKey: (how?: string, id?: string) => string;
}

function make(use: string, passphrase = ''): Made {
  const unlock = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
  const name = `Member ${names.length} <member${names.length}@example.com>`;
  names.push(name);
  gpg.run([...unlock, '--quick-generate-key', name, 'ed25519', use, '1y']);
  const fingerprint = gpg.fingerprintOf(name);
  const add = (algorithm: string, of: string) =>
    void gpg.run([...unlock, '--quick-add-key', fingerprint, algorithm, of, '1y']);
  add('cv25519', 'encr');
  return {
    fingerprint,
    add,
    publicKey: () => gpg.exportPublic(fingerprint),
    privateKey: (how = '--export-secret-keys', id = fingerprint) => gpg.run([...unlock, '--armor', how, id]),
  };
}

/** What comes of a file and the certificate that is published: a fault, or the id of the key that signs. */
async function signerOf(made: Made, file: string, published: string, passphrase = ''): Promise<string> {
  const { key } = await unlockTeamKey(new TextEncoder().encode(file), passphrase, [made.fingerprint]);
  const [certificate] = await readCertificates(published, new Date());
  if (!certificate) throw new Error('there is no certificate');
  const found = await findSigner(key, passphrase, certificate, Date.now());
  if (typeof found === 'string') return found;
  await signMessage('text', found, new Date(Math.max(Date.now(), found.validFrom)));
  return found.keyId.toHex().toUpperCase();
}

const lastSubkey = (made: Made) =>
  [...gpg.run(['--list-keys', '--with-colons', made.fingerprint]).matchAll(/^fpr:+([0-9A-F]{40}):/gm)]
    .map(([, fingerprint = '']) => fingerprint)
    .at(-1) ?? '';

describe('the part of a member’s key that signs', () => {
  it('is the primary one, or a subkey, with a passphrase or without, as the published certificate has it', async () => {
    for (const passphrase of ['', 'één zin']) {
      const plain = make('sign,cert', passphrase);
      const file = plain.privateKey();
      expect(await signerOf(plain, file, plain.publicKey(), passphrase)).toBe(plain.fingerprint.slice(-16));
      plain.add('ed25519', 'sign');
      const subkey = lastSubkey(plain);
      expect(await signerOf(plain, plain.privateKey(), plain.publicKey(), passphrase)).toBe(
        subkey.slice(-16),
      );
      // A file of before: the newer part is elsewhere, and the primary one signs as it did.
      expect(await signerOf(plain, file, plain.publicKey(), passphrase)).toBe(plain.fingerprint.slice(-16));
      // The primary half stays offline.
      expect(
        await signerOf(plain, plain.privateKey('--export-secret-subkeys'), plain.publicKey(), passphrase),
      ).toBe(subkey.slice(-16));
    }
  });

  it('is missing where neither has one', async () => {
    const made = make('cert');
    expect(await signerOf(made, made.privateKey(), made.publicKey())).toBe('no-part');
  });

  it('is of no use where the published certificate does not have it', async () => {
    const made = make('cert');
    const published = made.publicKey();
    made.add('ed25519', 'sign');
    expect(await signerOf(made, made.privateKey(), published)).toBe('not-published');
  });

  it('is elsewhere where the file does not have it', async () => {
    const made = make('cert');
    const file = made.privateKey();
    made.add('ed25519', 'sign');
    expect(await signerOf(made, file, made.publicKey())).toBe('elsewhere');
    const offline = make('sign,cert');
    const subkeys = offline.privateKey('--export-secret-subkeys');
    expect(await signerOf(offline, subkeys, offline.publicKey())).toBe('elsewhere');
  });

  it('signs where the file is older than the certificate, whose parts were prolonged since', async () => {
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    const then = ['--faked-system-time', '20260101T000000'];
    const name = 'Long here <long@example.com>';
    gpg.run([...then, ...unlock, '--quick-generate-key', name, 'ed25519', 'sign,cert', '1w']);
    const fingerprint = gpg.fingerprintOf(name);
    gpg.run([...then, ...unlock, '--quick-add-key', fingerprint, 'cv25519', 'encr', '1w']);
    const file = gpg.exportPrivate(fingerprint);
    gpg.run([...then, '--quick-set-expire', fingerprint, '20y']);
    gpg.run([...then, '--quick-set-expire', fingerprint, '20y', '*']);
    const made = { fingerprint } as Made;
    expect(await signerOf(made, file, gpg.exportPublic(fingerprint))).toBe(fingerprint.slice(-16));
  });

  it('is none of version 6: gpg opens no message with its signature, and everybody has to read it', async () => {
    const { privateKey, publicKey } = await generateKey({
      type: 'curve25519',
      userIDs: [{ name: 'Newer' }],
      config: { v6Keys: true },
    });
    const [certificate] = await readCertificates(publicKey, new Date());
    const made = { fingerprint: certificate?.fingerprint ?? '' } as Made;
    expect(await signerOf(made, privateKey, publicKey)).toBe('newer');
  });
});
