import { texts } from '../base/page.ts';
import { appendNote } from '../case/append-note.ts';
import type { NoteDraft } from '../case/note-drafts.ts';
import type { CaseInFront } from '../case/seen-case.ts';

/**
 * Seals what is being written for the team and puts it into the case.
 * @returns what is wrong; empty where it is there, or is told elsewhere because somebody looks at another case by now
 */
export async function addNote(opened: CaseInFront, draft: NoteDraft): Promise<string> {
  const typed = draft.text.peek();
  if (typed.trim() === '') return texts.triage.notes.empty;
  draft.isSending = true;
  try {
    const { reference, frame } = opened;
    const { unsealed } = draft;
    const done = await appendNote(reference, 'note', opened.current.view.notes, async () => unsealed);
    if (done.ok) draft.sent(typed);
    const sentence = done.ok ? '' : done.sentence;
    if (opened.isLeft) {
      frame.endedElsewhere(reference, done.ok ? texts.triage.notes.done : sentence, done.ok);
      return '';
    }
    if (done.ok) await opened.refresh();
    return sentence;
  } finally {
    draft.isSending = false;
  }
}
