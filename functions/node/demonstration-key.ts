import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { makePrivate, makePrivateFolder, writePrivate } from '../disk/private-files.ts';

/**
 * The demonstration key pair in the data folder, made once: `team-key.asc` and `team-key.private.asc` (no
 * passphrase, so that anyone who tries Meldpunt can open reports with one gpg command).
 * @returns the public half, armored
 */
export async function demonstrationKey(dataDir: string): Promise<string> {
  const publicFile = join(dataDir, 'team-key.asc');
  const privateFile = join(dataDir, 'team-key.private.asc');
  for (const file of [publicFile, privateFile]) makePrivate(file);
  if (existsSync(publicFile)) return readFileSync(publicFile, 'utf8');
  makePrivateFolder(dataDir);
  const pair = await makeKeyPair({ name: 'Meldpunt demonstration', email: 'security@example.com' });
  writePrivate(privateFile, pair.privateKey);
  // The public half comes last and at once: while it is absent, the pair counts as not made.
  writePrivate(publicFile, pair.publicKey);
  return pair.publicKey;
}
