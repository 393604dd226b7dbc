import { readKey } from 'openpgp';
import { KeyError } from './key-error.ts';
import { listCertificates } from './key-file.ts';

/** A certificate by what it signed. */
export interface FormerKey {
  /** 40 hexadecimal characters, of a version 6 key 64; upper case. */
  fingerprint: string;
  /** One at least. */
  userIds: string[];
  /** Of all its keys: 16 hexadecimal characters each, lower case. */
  keyIds: string[];
  /** The certificate alone, armored. */
  armored: string;
}

/**
 * Reads certificates of ours to which nothing is sealed any more, whatever became of them since: run out, revoked, of a
 * kind that can't be encrypted to. What they signed is judged with them (`verify.ts`), and nothing else is done.
 * @param text one armored block or several
 * @throws KeyError `private`, `unreadable` or `no-user-id`; `whose` names the key, `others` tells of further ones
 */
export async function readFormerKeys(text: string): Promise<FormerKey[]> {
  const { listed, errors } = await listCertificates(text);
  const found: FormerKey[] = [];
  for (const { bytes, name: whose } of listed) {
    const key = await readKey({ binaryKey: bytes }).catch(() => null);
    const userIds = key?.getUserIDs() ?? [];
    if (!key) errors.push(new KeyError('unreadable', { whose }));
    else if (userIds.length === 0) errors.push(new KeyError('no-user-id', { whose }));
    else {
      const fingerprint = key.getFingerprint().toUpperCase();
      const keyIds = key.getKeys().map((part) => part.getKeyID().toHex());
      found.push({ fingerprint, userIds, keyIds, armored: key.armor() });
    }
  }
  const [first, ...others] = errors;
  if (first) throw new KeyError(first.fault, { whose: first.whose, detail: first.detail, others });
  if (found.length === 0) throw new KeyError('unreadable');
  return found;
}
