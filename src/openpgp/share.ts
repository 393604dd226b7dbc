import type { PrivateKey } from 'openpgp';
import { equalBytes } from './equal-bytes.ts';
import { type HeadKey, keptKeys, keysOfHead, writeHead } from './message-head.ts';
import { type SessionKey, sessionKeysIn } from './open.ts';
import { type SealTo, sealedForTeam } from './sealed-for.ts';

/**
 * Why a message can't be shared: its session keys are not as they should be, it is not for this key (or for two at once
 * that differ), or the team can't be reached with what it was encrypted with.
 */
export type ShareFault = 'odd' | 'closed' | 'not-sealed';

/** Whom a message is shared with. */
export interface ShareWith {
  /** Everybody of the team that can be sealed to now. */
  team: readonly SealTo[];
  /** Ids of all keys of the team and of who left it: what is for one of these goes, or is made anew. */
  gone: ReadonlySet<string>;
}

/** The session key in a head for a member; null where there is none, or where there are two that differ. */
export async function sessionKeyOfHead(key: PrivateKey, head: Uint8Array): Promise<SessionKey | null> {
  return sessionKeyIn(key, keysOfHead(head) ?? []);
}

/**
 * Makes the session keys of a message anew for the whole team; those of others stay as they are, those of who left go.
 * What is encrypted with them is not touched. Of what strangers sent nothing is read here but session keys whose sizes
 * were judged. Whoever asks says what opened the contents: anybody can put a session key that they can't open before
 * contents of theirs, and it is not for us to open it for them; see `shareOpened`.
 * @param key a member's, unlocked
 * @param head the session keys as they stand in the message
 * @param opened the session key with which its contents opened whole
 */
export async function shareHead(
  key: PrivateKey,
  head: Uint8Array,
  opened: SessionKey,
  { team, gone }: ShareWith,
): Promise<Uint8Array<ArrayBuffer> | ShareFault> {
  const keys = keysOfHead(head);
  const version = keys?.[0]?.version;
  if (!keys || version === undefined || keys.some((one) => one.version !== version)) return 'odd';
  const sessionKey = await sessionKeyIn(key, keys);
  if (!sessionKey || !areSame(sessionKey, opened)) return 'closed';
  const { data, algorithm, ...mode } = version === 3 ? sessionKey : ofVersion6(sessionKey);
  if (!algorithm) return 'odd';
  const forTeam = await sealedForTeam({ data, algorithm, ...mode }, team).catch(() => null);
  return forTeam ? writeHead(forTeam, keptKeys(keys, gone)) : 'not-sealed';
}

/** A packet of version 6 names no cipher; that a mode is named is how OpenPGP.js is told to make one. */
function ofVersion6({ data }: SessionKey) {
  const algorithm = ({ 16: 'aes128', 24: 'aes192', 32: 'aes256' } as const)[data.length];
  return { data, algorithm: algorithm ?? null, aeadAlgorithm: 'ocb' } as const;
}

/** Whether two heads hold the same session key for a member: what the one opens, the other does. */
export async function holdSameKey(key: PrivateKey, one: Uint8Array, other: Uint8Array): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map(async (head) => sessionKeyIn(key, keysOfHead(head) ?? [])),
  );
  return first && second ? areSame(first, second) : false;
}

const areSame = (one: SessionKey, other: SessionKey) =>
  one.algorithm === other.algorithm && equalBytes(one.data, other.data);

async function sessionKeyIn(key: PrivateKey, keys: readonly HeadKey[]): Promise<SessionKey | null> {
  const known = keys.filter(({ isKnown }) => isKnown);
  const [first, ...others] = await sessionKeysIn(key, known);
  if (!first) return null;
  return others.every((one) => areSame(one, first)) ? first : null;
}
