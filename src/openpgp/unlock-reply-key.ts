import { decryptKey, type PrivateKey, readPrivateKey } from 'openpgp';
import { KeyError } from './key-error.ts';
import { lockedReplyKey } from './reply-key.ts';

/**
 * Reads a locked reply key (armored) as it came from the server: only one of the form that ours have, whose lock takes
 * no longer to open than ours.
 * @throws KeyError `unreadable`
 */
async function readReplyKey(locked: string): Promise<PrivateKey> {
  const armoredKey = lockedReplyKey(locked);
  if (armoredKey === null) throw new KeyError('unreadable');
  return readPrivateKey({ armoredKey }).catch((cause: unknown) => {
    throw new KeyError('unreadable', { cause });
  });
}

/** Unlocks a reply key. @throws KeyError `unreadable`, also when the passphrase is not its own */
export async function unlockReplyKey(locked: string, passphrase: string): Promise<PrivateKey> {
  const privateKey = await readReplyKey(locked);
  return decryptKey({ privateKey, passphrase }).catch((cause: unknown) => {
    throw new KeyError('unreadable', { cause });
  });
}

/** The public half of a locked reply key, armored. @throws KeyError `unreadable` */
export async function publicHalf(locked: string): Promise<string> {
  return (await readReplyKey(locked)).toPublic().armor();
}
