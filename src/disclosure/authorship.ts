// Who wrote a message, as far as its signature proves it. Pure: both ends of a conversation say the same of it.
import type { SealedMessage } from './case.ts';
import type { Place } from './signed-text.ts';

/** What came of verifying the signature of an opened message. */
export type Signature =
  | { state: 'none' }
  /** `fingerprint` of the primary key, upper case; `at` in ms since 1970, as the signature says it. */
  | { state: 'holds'; fingerprint: string; at: number }
  /** By a key that is known, and it does not hold: contents, hash, or what the key may do. */
  | { state: 'broken'; fingerprint: string }
  /** 16 hexadecimal characters, lower case. */
  | { state: 'unknown-key'; keyId: string };

/** Who may sign for one side of a conversation. */
export interface Signer {
  /** Of the primary key, upper case. */
  fingerprint: string;
  /** Of a member, the name in their user id; `reporter` of the other side. */
  name: string;
  /** When a member left, in ms since 1970; null while they are here. */
  until: number | null;
}

export type Authorship =
  | { kind: 'verified'; who: string; fingerprint: string; at: number }
  | { kind: 'unsigned' }
  /** Unsigned, of a time when nothing was signed yet. */
  | { kind: 'before-signatures' }
  | { kind: 'broken' }
  | { kind: 'unknown-key' }
  /** It holds, but for another case, or from the other side, or says no place at all. */
  | { kind: 'moved' }
  /** It holds, for this case and side, but for another number. */
  | { kind: 'replayed' }
  /** By a member who had left: the signature, or the message, is of after `until` (ISO 8601, UTC). */
  | { kind: 'former'; who: string; until: string }
  /** It could not be opened here, so that nothing is known of it. */
  | { kind: 'closed' };

/** A message as far as its author goes; `at` as the server has it, ISO 8601. */
export type Authored = Pick<SealedMessage, 'number' | 'from'> & { at: string };

/**
 * Says who wrote a message.
 * @param signature null or undefined of one that was not opened
 * @param head what the signed text says of its place; null where it says none
 * @param signers who may sign for the side that the message is from, and nobody else: another's good signature proves
 *   nothing of it
 * @param isOld whether it is of before messages were signed; see `isBeforeSignatures`
 */
export function authorshipOf({
  message,
  reference,
  signature,
  head,
  signers,
  isOld,
}: {
  message: Authored;
  reference: string;
  signature: Signature | null | undefined;
  head: Place | null;
  signers: readonly Signer[];
  isOld: boolean;
}): Authorship {
  if (!signature) return { kind: 'closed' };
  if (signature.state === 'none') return { kind: isOld ? 'before-signatures' : 'unsigned' };
  if (signature.state !== 'holds') return { kind: signature.state };
  const { fingerprint, at } = signature;
  const signer = signers.find((one) => one.fingerprint === fingerprint);
  if (!signer) return { kind: 'unknown-key' };
  if (head?.reference !== reference || head.from !== message.from) return { kind: 'moved' };
  if (head.number !== message.number) return { kind: 'replayed' };
  const { name: who, until } = signer;
  // Who has left may have kept the key, and set a clock back: the server's time counts as well.
  if (until !== null && Math.max(at, Date.parse(message.at)) > until) {
    return { kind: 'former', who, until: new Date(until).toISOString() };
  }
  return { kind: 'verified', who, fingerprint, at };
}

/**
 * Who wrote the report. It says no place of its own: it is what the case begins with, and the key that signs it is the
 * one that it names itself.
 * @param signers the keys in the report
 */
export function reportAuthorshipOf(
  signature: Signature | null | undefined,
  signers: readonly Signer[],
): Authorship {
  if (!signature) return { kind: 'closed' };
  if (signature.state !== 'holds') return { kind: signature.state === 'none' ? 'unsigned' : signature.state };
  const { fingerprint, at } = signature;
  const who = signers.find((one) => one.fingerprint === fingerprint)?.name;
  return who === undefined ? { kind: 'unknown-key' } : { kind: 'verified', who, fingerprint, at };
}

/**
 * Whether a message is of before messages were signed here: nothing of it or of its case is of after `signedSince`, and
 * nothing the server signed says otherwise.
 * @param receivedAt of the case, ISO 8601
 * @param isAccepted whether the server signed that it took the report in
 */
export function isBeforeSignatures({
  message,
  receivedAt,
  isAccepted,
  signedSince,
}: {
  message: Authored;
  receivedAt: string;
  isAccepted: boolean;
  signedSince: string;
}): boolean {
  const since = Date.parse(signedSince);
  return !isAccepted && Date.parse(receivedAt) < since && Date.parse(message.at) < since;
}
