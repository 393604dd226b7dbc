import { readKey } from 'openpgp';

const known = new Map<string, Promise<string[]>>();

/**
 * The ids of all keys in a certificate of our own, also of those that can't be encrypted to any more: 16 hexadecimal
 * characters each, lower case. Read once for each certificate.
 * @returns none where it can't be read here
 */
export function keyIdsOf({ armored }: { armored: string }): Promise<string[]> {
  const ids = known.get(armored) ?? readIds(armored);
  known.set(armored, ids);
  return ids;
}

async function readIds(armored: string): Promise<string[]> {
  const key = await readKey({ armoredKey: armored }).catch(() => null);
  return key?.getKeys().map((part) => part.getKeyID().toHex()) ?? [];
}
