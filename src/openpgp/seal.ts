import { createMessage, encrypt, enums, type Key, type PublicKey, readKey, type SessionKey } from 'openpgp';
import { KeyError } from './key-error.ts';

/**
 * What the contents of a message are encrypted with. Given to OpenPGP.js ready-made, and without an AEAD algorithm:
 * left to itself it makes SEIPD version 2 where all keys say that they take it, which GnuPG 2 can't open.
 */
export function makeSessionKey(): SessionKey {
  return { algorithm: 'aes256', data: crypto.getRandomValues(new Uint8Array(32)) };
}

/**
 * Seals a text to every certificate: one armored OpenPGP message (RFC 9580), session keys of version 3 and
 * SEIPD version 1 with AES-256, whatever the certificates ask for, not compressed and not signed: GnuPG 2.2 opens it
 * without any option.
 *
 * @param text any text; seal a padded one where its length should tell little
 * @param certificates our own, armored, one each
 * @throws KeyError when there is nobody to seal to, or a certificate can't be read or can't be encrypted to then.
 *   Nothing is returned then: there is no half-sealed message.
 */
export async function seal(text: string, certificates: readonly string[]): Promise<string> {
  return sealToKeys(text, await readOurs(certificates), new Date());
}

/**
 * The same for keys that were read. @param at the moment at which they are to be valid
 * @throws KeyError as above
 */
export async function sealToKeys(text: string, keys: readonly Key[], at: Date): Promise<string> {
  const encryptionKeys = await Promise.all(keys.map((key) => usable(key, at)));
  if (encryptionKeys.length === 0) throw new KeyError('unreadable');
  return encrypt({
    // As bytes: a text would get CRLF line ends, and its length would tell how many lines there are.
    message: await createMessage({ binary: new TextEncoder().encode(text), format: 'binary' }),
    encryptionKeys,
    sessionKey: makeSessionKey(),
    date: at,
    format: 'armored',
    config: {
      preferredCompressionAlgorithm: enums.compression.uncompressed,
      showVersion: false,
      showComment: false,
    },
  });
}

/** Reads certificates of our own, armored, one each. @throws KeyError `unreadable` */
export function readOurs(certificates: readonly string[]): Promise<Key[]> {
  return Promise.all(certificates.map((armoredKey) => readKey({ armoredKey }))).catch((cause: unknown) => {
    throw new KeyError('unreadable', { cause });
  });
}

async function usable(key: Key, at: Date): Promise<PublicKey> {
  if (key.isPrivate()) throw new KeyError('private');
  await key.getEncryptionKey(undefined, at).catch((cause: unknown) => {
    throw new KeyError('expired', { cause });
  });
  return key;
}
