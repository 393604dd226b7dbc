import { createMessage, encrypt, enums, type PublicKey, readKey } from 'openpgp';
import { KeyError } from './keys.ts';

/**
 * Seals a text to every certificate: one armored OpenPGP message (RFC 9580), SEIPD version 1 with AES-256,
 * not compressed and not signed, which GnuPG 2.2 opens with a plain `gpg --decrypt`.
 *
 * @param text any text; seal a padded one where its length should tell little
 * @param certificates armored, one each, at least one
 * @param at the moment at which they are to be valid, in place of now; see `usableAt`
 * @throws KeyError when a certificate can't be read or can't be encrypted to then. Nothing is returned then:
 *   there is no half-sealed message.
 */
export async function seal(
  text: string,
  certificates: readonly string[],
  at: Date = new Date(),
): Promise<string> {
  const encryptionKeys = await Promise.all(certificates.map((armored) => readUsable(armored, at)));
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

async function readUsable(armoredKey: string, at: Date): Promise<PublicKey> {
  const key = await readKey({ armoredKey }).catch((cause: unknown) => {
    throw new KeyError('unreadable', { cause });
  });
  if (key.isPrivate()) throw new KeyError('private');
  await key.getEncryptionKey(undefined, at).catch((cause: unknown) => {
    throw new KeyError('expired', { cause });
  });
  return key;
}
