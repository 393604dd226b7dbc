// Finds the sheet that counts among the notes of a case.
import type { NoteView } from '../../../disclosure/desk-wire.ts';
import type { Duty } from '../../../disclosure/duties.ts';
import { readSheet, type Sheet, type SheetValues } from '../../../disclosure/sheets/sheet.ts';
import type { NoteOpener, OpenedNote } from '../case/open-notes.ts';

/** The newest sheet of a duty, with the note that it is, and how many there are of that duty. */
export interface KeptSheet {
  values: SheetValues;
  note: OpenedNote;
  count: number;
}

/** Null where there is none; `closed` where one that may count can't be opened here. */
export type FoundSheet = KeptSheet | 'closed' | null;

/** The newest sheet of a duty among notes, oldest first. What does not count as the team's is passed over. */
export async function newestSheet(
  opener: NoteOpener,
  notes: readonly NoteView[],
  duty: Duty,
  isWanted = () => true,
): Promise<FoundSheet> {
  const opened = await opener.open(
    notes.filter(({ kind }) => kind === 'sheet'),
    isWanted,
  );
  const newest = opened.findLast((note) => note.opening.text === null || sheetIn(note)?.duty === duty);
  if (newest === undefined) return null;
  const sheet = sheetIn(newest);
  if (sheet === null) return 'closed';
  const count = opened.filter((note) => sheetIn(note)?.duty === duty).length;
  return { values: sheet.values, note: newest, count };
}

function sheetIn({ isOfTeam, opening }: OpenedNote): Sheet | null {
  if (!isOfTeam || opening.text === null) return null;
  try {
    return readSheet(opening.text);
  } catch {
    return null;
  }
}
