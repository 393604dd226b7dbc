import type { Tool, Way } from '../tool.ts';
import { versionOf, Workshop } from '../workshop.ts';
import { notBesideNewer } from './beside-newer.ts';

/** A tool with the common commands of the Stateless OpenPGP Protocol. */
function sop(name: string, command: string, others: Partial<Tool> = {}): Tool {
  return {
    name,
    key: '',
    version: () => versionOf(command, ['version']),
    ...others,
    async settle(userId) {
      const shop = new Workshop();
      const privateKey = await shop.text(command, ['generate-key', userId]);
      const publicKey = await shop.text(command, ['extract-cert'], privateKey);
      const own = shop.file('own.asc', privateKey);
      const sealed = async (form: string[], text: string, to: readonly string[], way: Way) => {
        const signed = way === 'signed' ? [`--sign-with=${own}`] : [];
        const readers = shop.files(way === 'to-self' ? [...to, publicKey] : to);
        return (await shop.run(command, ['encrypt', ...form, ...signed, ...readers], text)).bytes;
      };
      return {
        ...{ publicKey, privateKey, passphrase: '', leave: () => shop.leave() },
        seal: async (text, to, way) => new TextDecoder().decode(await sealed([], text, to, way)),
        sealBinary: (text, to, way) => sealed(['--no-armor'], text, to, way),
        open: async (sealed) => ({ ...(await shop.run(command, ['decrypt', own], sealed)), name: null }),
      };
    },
  };
}

export const sqop = sop('Sequoia sqop', 'sqop');
export const pgpainless = sop('PGPainless', 'pgpainless-cli', {
  limits: [notBesideNewer(/appears not to contain a valid OpenPGP message/)],
});
export const gosop = sop('GopenPGP (gosop)', 'gosop', {
  // What it calls itself stands in what it makes alone.
  version: () => versionOf('gosop', ['generate-key', 'Version']),
  limits: [
    {
      deed: 'attachments',
      outcome: /other bytes/,
      note:
        '`gosop decrypt` writes everything as text, whoever encrypted it: it changes bytes that are no UTF-8, and line ' +
        'ends. Open attachments in the inbox, or with another tool.',
    },
  ],
});
