import { locales } from './format.ts';
import type { LanguageCode } from './languages.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on a date says more than a count. */
const FAR = 30 * DAY;

/**
 * When something was, seen from now: “2 uur geleden”, “gisteren”, “over 3 dagen”. More than thirty days away it is the day.
 * @param then @param now in ms since 1970
 */
export function formatRelative(then: number, now: number, language: LanguageCode): string {
  const away = then - now;
  const far = Math.abs(away);
  const locale = locales[language];
  if (far >= FAR) return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(then));
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (far < MINUTE) return relative.format(0, 'second');
  if (far < HOUR) return relative.format(Math.trunc(away / MINUTE), 'minute');
  if (far < DAY) return relative.format(Math.trunc(away / HOUR), 'hour');
  return relative.format(Math.trunc(away / DAY), 'day');
}
