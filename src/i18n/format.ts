import { organisation } from '../organisation.ts';
import { type LanguageCode, locales } from './languages.ts';

export { locales };

/** `26 november 2026`; a date without a time keeps its day in every zone. */
export function formatDate(date: Date, language: LanguageCode): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** `donderdag 26 november 2026 om 14:05 CET`, in the organisation's zone unless another is given. */
export function formatMoment(date: Date, language: LanguageCode, timeZone = organisation.timeZone): string {
  return new Intl.DateTimeFormat(locales[language], {
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
  return new Intl.DateTimeFormat(locales[language], {
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

/** `november 2026`, for a month as `2026-11`. */
export function formatMonth(month: string, language: LanguageCode): string {
  return new Intl.DateTimeFormat(locales[language], {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01`));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in its two largest units: `2 dagen, 3 uur`, `5 uur, 10 minuten`, `1 minuut`. */
export function formatSpan(ms: number, language: LanguageCode): string {
  const part = (value: number, unit: 'day' | 'hour' | 'minute') =>
    new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const parts =
    days > 0
      ? [part(days, 'day'), hours > 0 ? part(hours, 'hour') : '']
      : [
          hours > 0 ? part(hours, 'hour') : '',
          minutes > 0 || hours === 0 ? part(Math.max(1, minutes), 'minute') : '',
        ];
  return parts.filter((text) => text !== '').join(', ');
}

/** `€ 25` in Dutch, `€25` in English: whole euros. */
export function formatEuros(amount: number, language: LanguageCode): string {
  return new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency: 'EUR',
    maximumFractionDigits: 0,
  }).format(amount);
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
  return new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit: String(unit),
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(Number(size));
}

/** `81%`: a part of one, rounded down, so that nothing is called full before it is. */
export function formatPercent(part: number, language: LanguageCode): string {
  return new Intl.NumberFormat(locales[language], { style: 'percent' }).format(Math.floor(part * 100) / 100);
}
