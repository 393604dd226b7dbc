import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tool, Way } from '../tool.ts';
import { versionOf, Workshop } from '../workshop.ts';

export const sq: Tool = {
  name: 'Sequoia sq',
  key: '',
  version: () => versionOf('sq', ['--version']),
  async settle(userId) {
    const shop = new Workshop();
    const own = join(shop.folder, 'own.asc');
    await shop.run('sq', ['key', 'generate', '--userid', userId, '--export', own]);
    const privateKey = readFileSync(own, 'utf8');
    const publicKey = await shop.text('sq', ['key', 'extract-cert', own]);
    const sealed = async (form: string[], text: string, to: readonly string[], way: Way) => {
      const signed = way === 'signed' ? ['--signer-key', own] : [];
      const readers = shop.files(way === 'to-self' ? [...to, publicKey] : to);
      const options = readers.flatMap((file) => ['--recipient-cert', file]);
      return (await shop.run('sq', ['encrypt', ...form, ...signed, ...options], text)).bytes;
    };
    return {
      ...{ publicKey, privateKey, passphrase: '', leave: () => shop.leave() },
      seal: async (text, to, way) => new TextDecoder().decode(await sealed([], text, to, way)),
      sealBinary: (text, to, way) => sealed(['--binary'], text, to, way),
      open: async (sealed) => ({
        ...(await shop.run('sq', ['decrypt', '--recipient-key', own], sealed)),
        name: null,
      }),
    };
  },
};
