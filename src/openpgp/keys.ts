import { encryptKey, enums, generateKey, type Key, readKey } from 'openpgp';
import { faultOfAlgorithm, LEAST_RSA } from './algorithm-names.ts';
import { KeyError, type KeyFault } from './key-error.ts';
import { type ListedCertificate, listCertificates } from './key-file.ts';
import { preferKnownHashes } from './known-hashes.ts';
import { hasExpired, type Lifetime } from './lifetime.ts';
import { tags } from './packets.ts';
import { REPLY_KEY_DATE, REPLY_KEY_USER_ID } from './reply-key.ts';

export { KeyError, type KeyFault } from './key-error.ts';

/** The bit among a certificate's features that stands for SEIPD version 2 (RFC 9580 section 5.2.3.32). */
const SEIPD2 = 8;

/** What the rest of the project knows of a certificate. */
export interface Certificate extends Lifetime {
  /** 40 hexadecimal characters, of a version 6 key 64; upper case. */
  fingerprint: string;
  /** Those that are not revoked. */
  userIds: string[];
  /** Ids of all its keys, those included that can't be encrypted to any more; as `encryptionKeyIds`. */
  keyIds: string[];
  /** Ids of all its keys that can be encrypted to now: 16 hexadecimal characters each, lower case. */
  encryptionKeyIds: string[];
  /** Whether it says that its owner's program opens SEIPD version 2. */
  opensSeipd2: boolean;
  /** Whether GnuPG encrypts to it: it knows keys of version 4 alone, and neither X25519 nor X448 as RFC 9580 has them. */
  isForGnupg: boolean;
  /** Whether its owner can sign here: it has a part that signs, and is of version 4, as `findSigner` wants it. */
  signs: boolean;
  /** The certificate alone, armored. */
  armored: string;
}

/**
 * Reads every certificate of ours in `text`, whether exported together or pasted one after the other. Strangers' keys
 * go through `readReaders`.
 * @returns also those that have run out at `at`, while others have not; `expiresAt` tells
 * @throws KeyError `private` first when there is a private key among them, `unreadable` when there is nothing or
 *   something else, `expired` when all have run out, any other when one can't be encrypted to; `whose` names the key, `others` tells of further ones
 */
export async function readCertificates(text: string, at: Date): Promise<Certificate[]> {
  const { listed, errors } = await listCertificates(text);
  const found: Certificate[] = [];
  const ended: KeyError[] = [];
  for (const one of listed) {
    try {
      const certificate = await readListed(one, at);
      found.push(certificate);
      if (hasExpired(certificate, at.getTime())) ended.push(new KeyError('expired', { whose: one.name }));
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      errors.push(error);
    }
  }
  // Beside one that is usable they stop nobody.
  if (ended.length === found.length) errors.push(...ended);
  // All of them at once: who mends a file mends it once.
  const [first, ...others] = errors;
  if (first) {
    const { fault, whose, detail, cause } = first;
    throw new KeyError(fault, { whose, detail, cause, others });
  }
  if (found.length === 0) throw new KeyError('unreadable');
  return found;
}

async function readListed(
  { packets, bytes, name: whose }: ListedCertificate,
  at: Date,
): Promise<Certificate> {
  const isKey = ({ tag }: { tag: number }) => tag === tags.publicKey || tag === tags.publicSubkey;
  const faults = packets.filter(isKey).flatMap(({ body }) => faultOfAlgorithm(body) ?? []);
  const key = await readKey({ binaryKey: bytes }).catch((cause: unknown) => {
    throw new KeyError('unreadable', { cause, whose, detail: faults[0]?.detail ?? '' });
  });
  // Others may choose a subkey that we don't know of, and what is sealed to it alone is refused.
  const isMissing = key.getKeys().length < packets.filter(isKey).length;
  const missing = isMissing ? faults.find(({ fault }) => fault === 'unsupported-algorithm') : undefined;
  if (missing) throw new KeyError(missing.fault, { whose, detail: missing.detail });
  return describe(key, at).catch(async (error: unknown) => {
    if (!(error instanceof KeyError)) throw error;
    const past = error.fault === 'expired' ? await describeAsItWas(key, at) : null;
    if (past) return past;
    const { fault, detail } =
      error.fault !== 'no-encryption'
        ? { fault: error.fault, detail: faults.find((one) => one.fault === error.fault)?.detail ?? '' }
        : key.getCreationTime() > at
          ? { fault: 'not-yet-valid' as const, detail: '' }
          : (faults[0] ?? { fault: error.fault, detail: '' });
    throw new KeyError(fault, { cause: error, whose, detail });
  });
}

/** A certificate that has run out, as it was when it could be encrypted to last; null when it never could. */
async function describeAsItWas(key: Key, at: Date): Promise<Certificate | null> {
  const parts = [key, ...key.getSubkeys()].map((part) => part.getExpirationTime().catch(() => null));
  const ends = (await Promise.all(parts)).flatMap((end) => (end instanceof Date && end <= at ? [end] : []));
  for (const end of ends.toSorted((one, other) => other.getTime() - one.getTime())) {
    const past = await describe(key, new Date(end.getTime() - 1000)).catch(() => null);
    if (past) return past;
  }
  return null;
}

/**
 * Makes the key pair to which the team seals its replies: Ed25519 and Curve25519 in the version 4 form that
 * GnuPG 2.2 reads, locked with `passphrase` (iterated and salted S2K; the passphrase carries 115 bits itself).
 */
export async function makeReplyKey(
  passphrase: string,
): Promise<{ publicKey: string; lockedPrivateKey: string }> {
  const { publicKey, privateKey } = await makeKeyPair(
    { name: REPLY_KEY_USER_ID },
    passphrase,
    REPLY_KEY_DATE,
  );
  return { publicKey, lockedPrivateKey: privateKey };
}

/** Makes a key pair that GnuPG 2.2 uses, armored; without a passphrase the private key is readable. */
export async function makeKeyPair(
  userId: { name: string; email?: string },
  passphrase?: string,
  // An allowance for clocks that run behind: gpg refuses a key from the future.
  date = new Date(Date.now() - 60_000),
): Promise<{ publicKey: string; privateKey: string }> {
  const { privateKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [userId],
    format: 'object',
    config: { aeadProtect: false, v6Keys: false },
    date,
  });
  await preferKnownHashes(privateKey);
  const publicKey = privateKey.toPublic().armor();
  if (passphrase === undefined) return { publicKey, privateKey: privateKey.armor() };
  const locked = await encryptKey({
    privateKey,
    passphrase,
    config: { aeadProtect: false, s2kType: enums.s2k.iterated },
  });
  return { publicKey, privateKey: locked.armor() };
}

/**
 * Describes a certificate as it is at `at`.
 * @throws KeyError that says why it can't be encrypted to then
 */
export async function describe(key: Key, at: Date): Promise<Certificate> {
  if (key.isPrivate()) throw new KeyError('private');
  if (await key.isRevoked(undefined, undefined, at)) throw new KeyError('revoked');
  const keyEnd = await key.getExpirationTime();
  if (keyEnd instanceof Date && keyEnd <= at) throw new KeyError('expired');
  const encryptionKeyIds: string[] = [];
  let lastSubkeyEnd = 0;
  let isForGnupg = false;
  for (const part of [key, ...key.getSubkeys()]) {
    const usable = await key.getEncryptionKey(part.getKeyID(), at).catch(() => null);
    if (!usable) continue;
    encryptionKeyIds.push(part.getKeyID().toHex());
    isForGnupg ||= !['x25519', 'x448'].includes(part.getAlgorithmInfo().algorithm);
    const end = await part.getExpirationTime();
    lastSubkeyEnd = Math.max(lastSubkeyEnd, end instanceof Date ? end.getTime() : Number.POSITIVE_INFINITY);
  }
  if (encryptionKeyIds.length === 0) throw new KeyError(await whyNoEncryption(key, at));
  const expiresAt = Math.min(lastSubkeyEnd, keyEnd instanceof Date ? keyEnd.getTime() : lastSubkeyEnd);
  return {
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: await validUserIds(key, at),
    validFrom: validFrom(key, at),
    expiresAt: Number.isFinite(expiresAt) ? expiresAt : null,
    keyIds: keyIdsOf(key),
    encryptionKeyIds,
    opensSeipd2: await opensSeipd2(key, at),
    isForGnupg: key.keyPacket.version === 4 && isForGnupg,
    signs: key.keyPacket.version === 4 && (await canSign(key, at)),
    armored: key.toPublic().armor(),
  };
}

/** Ids of a key and all its subkeys: 16 hexadecimal characters each, lower case. */
export function keyIdsOf(key: Key): string[] {
  return key.getKeys().map((part) => part.getKeyID().toHex());
}

async function canSign(key: Key, at: Date): Promise<boolean> {
  return key.getSigningKey(undefined, at).then(
    () => true,
    () => false,
  );
}

async function opensSeipd2(key: Key, at: Date): Promise<boolean> {
  const { features } = await key.getPrimarySelfSignature(at);
  return ((features?.[0] ?? 0) & SEIPD2) !== 0;
}

/** When the last was made of what there is of a key at `at`, in ms since 1970: from then on it is as it is now. */
function validFrom(key: Key, at: Date): number {
  const signatures = [
    ...key.users.flatMap(({ selfCertifications }) => selfCertifications),
    ...key.subkeys.flatMap(({ bindingSignatures }) => bindingSignatures),
  ];
  const times = [
    ...[key, ...key.getSubkeys()].map((part) => part.getCreationTime()),
    ...signatures.flatMap(({ created }) => created ?? []),
  ];
  return Math.max(...times.map((time) => time.getTime()).filter((time) => time <= at.getTime()));
}

/** The user ids that the owner of a certificate still stands for: revoked ones are in the file too. */
async function validUserIds(key: Key, at: Date): Promise<string[]> {
  const found: string[] = [];
  for (const user of key.users) {
    const isValid = await user.verify(at).catch(() => false);
    if (isValid && user.userID) found.push(user.userID.userID);
  }
  return found;
}

async function whyNoEncryption(key: Key, at: Date): Promise<KeyFault> {
  // A version 6 key says it of itself.
  if (key.users.length === 0 && key.keyPacket.version === 4) return 'no-user-id';
  for (const subkey of key.getSubkeys()) {
    const end = await subkey.getExpirationTime().catch(() => null);
    if (end instanceof Date && end <= at) return 'expired';
  }
  for (const { algorithm, bits = 0, curve } of key.getKeys().map((part) => part.getAlgorithmInfo())) {
    if (algorithm.startsWith('rsa') && bits < LEAST_RSA) return 'weak';
    if (algorithm === 'elgamal' || curve === 'secp256k1') return 'unsupported-algorithm';
  }
  return 'no-encryption';
}
