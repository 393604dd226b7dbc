import type { Tool, Way } from '../tool.ts';
import { versionOf, Workshop } from '../workshop.ts';

export const rnp: Tool = {
  name: 'RNP',
  key: '',
  version: () => versionOf('rnp', ['--version']),
  async settle(userId) {
    const shop = new Workshop();
    const common = ['--homedir', shop.folder, '--notty', '--password', ''];
    const keys = (...args: string[]) => shop.text('rnpkeys', [...common, ...args]);
    /** It lists a key that it imports once, and by their fingerprints it finds them again. */
    const fingerprints = new Map<string, string>();
    const importKey = async (certificate: string) => {
      const listed = await keys('--import-keys', shop.file('to.asc', certificate));
      return /^pub.*\n +([0-9a-f]{40})$/m.exec(listed)?.[1] ?? '';
    };
    await keys('--generate-key', '--userid', userId);
    const publicKey = await keys('--export-key', '--output', '-', userId);
    const sealed = async (form: string[], text: string, to: readonly string[], way: Way) => {
      const readers: string[] = way === 'to-self' ? [userId] : [];
      for (const certificate of to) {
        const known = fingerprints.get(certificate) ?? (await importKey(certificate));
        fingerprints.set(certificate, known);
        readers.push(known);
      }
      const signed = way === 'signed' ? ['--sign', '--userid', userId] : [];
      const recipients = readers.flatMap((reader) => ['--recipient', reader]);
      const args = [...common, '--encrypt', ...form, ...signed, ...recipients, '--output', '-', '-'];
      return (await shop.run('rnp', args, text)).bytes;
    };
    return {
      publicKey,
      privateKey: await keys('--export-key', '--secret', '--output', '-', userId),
      passphrase: '',
      seal: async (text, to, way) => new TextDecoder().decode(await sealed(['--armor'], text, to, way)),
      sealBinary: (text, to, way) => sealed([], text, to, way),
      async open(sealed) {
        const file = shop.file('sealed', sealed);
        return { ...(await shop.run('rnp', [...common, '--decrypt', '--output', '-', file])), name: null };
      },
      leave: () => shop.leave(),
    };
  },
};
