import { numberFormat } from '../../../i18n/formatters.ts';
import { language } from '../base/page.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * A span of time in its largest unit, rounded down, as short as it is written: `2 d`, `5 u`, `1 m`. Less than a minute is
 * one, as where it is written whole.
 */
export function shortSpan(ms: number): string {
  const [unit, value] = spanOf(ms);
  const short = { style: 'unit', unit, unitDisplay: 'narrow' } as const;
  return numberFormat(language, short).format(Math.max(1, Math.floor(value)));
}

function spanOf(ms: number): ['minute' | 'hour' | 'day', number] {
  if (ms < HOUR) return ['minute', ms / MINUTE];
  return ms < DAY ? ['hour', ms / HOUR] : ['day', ms / DAY];
}
