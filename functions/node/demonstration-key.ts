import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeyPair } from '../../src/openpgp/keys.ts';

/**
 * The demonstration key pair in the data folder, made once: `team-key.asc` and `team-key.private.asc` (no
 * passphrase, so that anyone who tries Meldpunt can open reports with one gpg command).
 * @returns the public half, armored
 */
export async function demonstrationKey(dataDir: string): Promise<string> {
  const publicFile = join(dataDir, 'team-key.asc');
  if (existsSync(publicFile)) return readFileSync(publicFile, 'utf8');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const pair = await makeKeyPair({ name: 'Meldpunt demonstration', email: 'security@example.com' });
  writeFileSync(join(dataDir, 'team-key.private.asc'), pair.privateKey, { mode: 0o600 });
  // The public half comes last and at once: while it is absent, the pair counts as not made.
  writeFileSync(`${publicFile}.new`, pair.publicKey);
  renameSync(`${publicFile}.new`, publicFile);
  return pair.publicKey;
}
