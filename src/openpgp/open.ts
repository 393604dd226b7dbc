import { decrypt, decryptKey, type PrivateKey, readMessage, readPrivateKey } from 'openpgp';
import { KeyError } from './keys.ts';

/**
 * Opens what it can of `messages` (armored) with a locked private key (armored) and its passphrase.
 * @returns a text for each message; null for one that is not sealed to this key, or is broken
 * @throws KeyError `unreadable` when the key can't be read or the passphrase is not its own
 */
export async function openMessages(
  messages: readonly string[],
  lockedKey: string,
  passphrase: string,
): Promise<(string | null)[]> {
  const decryptionKeys = await unlock(lockedKey, passphrase);
  return Promise.all(messages.map((armored) => open(armored, decryptionKeys)));
}

async function unlock(armoredKey: string, passphrase: string): Promise<PrivateKey> {
  try {
    return await decryptKey({ privateKey: await readPrivateKey({ armoredKey }), passphrase });
  } catch (cause) {
    throw new KeyError('unreadable', { cause });
  }
}

async function open(armoredMessage: string, decryptionKeys: PrivateKey): Promise<string | null> {
  try {
    const message = await readMessage({ armoredMessage });
    const { data } = await decrypt({ message, decryptionKeys, format: 'binary' });
    return new TextDecoder().decode(data);
  } catch {
    return null;
  }
}
