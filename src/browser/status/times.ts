// Moments and days on the status page: when exactly, and how long that is from now.
import { fillIn } from '../../i18n/fill-in.ts';
import { formatDate } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { formatDayFromNow, formatFromNow } from '../../i18n/relative.ts';
import { serverNow } from '../api/server-time.ts';
import { momentHere } from '../dom/moment-here.ts';

/** A moment or a day as it is shown. */
export interface Time {
  /** ISO 8601. */
  at: string;
  /** `donderdag 26 november 2026 om 14:05 CET`, in the visitor's zone; of a day `26 november 2026`. */
  exact: string;
  /** `over 3 dagen`. */
  fromNow: string;
}

/** A moment. @param at ISO 8601 */
export function momentOf(at: string, language: LanguageCode): Time {
  return {
    at,
    exact: momentHere(at, language),
    fromNow: formatFromNow(Date.parse(at), serverNow(), language),
  };
}

/** A day without a time. @param at 0:00 UTC of it, ISO 8601 */
export function dayOf(at: string, language: LanguageCode): Time {
  return {
    at,
    exact: formatDate(new Date(at), language),
    fromNow: formatDayFromNow(Date.parse(at), serverNow(), language),
  };
}

/** A sentence with `{{moment}}` and perhaps `{{fromNow}}` in it, as nodes with a `<time>` in the place of the first. */
export function withTime(sentence: string, time: Time): (string | HTMLElement)[] {
  const [before = '', after = ''] = fillIn(sentence, { fromNow: time.fromNow, moment: '\0' }).split('\0');
  const element = document.createElement('time');
  element.dateTime = time.at;
  element.textContent = time.exact;
  return [before, element, after];
}
