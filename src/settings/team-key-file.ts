import { limits } from '../disclosure/limits.ts';
import { type Certificate, KeyError, type KeyFault, readCertificates } from '../openpgp/keys.ts';
import { SettingsError } from './environment.ts';

/** What is wrong with a key, and how it is mended: behind the name of the key. */
const keyAdvice: Readonly<Record<KeyFault, string>> = {
  unreadable:
    'cannot be read; export it again from a current program (gpg --export --armor), or leave it out of the file.',
  private: 'is a PRIVATE key; take it away at once, make a new key pair, and export only the public half.',
  expired:
    'has expired; extend it (gpg --quick-set-expire, or the program that made it) and export it again, or leave it out of the file.',
  revoked: 'has been revoked; take it out of the file or replace it.',
  'no-encryption':
    'cannot be encrypted to; add an encryption subkey (gpg --quick-add-key FINGERPRINT cv25519 encr).',
  'no-user-id':
    'has no user id, as keys.openpgp.org hands keys out; export it from the machine of its owner (gpg --export --armor).',
  weak: 'is too weak; make a new one (gpg --quick-generate-key) and export that.',
  'unsupported-algorithm':
    'is of a kind that this site cannot seal to; use RSA, a NIST curve, Curve25519 or X448 in a version 4 or 6 key, for example a new one (gpg --quick-generate-key), and export that.',
  'not-yet-valid':
    'comes from the future by the clock of this machine; set that clock right, or wait until the key is valid.',
};

/**
 * Reads the team's certificates, and makes sure that a report can be sealed to all of them.
 * @throws SettingsError that names the keys
 */
export async function readTeamKey(text: string, file: string, at: Date): Promise<Certificate[]> {
  const found = await readCertificates(text, at).catch((error: unknown) => {
    throw error instanceof KeyError
      ? new SettingsError([error, ...error.others].map((one) => sentenceOf(one, file)))
      : error;
  });
  const keys = found.flatMap(({ encryptionKeyIds }) => encryptionKeyIds);
  if (found.length > limits.members || keys.length > limits.teamKeys) {
    throw new SettingsError([
      `${file} holds ${found.length} certificates with ${keys.length} encryption keys; more than ${limits.members} with ${limits.teamKeys} make every report too large. Leave out who need not read them, or have some share a key.`,
    ]);
  }
  return found;
}

function sentenceOf({ fault, whose, detail }: KeyError, file: string): string {
  if (fault === 'unreadable' && whose === '') {
    return `${file} holds no OpenPGP certificate; export the public keys again (gpg --export --armor).`;
  }
  const key = whose === '' ? 'a key' : `the key ${whose}`;
  return `${file}: ${key}${detail && ` (${detail})`} ${keyAdvice[fault]}`;
}
