// A sheet as it leaves the inbox: JSON for whoever keeps it elsewhere or fills the platform from it, and lines to copy and
// to print. What is in neither was not asked.
import { type Duty, stageOf, trackOf } from '../duties.ts';
import { type AskedField, askedFor } from './asked.ts';
import { type FieldId, type SheetField, sheetSource } from './fields.ts';
import { missingIn, type Sheet, tidied } from './sheet.ts';

/** How fields, and what is chosen in them, are called. */
export interface SheetNames {
  /** The name of a field. */
  name(id: FieldId): string;
  /** What one of its choices is called; of a fixed field what follows from the duty. */
  choice(id: FieldId, choice: string): string;
}

/** One field with what stands in it, as it is copied to the platform and printed; empty for nothing. */
export interface SheetLine extends AskedField {
  name: string;
  text: string;
}

/** Every field that is asked, in the order of the table. */
export function linesOf({ duty, values }: Sheet, names: SheetNames): SheetLine[] {
  const filled = tidied(duty, values);
  return askedFor(duty).map((asked) => {
    const { id } = asked.field;
    const value = asked.field.kind === 'fixed' ? fixedValue(duty, id) : (filled[id] ?? '');
    return { ...asked, name: names.name(id), text: textOf(asked.field, value, names) };
  });
}

/** What follows from the duty. */
function fixedValue(duty: Duty, id: FieldId): string {
  return id === 'type' ? trackOf(duty) : (stageOf(duty) ?? '');
}

/** A value as a person reads it; a moment as ENISA's glossary writes it: `2026-08-24 09:15 UTC`. */
export function textOf({ id, kind }: SheetField, value: string, names: SheetNames): string {
  if (value === '') return '';
  if (kind === 'moment') return `${value.slice(0, 10)} ${value.slice(11, 16)} UTC`;
  if (kind === 'choice' || kind === 'fixed') return names.choice(id, value);
  if (kind === 'several')
    return value
      .split(' ')
      .map((one) => names.choice(id, one))
      .join('; ');
  return value;
}

/**
 * The JSON, format `meldpunt-sheet-export/1`: `{format, reference, duty, track, stage, source, saved, exportedAt, isComplete,
 * missing, fields}`. `fields` has one for each that is asked, in the order of the table: `{id, number, name, need, isNeeded,
 * value, text}`. `value` is a string, for several of many a list of strings, and null for nothing; moments are ISO 8601 in
 * UTC, countries ISO 3166-1. `text` is the same as it is copied, empty for nothing. `saved` is the note that has it, its
 * number, writer and moment; null for what is not saved as it stands here.
 */
export function sheetExport(
  sheet: Sheet,
  names: SheetNames,
  about: {
    reference: string;
    /** ISO 8601. */
    exportedAt: string;
    saved: { note: number; by: string; at: string } | null;
  },
): string {
  const { duty } = sheet;
  const filled = tidied(duty, sheet.values);
  const missing = missingIn(sheet);
  const fields = linesOf(sheet, names).map(({ field, number, need, isNeeded, name, text }) => ({
    ...{ id: field.id, number, name, need, isNeeded },
    value: jsonValueOf(field, field.kind === 'fixed' ? fixedValue(duty, field.id) : (filled[field.id] ?? '')),
    text,
  }));
  const { reference, saved, exportedAt } = about;
  const whole = {
    ...{ format: 'meldpunt-sheet-export/1', reference, duty, track: trackOf(duty), stage: stageOf(duty) },
    ...{ source: sheetSource, saved, exportedAt, isComplete: missing.length === 0, missing, fields },
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function jsonValueOf({ kind }: SheetField, value: string): string | string[] | null {
  if (value === '') return null;
  return kind === 'several' ? value.split(' ') : value;
}
