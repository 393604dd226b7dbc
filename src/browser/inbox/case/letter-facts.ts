import type { LetterFact } from '../../../disclosure/letters.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { formatDate, formatDayOf, formatEuros, formatMoment } from '../../../i18n/format.ts';
import type { LanguageCode } from '../../../i18n/languages.ts';
import { facts } from '../base/page.ts';

/** What is known of a case besides what the server says; an empty day, NaN and null for what is not. */
export interface KnownForLetter {
  /** `YYYY-MM-DD`. */
  date: string;
  reward: number;
  /** ISO 8601. */
  knownSince: string | null;
}

/** What stands in a letter for each fact: three dots for one that is not known, which keep it from being sent. */
export function factsOfLetter(
  view: Pick<TeamCase, 'reference' | 'deadlines' | 'publishOn'>,
  { date, reward, knownSince }: KnownForLetter,
  language: LanguageCode,
): Record<LetterFact, string> {
  const promised = view.deadlines.find((deadline) => deadline.name === 'first-response')?.dueAt;
  return {
    name: facts.organisation,
    reference: view.reference,
    respondBy: promised ? formatMoment(new Date(promised), language) : '…',
    fixExpected: date === '' ? '…' : formatDate(new Date(date), language),
    publishOn: view.publishOn === null ? '…' : formatDate(new Date(view.publishOn), language),
    knownSince: knownSince === null ? '…' : formatDayOf(new Date(knownSince), language),
    reward: Number.isNaN(reward) ? '…' : formatEuros(reward, language),
  };
}
