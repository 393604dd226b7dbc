import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Tool, Way } from '../tool.ts';
import { versionOf, Workshop } from '../workshop.ts';

const UNLOCK = ['--pinentry-mode', 'loopback', '--passphrase', ''];

/** @param primary and `subkey`: algorithms as gpg calls them; its own choice of a subkey where there is none */
function gpg(key: string, primary: string, subkey?: string): Tool {
  return {
    name: 'GnuPG',
    key,
    version: () => versionOf('gpg', ['--version']),
    async settle(userId) {
      const shop = new Workshop();
      const run = (args: string[], input?: string | Uint8Array, good?: number[]) =>
        shop.run('gpg', ['--homedir', shop.folder, '--batch', '--yes', ...UNLOCK, ...args], input, good);
      const text = async (args: string[], input?: string) =>
        new TextDecoder().decode((await run(args, input)).bytes);
      await run(['--quick-generate-key', userId, primary, subkey === undefined ? 'default' : 'sign']);
      const [, fingerprint = ''] =
        /^fpr:+([0-9A-F]+):/m.exec(await text(['--list-keys', '--with-colons'])) ?? [];
      if (subkey !== undefined) await run(['--quick-add-key', fingerprint, subkey, 'encr']);
      const publicKey = await text(['--armor', '--export', fingerprint]);
      const status = shop.file('status', '');
      const sealed = async (form: string[], plain: string, to: readonly string[], way: Way) => {
        const readers = shop.files(way === 'to-self' ? [...to, publicKey] : to);
        const options = readers.flatMap((file) => ['--recipient-file', file]);
        const sign = way === 'signed' ? ['--sign'] : [];
        return (await run([...form, ...sign, '--encrypt', ...options], plain)).bytes;
      };
      return {
        publicKey,
        privateKey: await text(['--armor', '--export-secret-keys', fingerprint]),
        passphrase: '',
        seal: async (plain, to, way) => new TextDecoder().decode(await sealed(['--armor'], plain, to, way)),
        sealBinary: (plain, to, way) => sealed([], plain, to, way),
        async open(sealed) {
          // It ends with 2 where it opened a message and can't tell who signed it.
          const { bytes } = await run(['--status-file', status, '--decrypt'], sealed, [0, 2]);
          const said = readFileSync(status, 'utf8');
          if (!said.includes('DECRYPTION_OKAY')) throw new Error(`gpg opened nothing: ${said}`);
          // Format, time, and the name with what is not plain in it escaped.
          const [, name = ''] = /PLAINTEXT \w+ \d+ ?(.*)$/m.exec(said) ?? [];
          return { bytes, name: decodeURIComponent(name) };
        },
        leave() {
          spawnSync('gpgconf', ['--homedir', shop.folder, '--kill', 'all']);
          shop.leave();
        },
      };
    },
  };
}

export const gpgRsa = gpg('RSA', 'default');
export const gpgCurve25519 = gpg('Curve25519', 'ed25519', 'cv25519');
export const gpgNist = gpg('NIST P-256', 'nistp256', 'nistp256');
