import { expect, it } from 'vitest';
import { formatDayFromNow, formatFromNow, formatRelative } from '../../src/i18n/relative.ts';

const now = Date.UTC(2026, 10, 26, 12);
const HOUR = 3_600_000;

it('a moment is told from now, in the words of the language, and far away by its day', () => {
  const told = (ms: number) => [formatRelative(now + ms, now, 'nl'), formatRelative(now + ms, now, 'en')];
  expect(told(-20_000)).toEqual(['nu', 'now']);
  expect(told(-5 * 60_000)).toEqual(['5 minuten geleden', '5 minutes ago']);
  expect(told(-2 * HOUR)).toEqual(['2 uur geleden', '2 hours ago']);
  expect(told(-25 * HOUR)).toEqual(['gisteren', 'yesterday']);
  expect(told(3 * 24 * HOUR)).toEqual(['over 3 dagen', 'in 3 days']);
  expect(told(-40 * 24 * HOUR)).toEqual(['17 okt 2026', '17 Oct 2026']);
});

it('beside the moment itself it is never that, and a day counts whole days', () => {
  const DAY = 24 * HOUR;
  expect(formatFromNow(now - 40 * DAY, now, 'nl')).toBe('6 weken geleden');
  expect(formatFromNow(now + 100 * DAY, now, 'en')).toBe('in 3 months');
  expect(formatFromNow(now - 2 * HOUR, now, 'nl')).toBe('2 uur geleden');
  const today = Date.UTC(2026, 10, 26);
  const told = (days: number) => formatDayFromNow(today + days * DAY, now, 'nl');
  expect([told(0), told(1), told(-1), told(8)]).toEqual(['vandaag', 'morgen', 'gisteren', 'over 8 dagen']);
});
