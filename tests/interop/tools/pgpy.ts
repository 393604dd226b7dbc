import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Tool, Way } from '../tool.ts';
import { versionOf, Workshop } from '../workshop.ts';
import { notBesideNewer } from './beside-newer.ts';

/** Debian's own Python: another one has no PGPy. */
const PYTHON = '/usr/bin/python3';
const script = fileURLToPath(new URL('with_pgpy.py', import.meta.url));

const answers = {
  make: z.strictObject({ publicKey: z.string(), privateKey: z.string() }),
  seal: z.strictObject({ sealed: z.string() }),
  open: z.strictObject({ bytes: z.base64(), name: z.string() }),
};

export const pgpy: Tool = {
  name: 'PGPy',
  key: '',
  limits: [notBesideNewer(/is not a valid PubKeyAlgorithm/)],
  version: () => versionOf('dpkg-query', ['--show', 'python3-pgpy']),
  async settle(userId) {
    const shop = new Workshop();
    const ask = async (action: keyof typeof answers, fields: Record<string, unknown>): Promise<unknown> =>
      JSON.parse(await shop.text(PYTHON, [script], JSON.stringify({ action, ...fields })));
    const pair = answers.make.parse(await ask('make', { user_id: userId }));
    const sealed = async (text: string, to: readonly string[], way: Way, binary: boolean) => {
      const readers = way === 'to-self' ? [...to, pair.publicKey] : to;
      const signer = way === 'signed' ? pair.privateKey : null;
      return answers.seal.parse(await ask('seal', { text, to: readers, signer, binary })).sealed;
    };
    return {
      ...{ ...pair, passphrase: '', leave: () => shop.leave() },
      seal: (text, to, way) => sealed(text, to, way, false),
      sealBinary: async (text, to, way) => Buffer.from(await sealed(text, to, way, true), 'base64'),
      async open(sealed) {
        const fields = { sealed: Buffer.from(sealed).toString('base64'), private_key: pair.privateKey };
        const { bytes, name } = answers.open.parse(await ask('open', fields));
        return { bytes: Buffer.from(bytes, 'base64'), name };
      },
    };
  },
};
