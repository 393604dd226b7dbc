import { limits } from '../disclosure/limits.ts';
import { type Certificate, KeyError, type KeyFault, readCertificates } from '../openpgp/keys.ts';
import { addressIn, publishedSpelling } from '../openpgp/user-id.ts';
import { SettingsError } from './environment.ts';

/** Everything in `public/` is published as it is. */
export const PUBLISHED_KEY = 'public/team-key.asc';

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
      ? new SettingsError([error, ...error.others].map((one) => sentenceOfKey(one, file)))
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

/** What is wrong with a key of ours, and how it is mended; `file` is where it is. */
export function sentenceOfKey({ fault, whose, detail }: KeyError, file: string): string {
  if (fault === 'unreadable' && whose === '') {
    return `${file} holds no OpenPGP certificate; export the public keys again (gpg --export --armor).`;
  }
  const key = whose === '' ? 'a key' : `the key ${whose}`;
  return `${file}: ${key}${detail && ` (${detail})`} ${keyAdvice[fault]}`;
}

/** What a build asks of the team's certificates. */
interface Wanted {
  /** When the last of them may run out, in ms since 1970. */
  leastEnd: number;
  /** The one that is published. */
  address: string;
  isProduction: boolean;
}

/** What stands in the way of certificates that can be sealed to, a line each; `file` is where they are. */
export function faultsOfTeam(
  certificates: readonly Certificate[],
  file: string,
  { leastEnd, address, isProduction }: Wanted,
): string[] {
  const lines: string[] = [];
  if (endsBefore(certificates, leastEnd).length === certificates.length) {
    lines.push(
      `${file}: the last key runs out within 30 days; extend it (gpg --quick-set-expire, or the program that made it) and export it again.`,
    );
  }
  if (isProduction && !certificates.some(isFor(address))) {
    lines.push(
      `${file}: no key has a user id with ${address}, the CONTACT_EMAIL; add it (gpg --quick-add-uid) and export the key again, or correct CONTACT_EMAIL.`,
    );
  }
  if (publishedSpelling(address, certificates) === null) {
    lines.push(
      `${file}: the keys with ${address} spell that address in different ways, with capitals and without, so that some programs (sq) find only some of them; give each a user id with the same spelling (gpg --quick-add-uid) and export them again.`,
    );
  }
  return lines;
}

/**
 * Says on the terminal which certificates run out before `time`, in ms since 1970. One of many stops nobody: the others
 * get what is sent, and inbox, health and mails tell of it too.
 */
export function warnOfEnds(certificates: readonly Certificate[], file: string, time: number): void {
  for (const { userIds, fingerprint } of endsBefore(certificates, time)) {
    process.stderr.write(
      `${file}: the key ${userIds[0] ?? ''} ${fingerprint} has run out or is about to; nothing new can be read with it then. Extend it (gpg --quick-set-expire, or the program that made it) and export it again.\n`,
    );
  }
}

function endsBefore(certificates: readonly Certificate[], time: number): Certificate[] {
  return certificates.filter(({ expiresAt }) => expiresAt !== null && expiresAt < time);
}

/** Whether a user id of a certificate has this address. */
function isFor(address: string): (certificate: Certificate) => boolean {
  const wanted = address.toLowerCase();
  return ({ userIds }) => userIds.some((userId) => addressIn(userId) === wanted);
}
