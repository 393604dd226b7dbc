// Changes the triage of a case from whatever the newest is: two members at once lose nothing of each other.
import type { NoteView } from '../../../disclosure/desk-wire.ts';
import { TriageFormatError, triageLimits, writeTriage } from '../../../disclosure/triage.ts';
import { changed, isFull, type TriageChange } from '../../../disclosure/triage-change.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { freshId } from '../../api/reporter.ts';
import { texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { appendNote } from '../case/append-note.ts';
import { NoteOpener } from '../case/open-notes.ts';

/** How saving went; `number` of the note, null where it was like that already. */
export type Saved = { ok: true; number: number | null } | { ok: false; sentence: string };

/** Nothing is written: over what nobody saw, as where it can't be opened here, or where there is no room for it. */
class NotWritten extends Error {
  readonly why: 'closed' | 'full';
  constructor(why: 'closed' | 'full') {
    super(why);
    this.why = why;
  }
}

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
      if (current === 'closed') throw new NotWritten('closed');
      if (isFull(current.triage, change)) throw new NotWritten('full');
      const next = changed(current.triage, change);
      return next === current.triage ? null : { id: freshId(), text: writeTriage(next) };
    });
    return done.ok ? { ok: true, number: done.number } : done;
  } catch (error) {
    if (error instanceof TriageFormatError) return { ok: false, sentence: texts.errors.internal };
    if (!(error instanceof NotWritten)) throw error;
    if (error.why === 'full') return { ok: false, sentence: fullSentence(reference, change) };
    return { ok: false, sentence: hasKey.peek() ? texts.triage.closed : texts.triage.needKey };
  }
}

/** That no other label, or duplicate, fits in a case. */
export function fullSentence(reference: string, { kind }: TriageChange): string {
  const { labels, duplicates } = texts.triage;
  return kind === 'label'
    ? fillIn(labels.full, { most: triageLimits.labels })
    : fillIn(duplicates.full, { reference, most: triageLimits.duplicates });
}
