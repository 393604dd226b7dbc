import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { Tool, Way } from '../tool.ts';
import { notBesideNewer } from './beside-newer.ts';
import { versionIn } from './openpgpjs.ts';

/** What is used of it here: it has no types of its own. */
type Callback<Result> = (error: Error | null, result: Result) => void;
interface KeyManager {
  sign(options: object, callback: Callback<void>): void;
  export_pgp_public(options: object, callback: Callback<string>): void;
  export_pgp_private(options: { passphrase: string }, callback: Callback<string>): void;
}
interface KeyRing {
  add_key_manager(manager: KeyManager): void;
}
type Literal = { toBuffer(): Buffer; filename: Buffer | string };
interface Library {
  KeyManager: {
    generate_ecc(options: { userid: string }, callback: Callback<KeyManager>): void;
    import_from_armored_pgp(options: { armored: string }, callback: Callback<KeyManager>): void;
  };
  keyring: { KeyRing: new () => KeyRing };
  box(
    options: { msg: string; encrypt_for: KeyManager[]; sign_with?: KeyManager },
    callback: (error: Error | null, armored: string, raw: Uint8Array) => void,
  ): void;
  unbox(
    options: { keyfetch: KeyRing; armored: string } | { keyfetch: KeyRing; raw: Buffer },
    callback: Callback<Literal[]>,
  ): void;
}

const library: Library = createRequire(import.meta.url)('kbpgp');

/** It exports no private key that isn't locked. */
const PASSPHRASE = 'kbpgp';

export const kbpgp: Tool = {
  name: 'kbpgp (Keybase)',
  key: '',
  limits: [notBesideNewer(/unknown public key system/)],
  version: async () => versionIn('kbpgp'),
  async settle(userId) {
    const own = await promisify(library.KeyManager.generate_ecc)({ userid: userId });
    await promisify(own.sign.bind(own))({});
    const publicKey = await promisify(own.export_pgp_public.bind(own))({});
    const read = (armored: string) => promisify(library.KeyManager.import_from_armored_pgp)({ armored });
    /** Gives a message in both forms, always. */
    const boxed = async (msg: string, to: readonly string[], way: Way) => {
      const readers = await Promise.all(to.map(read));
      const encrypt_for = way === 'to-self' ? [...readers, own] : readers;
      return new Promise<{ armored: string; raw: Uint8Array }>((resolve, reject) => {
        library.box(
          { msg, encrypt_for, ...(way === 'signed' ? { sign_with: own } : {}) },
          (error, armored, raw) => (error ? reject(error) : resolve({ armored, raw })),
        );
      });
    };
    return {
      publicKey,
      privateKey: await promisify(own.export_pgp_private.bind(own))({ passphrase: PASSPHRASE }),
      passphrase: PASSPHRASE,
      seal: async (text, to, way) => (await boxed(text, to, way)).armored,
      sealBinary: async (text, to, way) => (await boxed(text, to, way)).raw,
      async open(sealed) {
        const keyfetch = new library.keyring.KeyRing();
        keyfetch.add_key_manager(own);
        const [literal] = await promisify(library.unbox)(
          typeof sealed === 'string' ? { keyfetch, armored: sealed } : { keyfetch, raw: Buffer.from(sealed) },
        );
        if (!literal) throw new Error('kbpgp found nothing inside');
        return { bytes: literal.toBuffer(), name: literal.filename.toString() };
      },
      leave: () => undefined,
    };
  },
};
