// One version of a sheet for the authorities: the text of a note of the kind `sheet`, sealed to the team. The newest of each
// duty counts.
import * as z from 'zod/mini';
import { beginningOf } from '../beginning.ts';
import { type Duty, duties } from '../duties.ts';
import { askedFor, hasSheet } from './asked.ts';
import { type FieldId, type SheetField, sheetSource } from './fields.ts';

/** What is filled in, by field; what is missing or empty is not. */
export type SheetValues = Partial<Record<FieldId, string>>;

export interface Sheet {
  duty: Duty;
  values: SheetValues;
}

const FORMAT = 'meldpunt-sheet/1';

const documentSchema = z.strictObject({
  format: z.literal(FORMAT),
  duty: z.enum(duties),
  /** The table that it was filled in by. */
  source: z.string(),
  values: z.record(z.string(), z.string()),
});

/** Thrown by `readSheet`; the message never repeats the document. */
export class SheetFormatError extends Error {}

/** Writes a version as JSON; what is empty, or not asked for the duty, is left out. Every value is `tidy` in it. */
export function writeSheet({ duty, values }: Sheet): string {
  const source = `${sheetSource.name}, ${sheetSource.date}`;
  return `${JSON.stringify({ format: FORMAT, duty, source, values: tidied(duty, values) }, null, 2)}\n`;
}

/**
 * Reads what `writeSheet` wrote. What the table does not ask any more, or not so, is left out: whoever changes the table
 * still reads what was saved before.
 * @throws SheetFormatError for anything else
 */
export function readSheet(document: string): Sheet {
  const parsed = documentSchema.safeParse(jsonIn(document));
  if (!parsed.success || !hasSheet(parsed.data.duty)) throw new SheetFormatError('it is no sheet');
  const { duty, values } = parsed.data;
  return { duty, values: tidied(duty, values) };
}

function jsonIn(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch (cause) {
    throw new SheetFormatError('it is not JSON', { cause });
  }
}

/** The values that are asked for a duty, each as it can be in its field. */
export function tidied(duty: Duty, values: Readonly<Record<string, string | undefined>>): SheetValues {
  const filled = askedFor(duty).flatMap(({ field }) => {
    const value = tidy(field, values[field.id] ?? '');
    return value === '' ? [] : [[field.id, value]];
  });
  return Object.fromEntries(filled);
}

/** Everything that is no letter, mark or space: what nobody sees, and what turns the order of the rest around. */
const UNSEEN = /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A value as its field takes it; empty for what it can't take at all. */
export function tidy({ kind, most = 0, choices = [] }: SheetField, value: string): string {
  switch (kind) {
    case 'fixed':
      return '';
    case 'choice':
      return choices.includes(value) ? value : '';
    case 'several':
      return choices.filter((one) => value.split(' ').includes(one)).join(' ');
    case 'moment': {
      const at = Date.parse(value);
      return Number.isNaN(at) ? '' : new Date(at).toISOString();
    }
    case 'line':
      return beginningOf(value.replace(UNSEEN, '').replace(/\s+/g, ' ').trim(), most).trim();
    case 'text':
      return beginningOf(value.replace(/\r\n?/g, '\n').replace(UNSEEN, '').trim(), most).trim();
  }
}

/** The needed fields that are empty, in the order of the table. */
export function missingIn({ duty, values }: Sheet): FieldId[] {
  const filled = tidied(duty, values);
  return askedFor(duty)
    .filter(({ field, isNeeded }) => isNeeded && field.kind !== 'fixed' && filled[field.id] === undefined)
    .map(({ field }) => field.id);
}
