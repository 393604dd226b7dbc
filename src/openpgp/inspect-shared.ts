import type { ProblemCode } from '../disclosure/problems.ts';
import { equalBytes } from './equal-bytes.ts';
import type { Recipient } from './inspect.ts';
import { type HeadKey, keptKeys, keysOfHead, splitHead } from './message-head.ts';

/** Who has to do with what is shared, by the ids of their keys. */
export interface SharingParties {
  /** Everybody that must be reached now; see `requiredAt`. */
  required: readonly Recipient[];
  /** Keys of the team that can be encrypted to: nobody else gets a session key that was not there. */
  allowed: readonly string[];
  /** All keys of the team, and of who left it: their session keys are made anew, or go. */
  gone: ReadonlySet<string>;
}

/**
 * Decides, without any private key, whether a message may stand in the place of another that was shared anew: the same
 * encrypted contents byte for byte, session keys for everybody of the team and for nobody else but who had one, and none
 * of those dropped but of the team and of who left it. Whether a session key is the right one only its owner can tell.
 * @param old the message as it is stored, or its first chunk, in binary
 * @returns null, or what is wrong
 */
export function faultOfShared(
  old: Uint8Array,
  shared: Uint8Array,
  parties: SharingParties,
): ProblemCode | null {
  const [before, after] = [splitHead(old), splitHead(shared)];
  if (!before || !after) return 'unsupported-encryption';
  if (!equalBytes(before.contents, after.contents)) return 'shared-differs';
  return faultOfSharedHead(before.head, after.head, parties);
}

/** The same for the session keys alone. */
export function faultOfSharedHead(
  old: Uint8Array,
  shared: Uint8Array,
  { required, allowed, gone }: SharingParties,
): ProblemCode | null {
  const [before, after] = [keysOfHead(old), keysOfHead(shared)];
  const version = before?.[0]?.version;
  if (!before || !after || version === undefined) return 'unsupported-encryption';
  if ([...before, ...after].some((key) => key.version !== version)) return 'unsupported-encryption';
  const fresh = freshKeys(after, keptKeys(before, gone));
  if (!fresh) return 'shared-differs';
  const ids = fresh.map(({ keyId }) => keyId);
  const areOurs = fresh.every(({ keyId, isKnown }) => isKnown && allowed.includes(keyId));
  if (!areOurs || new Set(ids).size < ids.length) return 'shared-differs';
  const reachesAll = required.every((one) => one.encryptionKeyIds.some((id) => ids.includes(id)));
  if (required.length === 0 || !reachesAll) return 'missing-recipient';
  return version === 6 && !required.every(({ opensSeipd2 }) => opensSeipd2) ? 'newer-encryption' : null;
}

/** Those that were not there before; null where one that must stay does not, in its order. */
function freshKeys(after: readonly HeadKey[], kept: readonly HeadKey[]): HeadKey[] | null {
  const fresh: HeadKey[] = [];
  let next = 0;
  for (const key of after) {
    const stays = kept[next];
    if (stays && equalBytes(stays.bytes, key.bytes)) next += 1;
    else fresh.push(key);
  }
  return next === kept.length ? fresh : null;
}
