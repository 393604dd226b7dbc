// The team's own letters to reporters: one document, sealed to the team, in the place of the desk.
import * as z from 'zod/mini';
import { type LanguageCode, languageCodes, perLanguage } from '../i18n/languages.ts';
import { type Assessment, assessments } from './case.ts';

/** The facts that a letter can fill in, by the names that stand in it: `{{reference}}`. */
export const letterFacts = [
  'reference',
  'name',
  'respondBy',
  'fixExpected',
  'reward',
  'knownSince',
  'publishOn',
] as const;
export type LetterFact = (typeof letterFacts)[number];

/** How many own letters there are, and how long their parts, in UTF-16 code units; all together fit in one message. */
export const letterLimits = { letters: 40, name: 100, text: 8000, bytes: 160 * 1024 } as const;

export interface Letter {
  /** Of a ready-made one its name; of another 16 hexadecimal characters. */
  id: string;
  name: Record<LanguageCode, string>;
  /** With the names of facts in it. */
  text: Record<LanguageCode, string>;
  /** The assessment that it goes with; null for none. */
  assessment: Assessment | null;
}

const inEach = (most: number) =>
  z.strictObject(perLanguage(() => z.string().check(z.minLength(1), z.maxLength(most))));
const letterSchema = z.strictObject({
  id: z.string().check(z.regex(/^(?:[0-9a-f]{16}|[a-zA-Z]{1,40})$/)),
  name: inEach(letterLimits.name),
  text: inEach(letterLimits.text),
  assessment: z.nullable(z.enum(assessments)),
});
const documentSchema = z.strictObject({
  format: z.literal('meldpunt-letters/1'),
  letters: z.array(letterSchema).check(
    z.maxLength(letterLimits.letters),
    z.refine((list) => new Set(list.map(({ id }) => id)).size === list.length),
  ),
});

/** Thrown by `readLetters` and `writeLetters`; the message never repeats the document. */
export class LettersFormatError extends Error {}

/**
 * The document, as a person reads it too.
 * @throws RangeError when it is longer than may be
 * @throws LettersFormatError where it could not be read again, as when there are too many
 */
export function writeLetters(letters: readonly Letter[]): string {
  const text = `${JSON.stringify({ format: 'meldpunt-letters/1', letters }, null, 2)}\n`;
  if (new TextEncoder().encode(text).length > letterLimits.bytes) throw new RangeError('too long');
  readLetters(text);
  return text;
}

/** Reads what `writeLetters` wrote. @throws LettersFormatError for anything else */
export function readLetters(text: string): Letter[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LettersFormatError('it is no JSON', { cause });
  }
  const read = documentSchema.safeParse(value);
  if (!read.success) throw new LettersFormatError('a letter is not as it has to be');
  return read.data.letters;
}

/** All letters: an own one takes the place of the ready-made one with its id, others come after these. */
export function mergedLetters(ready: readonly Letter[], own: readonly Letter[]): Letter[] {
  const ids = new Set(ready.map(({ id }) => id));
  return [
    ...ready.map((one) => own.find(({ id }) => id === one.id) ?? one),
    ...own.filter(({ id }) => !ids.has(id)),
  ];
}

/** Puts a letter into a list: in the place of the one with its id, else at the end. */
export function withLetter(letters: readonly Letter[], letter: Letter): Letter[] {
  const isThere = letters.some(({ id }) => id === letter.id);
  return isThere ? letters.map((one) => (one.id === letter.id ? letter : one)) : [...letters, letter];
}

/** The letter that goes with an assessment: an own one before a ready-made one; null for none. */
export function letterFor(
  letters: readonly Letter[],
  own: readonly Letter[],
  assessment: string,
): Letter | null {
  const goesWith = (one: Letter) => one.assessment === assessment;
  return own.find(goesWith) ?? letters.find(goesWith) ?? null;
}

/** What stands in double braces in a text and is no fact. */
export function unknownFacts(text: string): string[] {
  const names = [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name = '']) => name);
  return [...new Set(names.filter((name) => !letterFacts.some((fact) => fact === name)))];
}

/** What keeps a letter from being saved, by field. */
export type LetterFault = {
  field: 'name' | 'text';
  language: LanguageCode;
  fault: 'empty' | 'tooLong' | 'unknownFact';
};

export function faultsOfLetter({ name, text }: Letter): LetterFault[] {
  return languageCodes.flatMap((language): LetterFault[] => {
    const faults: LetterFault[] = [];
    for (const field of ['name', 'text'] as const) {
      const value = field === 'name' ? name[language] : text[language];
      if (value.trim() === '') faults.push({ field, language, fault: 'empty' });
      else if (value.length > letterLimits[field]) faults.push({ field, language, fault: 'tooLong' });
    }
    if (unknownFacts(text[language]).length > 0)
      faults.push({ field: 'text', language, fault: 'unknownFact' });
    return faults;
  });
}
