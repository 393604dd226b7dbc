// What of the table is asked for one duty.
import { type Duty, stageOf, stages, type Track, trackOf } from '../duties.ts';
import { type Need, type SheetField, sheetFields } from './fields.ts';

/** A field as it is asked for one duty. */
export interface AskedField {
  field: SheetField;
  /** Its number in ENISA's glossary; empty for none. */
  number: string;
  need: Exclude<Need, 'none'>;
  /** Whether it may not be empty: it is needed, or comes from a stage at which it was. */
  isNeeded: boolean;
}

/** A duty for which there is a sheet: informing users has none. */
export const hasSheet = (duty: Duty): boolean => stageOf(duty) !== null;

/** What is asked for a duty, in the order of the table; nothing for one that has no sheet. */
export function askedFor(duty: Duty): AskedField[] {
  const stage = stageOf(duty);
  if (stage === null) return [];
  const place = stages.indexOf(stage);
  const track = trackOf(duty);
  return sheetFields.flatMap((field: SheetField) => {
    const asked = field.asked[track];
    const need = asked?.[place] ?? 'none';
    if (asked === undefined || need === 'none') return [];
    return [{ field, number: numberOn(track, field), need, isNeeded: isNeededAt(asked, place) }];
  });
}

/** Of the numbers that a field has, those of a track and of both. */
function numberOn(track: Track, { number }: SheetField): string {
  const other = track === 'incident' ? 'v' : 'i';
  return number
    .split(', ')
    .filter((one) => !one.startsWith(other))
    .join(', ');
}

function isNeededAt(asked: readonly Need[], place: number): boolean {
  const need = asked[place];
  return need === 'needed' || (need === 'carried' && place > 0 && isNeededAt(asked, place - 1));
}

/** The duty whose sheet this one's begins with; null for the first of its track. */
export function stageBefore(duty: Duty): Duty | null {
  const stage = stageOf(duty);
  const before = stage === null ? undefined : stages[stages.indexOf(stage) - 1];
  if (before === undefined) return null;
  return trackOf(duty) === 'incident' ? `incident-${before}` : before;
}
