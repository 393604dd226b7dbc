import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SigningKeyError, SigningKeyFault } from '../../src/openpgp/signing-key.ts';
import { readSigningKey, signCleartext, signDetached } from '../../src/well-known/signing.ts';
import { Gpg } from '../support/gpg.ts';

const gpg = new Gpg();
afterAll(() => gpg.close());
const keys = {
  Curve25519: gpg.makeKey('Curve <curve@example.org>'),
  RSA: gpg.makeKey('RSA <rsa@example.org>', 'rsa2048'),
};
const status = (args: string[], input: string | Uint8Array = '') =>
  gpg.run(['--status-fd', '1', '--verify', ...args], input);
/** What gpg takes for the signed text. */
const textOf = (signed: string) => gpg.run(['--decrypt'], signed);
const now = () => new Date();

describe.each(Object.entries(keys))('a signature of a key of type %s', (_, fingerprint) => {
  const read = () => readSigningKey(gpg.exportPrivate(fingerprint));

  it('stands in the clear, with CRLF and one line end at the end; gpg accepts it', async () => {
    const text = 'Contact: mailto:é@example.org\r\nExpires: 2027-01-01T00:00:00Z\r\n';
    const signed = await signCleartext(text, await read(), now());
    expect(signed).toMatch(/^-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA(512|256)\r\n\r\nContact: /);
    expect(signed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(signed).toMatch(/[^\r\n]\r\n$/);
    expect(signed).not.toMatch(/^(Version|Comment):/m);
    expect(signed).toContain('2027-01-01T00:00:00Z\r\n-----BEGIN PGP SIGNATURE-----\r\n');
    expect(status(['-'], signed)).toContain(`VALIDSIG ${fingerprint}`);
  });

  it('escapes dashes, and only at the beginning of lines', async () => {
    const text = '- one\n--two\n-----BEGIN PGP SIGNATURE-----\nthree - 3  \t\n\nFrom x\nu\u2028-v\n-';
    const signed = await signCleartext(text, await read(), now());
    expect(signed).toContain(
      '\r\n\r\n- - one\r\n- --two\r\n- -----BEGIN PGP SIGNATURE-----\r\nthree - 3\r\n',
    );
    expect(status(['-'], signed)).toContain('GOODSIG');
    expect(textOf(signed).replaceAll('\r', '').trimEnd()).toBe(text.replace('3  \t', '3'));
  });

  it('no longer fits a text that was changed', async () => {
    const signed = await signCleartext('Contact: a\r\n', await read(), now());
    expect(() => status(['-'], signed.replace('Contact: a', 'Contact: b'))).toThrow('BAD signature');
  });

  it('is the same each time for the same date, also for one from before the key was made', async () => {
    const key = await read();
    for (const at of [now(), new Date('2020-01-01T00:00:00Z')]) {
      const signed = await signCleartext('a\r\n', key, at);
      expect(await signCleartext('a\r\n', await read(), at)).toBe(signed);
      expect(status(['-'], signed)).toContain('GOODSIG');
      const bytes = new Uint8Array([1, 2, 13, 10, 32, 10, 255]);
      expect(await signDetached(bytes, await read(), at)).toBe(await signDetached(bytes, key, at));
    }
  });

  it('stands apart from a file', async () => {
    const bytes = new Uint8Array([123, 10, 13, 10, 32, 0, 255]);
    const signature = gpg.file('x.asc', await signDetached(bytes, await read(), now()));
    const file = join(gpg.home, 'x.json');
    writeFileSync(file, bytes);
    expect(status([signature, file])).toContain(`VALIDSIG ${fingerprint}`);
    writeFileSync(file, new Uint8Array([...bytes, 10]));
    expect(() => status([signature, file])).toThrow('BAD signature');
  });
});

describe('a signing key', () => {
  const faultOf = (armored: string, passphrase?: string): Promise<SigningKeyFault | null> =>
    readSigningKey(armored, passphrase).then(
      () => null,
      (error: SigningKeyError) => error.fault,
    );

  it('may have its line ends written as \\n, as in a variable', async () => {
    const armored = gpg.exportPrivate(keys.Curve25519).trim().replaceAll('\n', '\\n');
    const key = await readSigningKey(armored);
    expect(key.fingerprint).toBe(keys.Curve25519);
    expect(key.publicKey).not.toContain('PRIVATE');
  });

  it('is refused when it is unreadable, public or locked, and opens with its passphrase', async () => {
    expect(await faultOf('hello')).toBe('unreadable');
    expect(await faultOf(gpg.exportPublic(keys.RSA))).toBe('public');
    const locked = gpg.makeKey('Locked <locked@example.org>', 'ed25519', '1y', 'open');
    const armored = gpg.exportPrivate(locked, 'open');
    expect(await faultOf(armored)).toBe('locked');
    expect(await faultOf(armored, 'shut')).toBe('wrong-passphrase');
    expect(await faultOf(armored, 'open')).toBe(null);
  });

  it('is refused when it has expired or cannot sign', async () => {
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    const past = ['--faked-system-time', '20250101T000000'];
    gpg.run([...past, ...unlock, '--quick-generate-key', 'old@example.org', 'ed25519', 'sign', '30d']);
    expect(await faultOf(gpg.exportPrivate('old@example.org'))).toBe('expired');
    gpg.run([...unlock, '--quick-generate-key', 'cert@example.org', 'rsa2048', 'cert', '1y']);
    expect(await faultOf(gpg.exportPrivate('cert@example.org'))).toBe('cannot-sign');
  });
});
