import { createMessage, encrypt, enums, type Key, type PublicKey, readKey } from 'openpgp';
import { KeyError } from './key-error.ts';
import { readStrangers } from './reader-key.ts';

/** Who else can open a sealed text, and as of when. */
export interface Sealing {
  /** Strangers' certificates, armored, one each; judged before they are read. */
  readers?: readonly string[];
  /** The moment at which all are to be valid, in place of now; see `usableAt`. */
  at?: Date;
}

/**
 * Seals a text to every certificate: one armored OpenPGP message (RFC 9580), SEIPD version 1 with AES-256,
 * not compressed and not signed, which GnuPG 2.2 opens without any option.
 *
 * @param text any text; seal a padded one where its length should tell little
 * @param certificates our own, armored, one each
 * @throws KeyError when there is nobody to seal to, or a certificate can't be read or can't be encrypted to then.
 *   Nothing is returned then: there is no half-sealed message.
 */
export async function seal(
  text: string,
  certificates: readonly string[],
  { readers = [], at = new Date() }: Sealing = {},
): Promise<string> {
  const encryptionKeys = await Promise.all([
    ...certificates.map(async (armored) => usable(await readOurs(armored), at)),
    ...readers.map(async (armored) => usable((await readStrangers(armored))[0], at)),
  ]);
  if (encryptionKeys.length === 0) throw new KeyError('unreadable');
  return encrypt({
    // As bytes: a text would get CRLF line ends, and its length would tell how many lines there are.
    message: await createMessage({ binary: new TextEncoder().encode(text), format: 'binary' }),
    encryptionKeys,
    date: at,
    format: 'armored',
    config: {
      aeadProtect: false,
      preferredSymmetricAlgorithm: enums.symmetric.aes256,
      preferredCompressionAlgorithm: enums.compression.uncompressed,
      showVersion: false,
      showComment: false,
    },
  });
}

function readOurs(armoredKey: string): Promise<Key> {
  return readKey({ armoredKey }).catch((cause: unknown) => {
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
