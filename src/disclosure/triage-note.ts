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
 * Whether a note, or a record of the desk, counts as the team's. What somebody put here who is not of the team does not, and
 * neither does an older one that was put here again. One that nobody signed counts only where a member's key signs nothing:
 * else whoever writes the store could make one.
 * @param everyoneSigns whether every member's certificate signs
 */
export function counts({ kind }: Authorship, everyoneSigns: boolean): boolean {
  return kind === 'verified' || kind === 'redated' || (kind === 'unsigned' && !everyoneSigns);
}

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
 * @param everyoneSigns see `counts`
 */
export function triageIn(
  { text }: OpenedTriageNote,
  author: Authorship,
  everyoneSigns: boolean,
): Triage | null {
  if (!counts(author, everyoneSigns)) return null;
  try {
    return readTriage(readSignedText(text)?.text ?? text);
  } catch {
    return null;
  }
}
