import { type Key, readKeys } from 'openpgp';
import { judgeCertificates } from './judge-key.ts';
import { KeyError } from './key-error.ts';
import { type Certificate, describe } from './keys.ts';

/** How far ahead of ours the clock may be with which a key was made, in ms. */
const MOST_AHEAD = 24 * 60 * 60 * 1000;

/**
 * Reads the certificates that a stranger gave, after they were judged: the only way in which OpenPGP.js gets such a key.
 * @throws KeyLimitsError; KeyError `private` or `unreadable`
 */
export async function readStrangers(text: string): Promise<[Key, ...Key[]]> {
  const keys: Key[] = [];
  for (const binaryKeys of judgeCertificates(text)) {
    const read = await readKeys({ binaryKeys }).catch((cause: unknown) => {
      throw new KeyError('unreadable', { cause });
    });
    keys.push(...read);
  }
  const [first, ...others] = keys;
  if (!first) throw new KeyError('unreadable');
  return [first, ...others];
}

/**
 * Reads the certificates that a reporter gave to have replies sealed to.
 * @throws KeyLimitsError; KeyError that says why one can't be used at `at`
 */
export async function readReaders(text: string, at: Date): Promise<Certificate[]> {
  return describeAll(await readStrangers(text), at);
}

/**
 * Looks whether a reply can be sealed to a reporter's certificate, and gives the moment at which it can: `now`, or for
 * a key from the future (its maker's clock is ahead, by a day at most) the moment from which it is valid.
 * @param armored one certificate
 * @throws KeyLimitsError; KeyError that says why it can't be used
 */
export async function usableAt(armored: string, now: Date): Promise<Date> {
  const keys = await readStrangers(armored);
  try {
    await describeAll(keys, now);
    return now;
  } catch (error) {
    if (!(error instanceof KeyError && error.fault === 'no-encryption')) throw error;
    const validFrom = madeAt(keys[0]);
    if (validFrom <= now.getTime() || validFrom > now.getTime() + MOST_AHEAD) throw error;
    const then = new Date(validFrom);
    await describeAll(keys, then);
    return then;
  }
}

/**
 * The ids of all keys and subkeys in a reporter's certificate, 16 hexadecimal characters each, lower case; also of
 * those that have run out.
 * @throws KeyLimitsError; KeyError `private` or `unreadable`
 */
export async function readerIdsOf(armored: string): Promise<string[]> {
  const keys = await readStrangers(armored);
  return keys.flatMap((key) => [key, ...key.getSubkeys()].map((part) => part.getKeyID().toHex()));
}

async function describeAll(keys: readonly Key[], at: Date): Promise<Certificate[]> {
  const described: Certificate[] = [];
  for (const key of keys) described.push(await describe(key, at));
  return described;
}

/** When the last part of a certificate was made or signed, in ms since 1970. */
function madeAt(key: Key): number {
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
