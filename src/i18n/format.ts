import { organisation } from '../organisation.ts';
import { dateFormat, numberFormat } from './formatters.ts';
import { type LanguageCode, locales } from './languages.ts';

export { formatEuros, formatMonth, formatPercent, formatSpan } from './format-figures.ts';
export { locales };

/** `26 november 2026` of a date without a time: it keeps its day in every zone. A moment's day is `formatDayOf`. */
export function formatDate(date: Date, language: LanguageCode): string {
  return dateFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** `26 november 2026` of a moment, in the organisation's zone: just after midnight there it is yesterday elsewhere. */
export function formatDayOf(moment: Date, language: LanguageCode): string {
  const { timeZone } = organisation;
  return dateFormat(locales[language], { dateStyle: 'long', timeZone }).format(moment);
}

/** `donderdag 26 november 2026 om 14:05 CET`, in the organisation's zone unless another is given. */
export function formatMoment(date: Date, language: LanguageCode, timeZone = organisation.timeZone): string {
  return dateFormat(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(date);
}

/** `ma 23 nov 2026, 14:05 CET`: the same for a list. */
export function formatShortMoment(date: Date, language: LanguageCode): string {
  return dateFormat(locales[language], {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: organisation.timeZone,
  }).format(date);
}

/** `ma 23 nov 2026` of a date without a time, or of a moment in a zone: beside such moments in a list. */
export function formatShortDay(date: Date, language: LanguageCode, timeZone = 'UTC'): string {
  return dateFormat(locales[language], {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  }).format(date);
}

/** `23 nov 2026, 14:05:09 CET`, in the organisation's zone unless another is given: for a line of a record. */
export function formatExactMoment(
  date: Date,
  language: LanguageCode,
  timeZone = organisation.timeZone,
): string {
  return dateFormat(locales[language], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(date);
}

/** A fingerprint in groups of four, as gpg prints it. */
export function formatFingerprint(fingerprint: string): string {
  return (fingerprint.match(/.{1,4}/g) ?? []).join(' ');
}

/** `3,2 MB` in Dutch, `3.2 MB` in English; binary units under the names that people know. */
export function formatBytes(bytes: number, language: LanguageCode): string {
  const [unit, size] =
    bytes < 1024
      ? ['byte', bytes]
      : bytes < 1024 ** 2
        ? ['kilobyte', bytes / 1024]
        : ['megabyte', bytes / 1024 ** 2];
  return numberFormat(locales[language], {
    style: 'unit',
    unit: String(unit),
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(Number(size));
}
