import { expect, it } from 'vitest';
import { isUnfinished, openEndsOf } from '../../src/browser/inbox/wanted.ts';
import { translator } from '../../src/i18n/index.ts';
import { languageCodes } from '../../src/i18n/languages.ts';

const letters = languageCodes.flatMap((code) =>
  Object.values(translator(code)('replies:texts', { returnObjects: true, skipInterpolation: true })),
);
const openEnds = openEndsOf(letters);

it('a letter that leaves something to its writer is unfinished, in every language', () => {
  expect(openEnds.toSorted()).toEqual(['-', 'because', 'omdat']);
  const gaps = letters.map((letter) =>
    isUnfinished(letter.replaceAll(/\{\{(?!name)\w+\}\}/g, '…'), openEnds),
  );
  // Every letter names something of the case: without it, none is finished.
  expect(gaps).toEqual(letters.map(() => true));
  const filled = letters.map((letter) => isUnfinished(letter.replaceAll(/\{\{\w+\}\}/g, 'x'), openEnds));
  expect(filled).toEqual(letters.map((letter) => /(omdat|because|-) $/m.test(letter)));
  expect(filled.filter((one) => one)).toHaveLength(3 * languageCodes.length);
});

it.each([
  ['', false],
  ['Fixed by …. Thanks', true],
  ['… maybe', true],
  ['Hm… let us see (…) and […]', false],
  ['no weak spot, because \n\nDo you think so?', true],
  ['no weak spot, omdat', true],
  ['no weak spot, omdat  \n', true],
  ['geen zwakke plek, omdat\ndit zo hoort.\n\nGroet', false],
  ['because it is so', false],
  ['we need:\n\n- \n\nThanks', true],
  ['we need:\n\n- the log\n- the version\n\nThanks', false],
])('%j is unfinished: %s', (message, expected) => {
  expect(isUnfinished(message, openEnds)).toBe(expected);
});
