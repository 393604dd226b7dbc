// Session keys for certificates of our own, and what to them is handed over; nothing of a stranger's is read here.
import { encryptSessionKey, type Key, readKey, type SessionKey } from 'openpgp';
import { joined } from '../disclosure/bytes.ts';
import { KeyError } from './key-error.ts';

/** A certificate of our own, armored, to which is sealed as it is now, or as it is at a moment of its own. */
export type SealTo = string | { armored: string; at: Date };

/** The same for one that was read. */
export interface KeyAt {
  key: Key;
  at: Date;
}

/**
 * A session key as everybody of the team gets it, the head of a message; who can't be sealed to here is left out.
 * @throws KeyError when nobody is left
 */
export async function sealedForTeam(
  sessionKey: SessionKey,
  team: readonly SealTo[],
): Promise<Uint8Array<ArrayBuffer>> {
  const sealed = await Promise.allSettled(team.map(async (one) => sealedFor(sessionKey, await readOwn(one))));
  const heads = sealed.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failure = sealed.find((one) => one.status === 'rejected');
  if (heads.length === 0) throw failure?.reason ?? new KeyError('unreadable');
  return joined(heads);
}

/** Reads a certificate of our own. @throws KeyError `unreadable` */
export async function readOwn(one: SealTo): Promise<KeyAt> {
  const { armored, at } = typeof one === 'string' ? { armored: one, at: new Date() } : one;
  const key = await readKey({ armoredKey: armored }).catch((cause: unknown) => {
    throw new KeyError('unreadable', { cause });
  });
  return { key, at };
}

/** A session key as its owner gets it. @throws KeyError */
export async function sealedFor(sessionKey: SessionKey, { key, at }: KeyAt): Promise<Uint8Array> {
  if (key.isPrivate()) throw new KeyError('private');
  await key.getEncryptionKey(undefined, at).catch((cause: unknown) => {
    throw new KeyError('expired', { cause });
  });
  return encryptSessionKey({ ...sessionKey, encryptionKeys: key, date: at, format: 'binary' });
}
