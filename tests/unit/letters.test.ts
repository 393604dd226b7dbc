import { describe, expect, it } from 'vitest';
import {
  faultsOfLetter,
  type Letter,
  LettersFormatError,
  letterFor,
  letterLimits,
  mergedLetters,
  readLetters,
  unknownFacts,
  withLetter,
  writeLetters,
} from '../../src/disclosure/letters.ts';

const letter = (fields: Partial<Letter> = {}): Letter => ({
  id: '00112233445566ff',
  name: { nl: 'Buiten bereik', en: 'Out of scope' },
  text: { nl: 'Over {{reference}} …', en: 'About {{reference}} “…”' },
  assessment: 'rejected',
  ...fields,
});
const ready = [letter({ id: 'confirmed', assessment: 'confirmed' }), letter({ id: 'notVulnerability' })];

describe('the document with the own letters', () => {
  it('reads back as it was written', () => {
    const letters = [letter(), letter({ id: 'confirmed', assessment: null })];
    expect(readLetters(writeLetters(letters))).toEqual(letters);
    expect(readLetters(writeLetters([]))).toEqual([]);
  });

  it.each([
    ['no JSON', 'x'],
    ['another format', JSON.stringify({ format: 'x', letters: [] })],
    ['two with one id', JSON.stringify({ format: 'meldpunt-letters/1', letters: [letter(), letter()] })],
    ['a field too many', JSON.stringify({ format: 'meldpunt-letters/1', letters: [{ ...letter(), x: 1 }] })],
    [
      'a language too few',
      JSON.stringify({ format: 'meldpunt-letters/1', letters: [letter({ text: { nl: 'x' } as never })] }),
    ],
    [
      'a text too long',
      JSON.stringify({
        format: 'meldpunt-letters/1',
        letters: [letter({ text: { nl: 'x', en: 'x'.repeat(8001) } })],
      }),
    ],
    [
      'too many',
      JSON.stringify({
        format: 'meldpunt-letters/1',
        letters: Array.from({ length: 41 }, (_, at) => letter({ id: String(at).padStart(16, '0') })),
      }),
    ],
  ])('is refused with %s', (_, text) => {
    expect(() => readLetters(text)).toThrow(LettersFormatError);
  });

  it.each([
    ['too many', Array.from({ length: 41 }, (_, at) => letter({ id: String(at).padStart(16, '0') }))],
    ['two with one id', [letter(), letter()]],
    ['one without a name', [letter({ name: { nl: '', en: 'x' } })]],
  ])('is not written with %s: nobody could read it again', (_, letters) => {
    expect(() => writeLetters(letters)).toThrow(LettersFormatError);
  });

  it('is not written where it is longer than may be', () => {
    const long = letter({ text: { nl: '€'.repeat(letterLimits.text), en: '€'.repeat(letterLimits.text) } });
    const many = Array.from({ length: 4 }, (_, at) => ({ ...long, id: String(at).padStart(16, '0') }));
    expect(() => writeLetters(many)).toThrow(RangeError);
  });
});

it('an own letter takes the place of the ready-made one with its id, others come after', () => {
  const own = [letter({ id: 'confirmed', assessment: 'duplicate' }), letter()];
  const all = mergedLetters(ready, own);
  expect(all.map(({ id, assessment }) => [id, assessment])).toEqual([
    ['confirmed', 'duplicate'],
    ['notVulnerability', 'rejected'],
    ['00112233445566ff', 'rejected'],
  ]);
  // With an assessment goes an own one before a ready-made one.
  expect(letterFor(all, own, 'rejected')?.id).toBe('00112233445566ff');
  expect(letterFor(ready, [], 'rejected')?.id).toBe('notVulnerability');
  expect(letterFor(all, own, 'message')).toBeNull();
  expect(withLetter(own, letter({ assessment: null }))).toHaveLength(2);
  expect(withLetter([], letter())).toEqual([letter()]);
});

it('what is no fact, empty or too long keeps a letter from being saved, and is told by field', () => {
  expect(unknownFacts('{{reference}} {{reward}} {{ticket}} {{ reward }} {{ticket}}')).toEqual([
    'ticket',
    ' reward ',
  ]);
  expect(faultsOfLetter(letter())).toEqual([]);
  const wrong = letter({ name: { nl: ' ', en: 'x'.repeat(101) }, text: { nl: '{{x}}', en: '' } });
  expect(faultsOfLetter(wrong)).toEqual([
    { field: 'name', language: 'nl', fault: 'empty' },
    { field: 'text', language: 'nl', fault: 'unknownFact' },
    { field: 'name', language: 'en', fault: 'tooLong' },
    { field: 'text', language: 'en', fault: 'empty' },
  ]);
});
