// The numbers that reports to the authorities got: in notes of the team, sealed, and read back from them here.
import type { Duty } from '../../../disclosure/duties.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';
import type { DutyAct } from '../case/cra-draft.ts';
import type { OpenedNote } from '../case/open-notes.ts';

/** The note of a number. */
export function numberNote(duty: Duty, act: DutyAct, number: string): string {
  const { actions, deadlines } = texts;
  const words = act === 'reported' ? actions.craNumberNote : actions.craCorrectedNote;
  return fillIn(words, { what: deadlines[duty], number });
}

/** When something was said of a duty last, ISO 8601; null for never. */
export function lastSaid({ events }: Pick<TeamCase, 'events'>, duty: Duty, act: DutyAct) {
  return events.findLast(({ kind, value }) => kind === act && value.split(' ')[0] === duty) ?? null;
}

/**
 * The number under which a duty was done, or corrected, last: of the newest note that somebody of the team signed since;
 * null where none is open here. Whichever language its writer has the inbox in.
 */
export function numberIn(
  notes: readonly OpenedNote[],
  view: Pick<TeamCase, 'events'>,
  duty: Duty,
  act: DutyAct,
): string | null {
  const since = lastSaid(view, duty, act)?.at;
  if (since === undefined) return null;
  for (const { note, opening, doubt } of notes.toReversed()) {
    if (note.at < since || note.kind !== 'note' || opening.text === null || doubt !== null) continue;
    const number = readNumber(opening.text.trim(), duty, act);
    if (number !== null) return number;
  }
  return null;
}

function readNumber(text: string, duty: Duty, act: DutyAct): string | null {
  for (const { reported, corrected, deadlines } of Object.values(texts.craNotes)) {
    const words = act === 'reported' ? reported : corrected;
    const [before = '', after = ''] = fillIn(words, { what: deadlines[duty], number: '\n' }).split('\n');
    const isThat = text.startsWith(before) && text.endsWith(after) && !text.includes('\n');
    const number = isThat ? text.slice(before.length, text.length - after.length).trim() : '';
    if (number !== '') return number;
  }
  return null;
}
