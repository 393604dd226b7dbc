import { type Key, readKeys } from 'openpgp';
import { faultOfAlgorithm } from './algorithm-names.ts';
import { judgeCertificates } from './judge-key.ts';
import { KeyError, mostHelpful, type ReaderFault, readerFaultOf } from './key-error.ts';
import { type Certificate, describe } from './keys.ts';
import { madeAt } from './made-at.ts';

/** A certificate of a reporter's to which a reply can be sealed. */
export interface Reader {
  key: Key;
  /** When it can be sealed to: now, or later where its maker's clock is ahead of ours. */
  at: Date;
  certificate: Certificate;
}

/**
 * Reads the certificates that a reporter gave to have replies sealed to, after they were judged: all that can be sealed
 * to. Exports hold old keys beside new ones; the old ones stand in nobody's way.
 * @throws KeyLimitsError, KeyError: the most helpful reason where none can be used
 */
export async function readReaders(text: string, now: Date): Promise<[Reader, ...Reader[]]> {
  const { keys, faults } = await readStrangers(text);
  const readers = new Map<string, Reader>();
  for (const key of keys) {
    try {
      const reader = await readerOf(key, now);
      readers.set(reader.certificate.fingerprint, reader);
    } catch (error) {
      faults.push(faultOrThrow(error));
    }
  }
  const [first, ...others] = readers.values();
  if (!first) throw mostHelpful(faults);
  return [first, ...others];
}

/** Which keys are in a reporter's certificates; also those that have run out. */
export interface ReaderKeys {
  /** Of all keys and subkeys, 16 hexadecimal characters each, lower case. */
  keyIds: string[];
  /** Of the primary keys, upper case. */
  fingerprints: string[];
}

/** @throws KeyLimitsError; KeyError `private` or `unreadable` */
export async function readerKeysOf(text: string): Promise<ReaderKeys> {
  const { keys, faults } = await readStrangers(text);
  if (keys.length === 0) throw mostHelpful(faults);
  return {
    keyIds: keys.flatMap((key) => [key, ...key.getSubkeys()].map((part) => part.getKeyID().toHex())),
    fingerprints: keys.map((key) => key.getFingerprint().toUpperCase()),
  };
}

/** The ids in `readerKeysOf`. */
export async function readerIdsOf(text: string): Promise<string[]> {
  return (await readerKeysOf(text)).keyIds;
}

/**
 * Reads a reporter's certificates to verify with what they signed, whether or not anything can be sealed to them.
 * @returns none where they are beyond the limits
 */
export async function readReaderVerifiers(text: string): Promise<Key[]> {
  return readStrangers(text).then(
    ({ keys }) => keys,
    () => [],
  );
}

/** The only way in which OpenPGP.js gets a stranger's key. @throws KeyLimitsError; KeyError `private` */
async function readStrangers(text: string): Promise<{ keys: Key[]; faults: ReaderFault[] }> {
  const { certificates, faults } = judgeCertificates(text);
  const keys: Key[] = [];
  for (const binaryKeys of certificates) {
    const read = await readKeys({ binaryKeys }).catch(() => []);
    if (read.length === 0) faults.push('unreadable');
    keys.push(...read);
  }
  return { keys, faults };
}

/** Looks at a certificate as it is now, or, where it was made by a clock ahead of ours, as it is from then on. */
async function readerOf(key: Key, now: Date): Promise<Reader> {
  try {
    return { key, at: now, certificate: await describe(key, now) };
  } catch (error) {
    const then = new Date(madeAt(key));
    if (!(error instanceof KeyError) || then <= now) throw named(error, key);
    return { key, at: then, certificate: await describe(key, then) };
  }
}

/** Why nothing can be encrypted to a key, where that is for what it computes with. */
function named(error: unknown, key: Key): unknown {
  if (!(error instanceof KeyError && error.fault === 'no-encryption')) return error;
  const parts = [key, ...key.getSubkeys()].map((part) => faultOfAlgorithm(part.keyPacket.write()));
  const fault = parts.find((part) => part !== null)?.fault;
  return fault === undefined ? error : new KeyError(fault, { cause: error });
}

function faultOrThrow(error: unknown): ReaderFault {
  const fault = readerFaultOf(error);
  if (fault === undefined) throw error;
  return fault;
}
