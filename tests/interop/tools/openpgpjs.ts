import { readFileSync } from 'node:fs';
import type { Limit, Tool, Way } from '../tool.ts';

/** What is used here is the same in both. */
type Library = typeof import('openpgp');
type KeyOptions = Parameters<Library['generateKey']>[0];

/** @param name of its package in `node_modules` */
function openpgpjs(
  name: 'openpgp' | 'openpgp-5',
  key: string,
  options: Partial<KeyOptions> = {},
  limits: Tool['limits'] = [],
): Tool {
  return {
    name: 'OpenPGP.js',
    key,
    limits,
    version: async () => versionIn(name),
    async settle(userId) {
      const library: Library = await import(name);
      const [person = '', email = ''] = userId.replace('>', '').split(' <');
      const pair = await library.generateKey({
        userIDs: [{ name: person, email }],
        ...options,
        format: 'armored',
      });
      const own = await library.readPrivateKey({ armoredKey: pair.privateKey });
      const optionsFor = async (text: string, to: readonly string[], way: Way) => {
        const readers = way === 'to-self' ? [...to, pair.publicKey] : to;
        return {
          message: await library.createMessage({ text }),
          encryptionKeys: await Promise.all(readers.map((armoredKey) => library.readKey({ armoredKey }))),
          ...(way === 'signed' ? { signingKeys: own } : {}),
        };
      };
      return {
        ...{ publicKey: pair.publicKey, privateKey: pair.privateKey, passphrase: '', leave: () => undefined },
        seal: async (text, to, way) => library.encrypt(await optionsFor(text, to, way)),
        sealBinary: async (text, to, way) =>
          library.encrypt({ ...(await optionsFor(text, to, way)), format: 'binary' }),
        async open(sealed) {
          const message =
            typeof sealed === 'string'
              ? await library.readMessage({ armoredMessage: sealed })
              : await library.readMessage({ binaryMessage: sealed });
          const { data, filename } = await library.decrypt({
            message,
            decryptionKeys: own,
            format: 'binary',
          });
          return { bytes: data, name: filename };
        },
      };
    },
  };
}

/** The version of a package, which may have another name in `node_modules` than its own. */
export function versionIn(folder: string): string {
  const file = new URL(`../../../node_modules/${folder}/package.json`, import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}

export const openpgp5 = openpgpjs('openpgp-5', '');
export const openpgp6 = openpgpjs('openpgp', '');
export const openpgp6X25519 = openpgpjs('openpgp', 'X25519', { type: 'curve25519' });
export const openpgp6X448 = openpgpjs('openpgp', 'X448', { type: 'curve448' });
export const openpgp6Version6 = openpgpjs(
  'openpgp',
  'version 6',
  { type: 'curve25519', config: { v6Keys: true } },
  [
    ...(['reporting', 'binary'] as const).map(
      (deed): Limit => ({
        ...{ deed, way: 'signed', outcome: /GnuPG read nothing/ },
        note:
          'A message that is signed by a version 6 key is taken, and the inbox opens it; GnuPG 2.2 decrypts it and shows ' +
          'nothing. Without a signature it opens everywhere.',
      }),
    ),
  ],
);
