import { describe, expect, it } from 'vitest';
import {
  type DpiaAnswers,
  dpiaLimits,
  dpiaParts,
  mergeAnswers,
  noAnswers,
  readDpia,
  writeDpia,
} from '../../src/disclosure/dpia.ts';
import { writeLetters } from '../../src/disclosure/letters.ts';

const answers = (fields: Partial<DpiaAnswers> = {}): DpiaAnswers => ({ ...noAnswers, ...fields });

describe('the answers on the DPIA sheet', () => {
  it('are read as they were written', () => {
    const written = answers({ risks: 'één\n"twee"\u202e', decision: 'x'.repeat(dpiaLimits.answer) });
    expect(readDpia(writeDpia(written))).toEqual(written);
  });

  it('that are too long, one by one or together, are not written', () => {
    expect(() => writeDpia(answers({ risks: 'x'.repeat(dpiaLimits.answer + 1) }))).toThrow(RangeError);
    // Three bytes each in UTF-8.
    const long = Object.fromEntries(dpiaParts.map((part) => [part, '€'.repeat(dpiaLimits.answer)]));
    expect(() => writeDpia(answers(long))).toThrow(RangeError);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['letters, which are signed for the same place', writeLetters([])],
    ['a part too few', writeDpia(noAnswers).replace('"views": "",', '')],
    ['a part too many', writeDpia(noAnswers).replace('"views"', '"other": "", "views"')],
    ['another form', writeDpia(noAnswers).replace('dpia/1', 'dpia/2')],
  ])('are not read out of %s', (_, text) => {
    expect(readDpia(text)).toBeNull();
  });
});

describe('what two people wrote from the same beginning', () => {
  const base = answers({ risks: 'r', measures: 'm' });

  it('stands together where each changed other parts', () => {
    const mine = answers({ ...base, risks: 'mine' });
    const theirs = answers({ ...base, measures: '', views: 'theirs' });
    expect(mergeAnswers(base, mine, theirs)).toEqual({
      answers: answers({ risks: 'mine', views: 'theirs' }),
      both: [],
    });
  });

  it('is told where both changed the same part, unless they agree', () => {
    const mine = answers({ risks: 'mine', measures: 'same' });
    const theirs = answers({ risks: '', measures: 'same' });
    expect(mergeAnswers(base, mine, theirs)).toEqual({ answers: mine, both: ['risks'] });
  });
});
