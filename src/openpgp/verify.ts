import {
  createMessage,
  type DecryptMessageResult,
  type Key,
  readKey,
  type SignaturePacket,
  type Subkey,
} from 'openpgp';
import type { Signature } from '../disclosure/authorship.ts';
import { limits } from '../disclosure/limits.ts';
import { type OpenedText, openPackets, type SessionKey } from './open.ts';

/** So many signatures of a message are looked at: an honest one has one, and each costs a hash of the whole text. */
const MOST_VERIFIED = 4;

/**
 * Opens a text as `openText` does, and verifies its signature. Whoever sealed it may be hostile, as for `openWith`.
 * @param keys certificates that may have signed it: the team's, and those of `readStrangers`
 * @param read makes a text of what it holds
 */
export async function openSignedText(
  sessionKeys: readonly SessionKey[],
  sealed: string,
  keys: readonly Key[],
  read: (bytes: Uint8Array) => OpenedText | Promise<OpenedText>,
): Promise<OpenedText> {
  const opened = await openPackets(sessionKeys, sealed, limits.openedText);
  if (typeof opened === 'string') return { text: null, why: opened };
  const text = await read(opened.bytes);
  if (text.text === null) return text;
  return { ...text, signature: await signatureOf(opened.bytes, opened.signatures, keys) };
}

/** Reads certificates of ours to verify with; one that can't be read is left out. */
export async function readVerifiers(armored: readonly string[]): Promise<Key[]> {
  const read = await Promise.allSettled(armored.map((armoredKey) => readKey({ armoredKey })));
  return read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Of several signatures the first that holds, or else the first by a key that is known. */
async function signatureOf(
  bytes: Uint8Array,
  signatures: DecryptMessageResult['signatures'],
  keys: readonly Key[],
): Promise<Signature> {
  const [first] = signatures;
  if (!first) return { state: 'none' };
  const signers = signatures
    .slice(0, MOST_VERIFIED)
    .flatMap(({ keyID, signature }) =>
      keys.flatMap((key) => key.getKeys().map((part) => ({ key, part, keyID, signature }))),
    )
    .filter(({ part, keyID }) => part.getKeyID().equals(keyID))
    .slice(0, MOST_VERIFIED);
  const [known] = signers;
  if (!known) return { state: 'unknown-key', keyId: first.keyID.toHex() };
  const message = await createMessage({ binary: bytes, format: 'binary' });
  const [literal] = message.packets;
  for (const { key, part, signature } of signers) {
    const { packets } = await signature;
    const made = packets[0] && literal && (await madeWhen(packets[0], key, part, literal));
    if (made) return { state: 'holds', fingerprint: fingerprintOf(key), at: made.getTime() };
  }
  return { state: 'broken', fingerprint: fingerprintOf(known.key) };
}

/** When a signature was made; null where it does not hold. */
async function madeWhen(
  signature: SignaturePacket,
  key: Key,
  part: Key | Subkey,
  literal: object,
): Promise<Date | null> {
  const { created, signatureType } = signature;
  if (!created || signatureType === null || part.getCreationTime() > created) return null;
  try {
    // Whenever it was made, and with SHA-1 or weaker never: the library refuses those for messages.
    await signature.verify(part.keyPacket, signatureType, literal, null);
    await requireSigning(key, part, created);
    return created;
  } catch {
    return null;
  }
}

/**
 * Whether a key was one that signs at `made`, as its owner says it now: who prolongs a key replaces what it said of itself
 * before, and what is left is of later than what was signed until then.
 * @throws Error when it was not: it had run out, or is revoked in a way that holds for all that it ever signed
 */
async function requireSigning(key: Key, part: Key | Subkey, made: Date): Promise<void> {
  const keyId = part.getKeyID();
  await key.getSigningKey(keyId, made).catch((error: unknown) => {
    const signedLast = Math.max(
      ...[
        ...key.users.flatMap(({ selfCertifications }) => selfCertifications),
        ...key.subkeys.flatMap(({ bindingSignatures }) => bindingSignatures),
      ].map(({ created }) => created?.getTime() ?? 0),
    );
    if (!(signedLast > made.getTime())) throw error;
    return key.getSigningKey(keyId, new Date(signedLast));
  });
}

function fingerprintOf(key: Key): string {
  return key.getFingerprint().toUpperCase();
}
