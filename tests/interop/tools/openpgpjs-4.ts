import { createRequire } from 'node:module';
import type { Tool, Way } from '../tool.ts';
import { versionIn } from './openpgpjs.ts';

/** What is used of it here: it has no types of its own. */
interface Key {
  privateKeyArmored: string;
  publicKeyArmored: string;
}
type Keys = { keys: unknown[]; err?: Error[] };
interface Library {
  generateKey(options: { userIds: { name: string; email: string }[] }): Promise<Key>;
  key: { readArmored(armored: string): Promise<Keys> };
  message: {
    fromText(text: string): unknown;
    readArmored(armored: string): Promise<unknown>;
    read(bytes: Uint8Array): Promise<unknown>;
  };
  encrypt(options: {
    message: unknown;
    publicKeys: unknown[];
    privateKeys?: unknown[];
  }): Promise<{ data: string }>;
  encrypt(options: {
    message: unknown;
    publicKeys: unknown[];
    privateKeys?: unknown[];
    armor: false;
  }): Promise<{ message: { packets: { write(): Uint8Array } } }>;
  decrypt(options: {
    message: unknown;
    privateKeys: unknown[];
    format: 'binary';
  }): Promise<{ data: Uint8Array; filename: string }>;
}
/** It is no module of the standard kind. */
const library: Library = createRequire(import.meta.url)('openpgp-4');

export const openpgp4: Tool = {
  name: 'OpenPGP.js',
  key: '',
  version: async () => versionIn('openpgp-4'),
  async settle(userId) {
    const [name = '', email = ''] = userId.replace('>', '').split(' <');
    const pair = await library.generateKey({ userIds: [{ name, email }] });
    const { privateKeyArmored: privateKey, publicKeyArmored: publicKey } = pair;
    const read = async (armored: string) => (await library.key.readArmored(armored)).keys;
    const own = await read(privateKey);
    const optionsFor = async (text: string, to: readonly string[], way: Way) => {
      const readers = way === 'to-self' ? [...to, publicKey] : to;
      return {
        message: library.message.fromText(text),
        publicKeys: (await Promise.all(readers.map(read))).flat(),
        ...(way === 'signed' ? { privateKeys: own } : {}),
      };
    };
    return {
      ...{ publicKey, privateKey, passphrase: '', leave: () => undefined },
      seal: async (text, to, way) => (await library.encrypt(await optionsFor(text, to, way))).data,
      async sealBinary(text, to, way) {
        const { message } = await library.encrypt({ ...(await optionsFor(text, to, way)), armor: false });
        return message.packets.write();
      },
      async open(sealed) {
        const message =
          typeof sealed === 'string'
            ? await library.message.readArmored(sealed)
            : await library.message.read(sealed);
        const { data, filename } = await library.decrypt({ message, privateKeys: own, format: 'binary' });
        return { bytes: data, name: filename };
      },
    };
  },
};
