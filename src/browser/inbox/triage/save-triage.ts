// Changes the triage of a case from whatever the newest is: two members at once lose nothing of each other.
import type { NoteView } from '../../../disclosure/desk-wire.ts';
import { writeTriage } from '../../../disclosure/triage.ts';
import { changed, type TriageChange } from '../../../disclosure/triage-change.ts';
import { freshId } from '../../api/reporter.ts';
import { texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { appendNote } from '../case/append-note.ts';
import { NoteOpener } from '../case/open-notes.ts';

/** How saving went; `number` of the note, null where it was like that already. */
export type Saved = { ok: true; number: number | null } | { ok: false; sentence: string };

/** The triage of a case can't be opened here: nothing is written over what nobody saw. */
class ClosedTriage extends Error {}

/**
 * Changes the triage of the case `reference`, be it in front or not.
 * @param known its notes when somebody looked last; null to fetch them first
 */
export async function saveTriage(
  reference: string,
  change: TriageChange,
  known: readonly NoteView[] | null = null,
): Promise<Saved> {
  const opener = new NoteOpener(reference);
  try {
    const done = await appendNote(reference, 'triage', known, async (notes) => {
      const current = await opener.currentTriage(notes);
      if (current === 'closed') throw new ClosedTriage();
      const next = changed(current.triage, change);
      return next === current.triage ? null : { id: freshId(), text: writeTriage(next) };
    });
    return done.ok ? { ok: true, number: done.number } : done;
  } catch (error) {
    if (!(error instanceof ClosedTriage)) throw error;
    return { ok: false, sentence: hasKey.peek() ? texts.triage.closed : texts.triage.needKey };
  }
}
