import { locales } from './format.ts';
import type { LanguageCode } from './languages.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = (365.25 / 12) * DAY;
/** From here on a date says more than a count. */
const FAR = 30 * DAY;

/**
 * When something was, seen from now: “2 uur geleden”, “gisteren”, “over 3 dagen”. More than thirty days away it is the day.
 * @param then @param now in ms since 1970
 */
export function formatRelative(then: number, now: number, language: LanguageCode): string {
  if (Math.abs(then - now) >= FAR)
    return new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium' }).format(new Date(then));
  return formatFromNow(then, now, language);
}

/** The same beside the moment itself: never its day, but “5 weken geleden”, “over 3 maanden”. */
export function formatFromNow(then: number, now: number, language: LanguageCode): string {
  const away = then - now;
  const far = Math.abs(away);
  const relative = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' });
  if (far < MINUTE) return relative.format(0, 'second');
  if (far < HOUR) return relative.format(Math.trunc(away / MINUTE), 'minute');
  if (far < DAY) return relative.format(Math.trunc(away / HOUR), 'hour');
  return daysFromNow(away, relative);
}

/** The same of a date without a time, at 0:00 UTC, which counts whole days: “vandaag”, “over 8 dagen”. */
export function formatDayFromNow(day: number, now: number, language: LanguageCode): string {
  const today = Math.floor(now / DAY) * DAY;
  return daysFromNow(day - today, new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }));
}

function daysFromNow(away: number, relative: Intl.RelativeTimeFormat): string {
  const far = Math.abs(away);
  if (far < FAR) return relative.format(Math.round(away / DAY), 'day');
  if (far < 2 * MONTH) return relative.format(Math.round(away / WEEK), 'week');
  return relative.format(Math.round(away / MONTH), 'month');
}
