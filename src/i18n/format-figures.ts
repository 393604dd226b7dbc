// How what is counted is written: months, spans of time, amounts and parts. The report form has none of them.
import { dateFormat, numberFormat } from './formatters.ts';
import { type LanguageCode, locales } from './languages.ts';

/** `november 2026`, for a month as `2026-11`. */
export function formatMonth(month: string, language: LanguageCode): string {
  return dateFormat(locales[language], {
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
    numberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'long' }).format(value);
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
  return numberFormat(locales[language], {
    style: 'currency',
    currency: 'EUR',
    maximumFractionDigits: 0,
  }).format(amount);
}

/** `81%`: a part of one, rounded down, so that nothing is called full before it is. */
export function formatPercent(part: number, language: LanguageCode): string {
  return numberFormat(locales[language], { style: 'percent' }).format(Math.floor(part * 100) / 100);
}
