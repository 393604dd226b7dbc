import { decryptKey, type Key, type KeyID, type PrivateKey, readKey } from 'openpgp';
import { KeyError } from './key-error.ts';

/** A certificate by what it signs. */
export interface SigningCertificate {
  /** 40 hexadecimal characters, upper case. */
  fingerprint: string;
  userIds: string[];
  /** When it can sign no more, in ms since 1970, which may be past; null for never. */
  expiresAt: number | null;
}

/**
 * Reads the first certificate in an armored text as one that signs.
 * @param fingerprint of the key or subkey that signs, upper case; without it, the one that would sign now
 * @throws KeyError `unreadable`, also when it can't sign at all; `revoked`
 */
export async function readSigningCertificate(
  armored: string,
  fingerprint?: string,
): Promise<SigningCertificate> {
  const key = await readKey({ armoredKey: armored }).catch((cause) => {
    throw new KeyError('unreadable', { cause });
  });
  if (await key.isRevoked()) throw new KeyError('revoked');
  const part = key.getKeys().find((one) => one.getFingerprint().toUpperCase() === fingerprint);
  const expiresAt = await signingEndOf(key, part?.getKeyID()).catch((cause) => {
    throw new KeyError('unreadable', { cause });
  });
  return { fingerprint: key.getFingerprint().toUpperCase(), userIds: key.getUserIDs(), expiresAt };
}

/**
 * When a certificate can sign no more, in ms since 1970, which may be past; null for never.
 * @param keyId which of its keys signs; without it, the one that would sign now
 * @throws Error when it can't sign, whatever the date
 */
export async function signingEndOf(key: Key, keyId?: KeyID): Promise<number | null> {
  const part = await key.getSigningKey(keyId).catch(() => key.getSigningKey(keyId, null));
  const moments = await Promise.all([key.getExpirationTime(), part.getExpirationTime()]);
  const ends = moments.flatMap((moment) => (moment instanceof Date ? [moment.getTime()] : []));
  return ends.length === 0 ? null : Math.min(...ends);
}

/** A private key that is ready to sign. Never leaves the build: see `src/well-known/signing.ts`. */
export interface SigningKey extends SigningCertificate {
  /** The public half, armored. */
  publicKey: string;
  privateKey: PrivateKey;
  /** Whether it could open messages as well: such a key has no place on a build machine. */
  canDecrypt: boolean;
}

export type SigningKeyFault =
  | 'unreadable'
  /** Only the public half. */
  | 'public'
  /** It has a passphrase and none was given. */
  | 'locked'
  | 'wrong-passphrase'
  | 'expired'
  | 'revoked'
  | 'cannot-sign';

/** A key that nothing can be signed with; `fault` says why. */
export class SigningKeyError extends Error {
  readonly fault: SigningKeyFault;
  constructor(fault: SigningKeyFault, options?: ErrorOptions) {
    super(`nothing can be signed with the OpenPGP key: ${fault}`, options);
    this.fault = fault;
  }
}

/**
 * Reads an armored private key that signs at this moment. Line ends may be written as `\n`, as they often are in a
 * variable.
 * @throws SigningKeyError
 */
export async function readSigningKey(armored: string, passphrase?: string): Promise<SigningKey> {
  const armoredKey = armored.replaceAll('\\r', '').replaceAll('\\n', '\n').trim();
  const key = await readKey({ armoredKey }).catch((cause) => {
    throw new SigningKeyError('unreadable', { cause });
  });
  if (!key.isPrivate()) throw new SigningKeyError('public');
  const at = new Date();
  if (await key.isRevoked(undefined, undefined, at)) throw new SigningKeyError('revoked');
  const end = await key.getExpirationTime();
  if (end instanceof Date && end <= at) throw new SigningKeyError('expired');
  const part = await key.getSigningKey(undefined, at).catch((cause) => {
    throw new SigningKeyError('cannot-sign', { cause });
  });
  // Null where the secret part is elsewhere, on a smart card say.
  const isUnlocked = (candidate: PrivateKey) =>
    candidate.getKeys(part.getKeyID()).some((found) => found.isDecrypted() === true);
  let privateKey = key;
  if (!isUnlocked(key)) {
    if (key.getKeys(part.getKeyID()).some((found) => found.isDecrypted() === null)) {
      throw new SigningKeyError('cannot-sign');
    }
    if (passphrase === undefined) throw new SigningKeyError('locked');
    privateKey = await decryptKey({ privateKey: key, passphrase }).catch((cause) => {
      throw new SigningKeyError('wrong-passphrase', { cause });
    });
  }
  const openers = await key.getDecryptionKeys(undefined, null).catch(() => []);
  return {
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: key.getUserIDs(),
    publicKey: privateKey.toPublic().armor(),
    privateKey,
    expiresAt: await signingEndOf(key, part.getKeyID()),
    canDecrypt: openers.length > 0,
  };
}
