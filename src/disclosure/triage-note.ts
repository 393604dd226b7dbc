import { type Authorship, authorshipOf, type Signature, type Signer } from './authorship.ts';
import { readSignedText } from './signed-text.ts';
import { readTriage, type Triage } from './triage.ts';

/** A note that was opened: its text as it was signed, and what came of verifying that. */
export interface OpenedTriageNote {
  text: string;
  /** Absent where nobody looked: then nothing is known of its author. */
  signature?: Signature;
}

/**
 * What speaks so much against a note that it doesn't count: somebody put it here who is not of the team, or put an older
 * one here again. One that nobody signed may be of a member whose key doesn't sign.
 */
const AGAINST: readonly Authorship['kind'][] = [
  'broken',
  'unknown-key',
  'moved',
  'replayed',
  'former',
  'closed',
];

/** Who wrote a note, as far as its signature proves it. @param at as the server has it, ISO 8601 */
export function noteAuthorOf(
  opened: OpenedTriageNote | null,
  { number, at }: { number: number; at: string },
  reference: string,
  signers: readonly Signer[],
): Authorship {
  return authorshipOf({
    message: { number, from: 'note', at },
    reference,
    signature: opened?.signature,
    head: opened === null ? null : (readSignedText(opened.text)?.head ?? null),
    signers,
    // There were no notes before there were signatures.
    isOld: false,
  });
}

/**
 * The triage that an opened note says; null for what is none, and for what doesn't count.
 * @param author see `noteAuthorOf`
 */
export function triageIn({ text }: OpenedTriageNote, author: Authorship): Triage | null {
  if (AGAINST.includes(author.kind)) return null;
  try {
    return readTriage(readSignedText(text)?.text ?? text);
  } catch {
    return null;
  }
}
