// The letters that several reports can get: the team's own before those that come with the inbox.
import { fillIn } from '../../../i18n/fill-in.ts';
import { type LanguageCode, perLanguage } from '../../../i18n/languages.ts';
import { facts } from '../base/page.ts';
import { letterOf, letterOfAssessment } from '../case/letters.ts';

/** No weak spot; or a question, which asks for more. */
export const ways = ['reject', 'ask'] as const;
export type Way = (typeof ways)[number];

/** By language: a reporter is written to in their own. */
export type ByLanguage = Record<LanguageCode, string>;

/** What no report has that nobody answered: whoever names it has to write it. */
const unknown = { fixExpected: '…', reward: '…', knownSince: '…' };

/** The letters that one begins with. Facts that each case has of its own are still marks in them, `{{reference}}`. */
export function lettersFor(way: Way): ByLanguage {
  const rejecting = () => letterOfAssessment('rejected') ?? letterOf('notVulnerability');
  const letter = way === 'reject' ? rejecting() : letterOf('needInformation');
  return perLanguage((code) => fillIn(letter?.text[code] ?? '', { ...unknown, name: facts.organisation }));
}

/** A letter with what is missing in it for every case, whatever the case. */
export const withGaps = (letter: string) => fillIn(letter, unknown);
