// What goes from this browser when a reporter withdrew a case, or it is erased.
import { throwAwayDrafts, writtenIn } from '../base/drafts.ts';
import { hasKey, session } from '../base/session.ts';
import { craDraftOf } from './cra-draft.ts';
import { forgetUploads } from './file-uploads.ts';
import { loseWords } from './lost.ts';
import { lostWords } from './lost-words.ts';
import { forgetNotes } from './note-drafts.ts';
import type { CaseFrame } from './seen-case.ts';
import { forgetTriages } from './triage-drafts.ts';

/**
 * What a reporter withdrew goes from here as well; what was being answered to it can be copied, also by who has left the
 * case by then, and is kept nowhere. Only where no key is here that opens it, what is kept waits for one.
 * @param stays the names of forms that there still are
 */
export async function forgetCase(
  reference: string,
  frame: CaseFrame,
  stays: readonly string[],
): Promise<void> {
  const by = session.peek()?.fingerprint;
  const written = await writtenIn(reference);
  // What is kept is its writer's: with another, or nobody, it waits.
  if (session.peek()?.fingerprint !== by) return;
  loseWords(reference, lostWords(written));
  frame.pasted.delete(reference);
  forgetUploads(reference);
  const unopened = written.flatMap(([name, text]) => (text === null ? [name] : []));
  if (!hasKey.peek() && unopened.length > 0) return;
  frame.unsentReplies.forget(reference);
  forgetNotes(reference);
  forgetTriages(reference);
  craDraftOf(reference).dropNumbers();
  // Nobody has seen these words: another look at the case opens them, or another key.
  throwAwayDrafts(reference, [...stays, ...unopened]);
}
