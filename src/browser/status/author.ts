// Who wrote each message of a case, as far as its reporter can know.
import {
  type Authorship,
  authorshipOf,
  firstSignedOf,
  isBeforeSignatures,
  type Signer,
} from '../../disclosure/authorship.ts';
import type { CaseView } from '../../disclosure/case-view.ts';
import type { ListedFile } from '../../disclosure/listed-files.ts';
import { readSignedText } from '../../disclosure/signed-text.ts';
import type { StatusFacts } from '../../handover/status-facts.ts';
import type { Shown } from '../dom/stretch.ts';

export type Message = CaseView['messages'][number];

/** A message with what is known of its author. */
export interface Authored extends Shown<Message> {
  /** Null of the report: the case begins with it, and whoever has the receipt knows what they reported. */
  authorship: Authorship | null;
  /** Whether it is of before messages were signed. */
  isOld: boolean;
  /** Its text without what says its place; null where it was not opened. */
  text: string | null;
  /** The files that it names; those of the report stand in it. */
  listed: readonly ListedFile[];
}

/**
 * Says who wrote each message.
 * @param ownKey fingerprint of the reply key, upper case; null where there is none, or it did not open
 */
export function authorsOf(
  shown: readonly Shown<Message>[],
  view: CaseView,
  ownKey: string | null,
  facts: StatusFacts,
): Authored[] {
  const authored = (firstSigned: number | null) =>
    shown.map((one) => authorOf(one, view, { ownKey, firstSigned }, facts));
  const signed = authored(null).flatMap(({ message: { number }, authorship }) =>
    authorship ? [{ number, author: authorship }] : [],
  );
  return authored(firstSignedOf(signed));
}

function authorOf(
  shown: Shown<Message>,
  view: CaseView,
  { ownKey, firstSigned }: { ownKey: string | null; firstSigned: number | null },
  { signers, signedSince }: StatusFacts,
): Authored {
  const { message, opening } = shown;
  const { reference, receivedAt, statements } = view;
  const isAccepted = statements.length > 0;
  const isOld = isBeforeSignatures({ message, receivedAt, isAccepted, firstSigned, signedSince });
  const signed = opening.text === null ? null : readSignedText(opening.text);
  const own: Signer[] = ownKey === null ? [] : [{ fingerprint: ownKey, name: 'reporter', until: null }];
  const isReport = message.number === 1 && message.from === 'reporter';
  const authorship = authorshipOf({
    message,
    reference,
    signature: opening.text === null ? null : opening.signature,
    head: signed?.head ?? null,
    signers: message.from === 'team' ? signers : own,
    isOld,
  });
  return {
    ...shown,
    isOld,
    authorship: isReport ? null : authorship,
    text: signed?.text ?? opening.text,
    listed: signed?.head.attachments ?? [],
  };
}
