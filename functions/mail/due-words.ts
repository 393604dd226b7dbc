import type { Case } from '../../src/disclosure/case.ts';
import { type OpenDeadline, openDeadlines } from '../../src/disclosure/clock.ts';
import { formatDate, formatMoment, formatShortDay, formatShortMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';

/**
 * When something is due, as people say it: the day that was named to the reporter where one was, else the moment.
 * @param isInList in which days and moments stand below each other: both short, with the day of the week
 */
export function whenOf(
  { name, dueAt }: OpenDeadline,
  { fixExpectedAt, publishOn }: Pick<Case, 'fixExpectedAt' | 'publishOn'>,
  language: LanguageCode,
  isInList = false,
): string {
  const day = name === 'fix-date' ? fixExpectedAt : name === 'publication' ? publishOn : null;
  if (day === null) return (isInList ? formatShortMoment : formatMoment)(new Date(dueAt), language);
  return (isInList ? formatShortDay : formatDate)(new Date(day), language);
}

/** The same in a line of a list: by when, or on which day. */
export function byWhen(
  due: OpenDeadline,
  one: Pick<Case, 'fixExpectedAt' | 'publishOn'>,
  language: LanguageCode,
): string {
  const t = translator(language);
  const moment = whenOf(due, one, language, true);
  return due.name === 'publication'
    ? t('mail:digest.on', { day: moment })
    : t('mail:digest.until', { moment });
}

/** What has to be done first: news for the reporter is asked for last, as it moves a case in no list. */
export function firstDue(one: Case): OpenDeadline | undefined {
  const open = openDeadlines(one);
  return open.find(({ name }) => name !== 'progress') ?? open[0];
}
