import { formatExactMoment, formatMoment } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';

let zone: string | undefined;

/** The visitor's zone, asked once: who travels has the page name the one that it counts in. */
function zoneHere(): string {
  zone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone;
}

/**
 * A moment in the visitor's own zone, which is named with it. The organisation's, where the platform can't count in the
 * one that it names: some say `Etc/Unknown`, or nothing, and formatting with that throws.
 * @param time ISO 8601
 */
export function momentHere(time: string, language: LanguageCode): string {
  return inZoneHere((zone) => formatMoment(new Date(time), language, zone));
}

/** The same in few letters and to the second: `27 nov 2026 14:05:09 CET`. */
export function exactMomentHere(time: string, language: LanguageCode): string {
  return inZoneHere((zone) => formatExactMoment(new Date(time), language, zone));
}

function inZoneHere(write: (zone?: string) => string): string {
  try {
    return write(zoneHere());
  } catch {
    return write();
  }
}
