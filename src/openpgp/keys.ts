import { enums, generateKey, type Key, readKeys, readPrivateKey } from 'openpgp';
import { REPLY_KEY_USER_ID } from './reply-key.ts';

/** What the rest of the project knows of a certificate. */
export interface Certificate {
  /** 40 hexadecimal characters, upper case. */
  fingerprint: string;
  userIds: string[];
  /** When its encryption runs out, in ms since 1970; null for never. */
  expiresAt: number | null;
  /** Ids of all its keys that can be encrypted to now: 16 hexadecimal characters each, lower case. */
  encryptionKeyIds: string[];
  /** The certificate alone, armored. */
  armored: string;
}

export type KeyFault = 'unreadable' | 'private' | 'expired' | 'revoked' | 'no-encryption';

/** A key that can't be used; `fault` says why. */
export class KeyError extends Error {
  readonly fault: KeyFault;
  constructor(fault: KeyFault, options?: ErrorOptions) {
    super(`the OpenPGP key can not be used: ${fault}`, options);
    this.fault = fault;
  }
}

/**
 * Reads every certificate in `text`, whether exported together or pasted one after the other.
 * @throws KeyError `private` when there is a private key among them, `unreadable` when there is nothing or
 *   something else, `expired`, `revoked` or `no-encryption` when one can't be encrypted to at `at`.
 */
export async function readCertificates(text: string, at: Date): Promise<Certificate[]> {
  if (text.includes('PRIVATE KEY BLOCK')) throw new KeyError('private');
  const blocks =
    text.match(/-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/g) ?? [];
  const found: Certificate[] = [];
  for (const block of blocks) {
    for (const key of await readBlock(block)) found.push(await describe(key, at));
  }
  if (found.length === 0) throw new KeyError('unreadable');
  return found;
}

/**
 * Makes the key pair to which the team seals its replies: Ed25519 and Curve25519 in the version 4 form that
 * GnuPG 2.2 reads, locked with `passphrase` (iterated and salted S2K; the passphrase carries 115 bits itself).
 */
export async function makeReplyKey(
  passphrase: string,
): Promise<{ publicKey: string; lockedPrivateKey: string }> {
  const { publicKey, privateKey } = await makeKeyPair({ name: REPLY_KEY_USER_ID }, passphrase);
  return { publicKey, lockedPrivateKey: privateKey };
}

/** Makes a key pair that GnuPG 2.2 uses, armored; without a passphrase the private key is readable. */
export async function makeKeyPair(
  userId: { name: string; email?: string },
  passphrase?: string,
): Promise<{ publicKey: string; privateKey: string }> {
  const { publicKey, privateKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [userId],
    format: 'armored',
    config: { aeadProtect: false, v6Keys: false, s2kType: enums.s2k.iterated },
    // An allowance for clocks that run behind: gpg refuses a key from the future.
    date: new Date(Date.now() - 60_000),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  return { publicKey, privateKey };
}

async function readBlock(block: string): Promise<Key[]> {
  try {
    return await readKeys({ armoredKeys: block });
  } catch (cause) {
    throw new KeyError('unreadable', { cause });
  }
}

async function describe(key: Key, at: Date): Promise<Certificate> {
  if (key.isPrivate()) throw new KeyError('private');
  if (await key.isRevoked(undefined, undefined, at)) throw new KeyError('revoked');
  const keyEnd = await key.getExpirationTime();
  if (keyEnd instanceof Date && keyEnd <= at) throw new KeyError('expired');
  const encryptionKeyIds: string[] = [];
  let lastSubkeyEnd = 0;
  for (const part of [key, ...key.getSubkeys()]) {
    const usable = await key.getEncryptionKey(part.getKeyID(), at).catch(() => null);
    if (!usable) continue;
    encryptionKeyIds.push(part.getKeyID().toHex());
    const end = await part.getExpirationTime();
    lastSubkeyEnd = Math.max(lastSubkeyEnd, end instanceof Date ? end.getTime() : Number.POSITIVE_INFINITY);
  }
  if (encryptionKeyIds.length === 0) throw new KeyError(await whyNoEncryption(key, at));
  const expiresAt = Math.min(lastSubkeyEnd, keyEnd instanceof Date ? keyEnd.getTime() : lastSubkeyEnd);
  return {
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: key.getUserIDs(),
    expiresAt: Number.isFinite(expiresAt) ? expiresAt : null,
    encryptionKeyIds,
    armored: key.toPublic().armor(),
  };
}

async function whyNoEncryption(key: Key, at: Date): Promise<KeyFault> {
  for (const subkey of key.getSubkeys()) {
    const end = await subkey.getExpirationTime().catch(() => null);
    if (end instanceof Date && end <= at) return 'expired';
  }
  return 'no-encryption';
}

/** The public half of a private key, armored. @throws KeyError `unreadable` */
export async function publicHalf(privateKey: string): Promise<string> {
  try {
    return (await readPrivateKey({ armoredKey: privateKey })).toPublic().armor();
  } catch (cause) {
    throw new KeyError('unreadable', { cause });
  }
}
