// Who wrote a message, as far as its signature proves it. Pure: both ends of a conversation say the same of it.
import type { Place, SignedHead } from './signed-text.ts';

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
  /** It holds for its place, but was made on another day (`at`, in ms) than the server says of the message. */
  | { kind: 'redated'; who: string; at: number }
  /** By a member who had left: the signature, or the message, is of after `until` (ISO 8601, UTC). */
  | { kind: 'former'; who: string; until: string }
  /** It could not be opened here, so that nothing is known of it. */
  | { kind: 'closed' };

/** A message or note as far as its author goes; `at` as the server has it, ISO 8601. */
export type Authored = Pick<Place, 'number' | 'from'> & { at: string };

/** How far the moment of signing may be from the server's, in ms: a reply may lie ready for a while, and clocks differ. */
const LONGEST_APART = 24 * 60 * 60 * 1000;
/** From here on, in ms, the moment of signing is shown beside the server's. */
const NOTABLY_APART = 10 * 60 * 1000;

/** When a message was signed, ISO 8601, where that is notably another moment than the server says; else null. */
export function signedApart({ at }: Authored, authorship: Authorship): string | null {
  if (authorship.kind !== 'verified') return null;
  return apart(at, authorship.at) > NOTABLY_APART ? new Date(authorship.at).toISOString() : null;
}

function apart(moment: string, at: number): number {
  return Math.abs(Date.parse(moment) - at);
}

/**
 * Says who wrote a message; of a note (`from: 'note'`), or of a record of the desk (`reference: DESK`), as well.
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
  head: SignedHead | null;
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
  // Both are signed: the time in the head, and the signature's own.
  const other = [at, Date.parse(head.written)].find((one) => apart(message.at, one) > LONGEST_APART);
  return other === undefined
    ? { kind: 'verified', who, fingerprint, at }
    : { kind: 'redated', who, at: other };
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
 * The number of the first message in a case that somebody signed for its place; null where there is none. Whatever comes
 * after it is of a time when messages were signed.
 */
export function firstSignedOf(
  authors: readonly { number: number; author: { kind: string } }[],
): number | null {
  const signed = authors.filter(({ author: { kind } }) => kind === 'verified' || kind === 'redated');
  return signed.length === 0 ? null : Math.min(...signed.map(({ number }) => number));
}

/**
 * Whether a message is of before messages were signed here: nothing of it or of its case is of after `signedSince`, and
 * nothing that was signed says otherwise.
 * @param receivedAt of the case, ISO 8601
 * @param isAccepted whether the server signed that it took the report in
 * @param firstSigned see `firstSignedOf`
 */
export function isBeforeSignatures({
  message,
  receivedAt,
  isAccepted,
  firstSigned,
  signedSince,
}: {
  message: Authored;
  receivedAt: string;
  isAccepted: boolean;
  firstSigned: number | null;
  signedSince: string;
}): boolean {
  const since = Date.parse(signedSince);
  if (firstSigned !== null && firstSigned < message.number) return false;
  return !isAccepted && Date.parse(receivedAt) < since && Date.parse(message.at) < since;
}
