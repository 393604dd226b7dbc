import { expect, it } from 'vitest';
import { momentHere } from '../../src/browser/dom/moment-here.ts';
import { formatDate, formatDayOf, formatMoment, formatSpan } from '../../src/i18n/format.ts';
import { dateFormat, numberFormat } from '../../src/i18n/formatters.ts';

it('a formatter is made once, and another one for other options, another language or another zone', () => {
  const dates = (timeZone: string) => dateFormat('nl-NL', { timeStyle: 'short', timeZone });
  expect(dates('UTC')).toBe(dates('UTC'));
  expect(dates('UTC')).not.toBe(dates('Europe/Amsterdam'));
  expect(numberFormat('nl-NL')).toBe(numberFormat('nl-NL'));
  expect(numberFormat('nl-NL')).not.toBe(numberFormat('en-GB'));
  expect(numberFormat('nl-NL', { style: 'percent' }).format(0.5)).toBe('50%');
});

it('what is written with it stays what it was', () => {
  const at = '2026-11-26T13:05:00Z';
  for (let times = 0; times < 2; times += 1) {
    expect(formatMoment(new Date(at), 'en', 'UTC')).toMatch(/26 November 2026.*13:05 UTC/);
    expect(formatMoment(new Date(at), 'nl', 'Asia/Tokyo')).toMatch(/26 november 2026.*22:05/);
    expect(formatSpan(2 * 86_400_000, 'nl')).toBe('2 dagen');
    expect(() => formatMoment(new Date(at), 'nl', 'Etc/Unknown')).toThrow(RangeError);
    expect(momentHere(at, 'en')).toContain('26 November 2026');
  }
});

it('the day of a moment is that of the organisation, and a date keeps its own', () => {
  expect(formatDayOf(new Date('2026-11-26T23:05:00Z'), 'nl')).toBe('27 november 2026');
  expect(formatDayOf(new Date('2026-07-26T22:05:00Z'), 'en')).toBe('27 July 2026');
  expect(formatDate(new Date('2026-11-26'), 'nl')).toBe('26 november 2026');
});
