import { type Key, readKey } from 'openpgp';
import { KeyError, readCertificates } from './keys.ts';

/** How far ahead of ours the clock may be with which a key was made, in ms. */
const MOST_AHEAD = 24 * 60 * 60 * 1000;

/**
 * Looks whether a reply can be sealed to a reporter's certificate, and gives the moment at which it can: `now`, or for
 * a key from the future (its maker's clock is ahead, by a day at most) the moment from which it is valid.
 * @param armored one certificate
 * @throws KeyError that says why it can't be used
 */
export async function usableAt(armored: string, now: Date): Promise<Date> {
  try {
    await readCertificates(armored, now);
    return now;
  } catch (error) {
    if (!(error instanceof KeyError && error.fault === 'no-encryption')) throw error;
    const validFrom = await madeAt(armored);
    if (validFrom <= now.getTime() || validFrom > now.getTime() + MOST_AHEAD) throw error;
    const then = new Date(validFrom);
    await readCertificates(armored, then);
    return then;
  }
}

/** When the last part of a certificate was made or signed, in ms since 1970. */
async function madeAt(armored: string): Promise<number> {
  const key: Key = await readKey({ armoredKey: armored });
  const signatures = [
    ...key.users.flatMap(({ selfCertifications }) => selfCertifications),
    ...key.subkeys.flatMap(({ bindingSignatures }) => bindingSignatures),
  ];
  const times = [
    ...[key, ...key.getSubkeys()].map((part) => part.getCreationTime()),
    ...signatures.flatMap(({ created }) => created ?? []),
  ];
  return Math.max(...times.map((time) => time.getTime()));
}
