import { decrypt, decryptKey, type PrivateKey, readMessage, readPrivateKey } from 'openpgp';
import { limits } from '../disclosure/limits.ts';
import { KeyError } from './keys.ts';

/** What is inside a message. */
export interface Opened {
  bytes: Uint8Array<ArrayBuffer>;
  /** The name of a file, where the sender gave one; whatever characters it has. */
  name: string;
}

/** Why there is nothing to show of a message: it is not for this key or is broken, or it comes to more than it may. */
export type NotOpened = 'closed' | 'too-long';

/** A message as text, or why there is none. */
export type OpenedText = { text: string } | { text: null; why: NotOpened };

/** What the envelope of the contents adds to them at most: the name of a file, lengths of parts. */
const ENVELOPE = 1024;

/**
 * Opens a message, armored or binary, with an unlocked key.
 * @param most the most that it may come to, in bytes; of what is compressed no more than that is unpacked
 */
export async function openWith(
  key: PrivateKey,
  sealed: string | Uint8Array,
  most: number,
): Promise<Opened | NotOpened> {
  try {
    const message =
      typeof sealed === 'string'
        ? await readMessage({ armoredMessage: sealed })
        : await readMessage({ binaryMessage: sealed });
    const { data, filename } = await decrypt({
      message,
      decryptionKeys: key,
      format: 'binary',
      config: { maxDecompressedMessageSize: most + ENVELOPE },
    });
    const bytes = data as Uint8Array<ArrayBuffer>;
    return bytes.length > most ? 'too-long' : { bytes, name: filename };
  } catch (error) {
    // The library has no other name for it.
    return error instanceof Error && error.message.includes('Maximum decompressed') ? 'too-long' : 'closed';
  }
}

/** Opens the report or a later message (armored), of at most `limits.openedText` bytes; padding is taken off. */
export async function openText(key: PrivateKey, sealed: string): Promise<OpenedText> {
  const opened = await openWith(key, sealed, limits.openedText);
  if (typeof opened === 'string') return { text: null, why: opened };
  return { text: new TextDecoder().decode(opened.bytes).trimEnd() };
}

/**
 * Opens what it can of `messages` (armored) with a locked private key (armored) and its passphrase.
 * @throws KeyError `unreadable` when the key can't be read or the passphrase is not its own
 */
export async function openMessages(
  messages: readonly string[],
  lockedKey: string,
  passphrase: string,
): Promise<OpenedText[]> {
  const key = await unlock(lockedKey, passphrase);
  return Promise.all(messages.map((armored) => openText(key, armored)));
}

async function unlock(armoredKey: string, passphrase: string): Promise<PrivateKey> {
  try {
    return await decryptKey({ privateKey: await readPrivateKey({ armoredKey }), passphrase });
  } catch (cause) {
    throw new KeyError('unreadable', { cause });
  }
}
