import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addMonths, endOfDay, startOfDay } from '../../src/disclosure/zoned-day.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

it.each([
  ['2026-03-29', 'Europe/Amsterdam', '2026-03-28T23:00', 23],
  ['2026-10-25', 'Europe/Amsterdam', '2026-10-24T22:00', 25],
  ['2028-02-29', 'Asia/Kolkata', '2028-02-28T18:30', 24],
  ['2026-11-27', 'Pacific/Kiritimati', '2026-11-26T10:00', 24],
  ['2026-11-27', 'Pacific/Niue', '2026-11-27T11:00', 24],
  // Midnight is skipped there.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00', 23],
])('%s begins in %s at %s UTC, and has %i hours', (day, zone, begins, hours) => {
  const start = startOfDay(Date.parse(day), zone);
  expect(new Date(start).toISOString().slice(0, 16)).toBe(begins);
  expect(endOfDay(Date.parse(day), zone) - start).toBe(hours * HOUR);
});

it('each day begins as the one before it ends, with its own date on the wall', () => {
  const zones = fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tehran');
  fc.assert(
    fc.property(fc.integer({ min: 18_000, max: 30_000 }), zones, (count, zone) => {
      const day = count * DAY;
      const start = startOfDay(day, zone);
      expect(endOfDay(day - DAY, zone)).toBe(start);
      const shown = (time: number) =>
        new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(time);
      expect(shown(start)).toBe(new Date(day).toISOString().slice(0, 10));
      expect(shown(start - 1)).not.toBe(shown(start));
    }),
  );
});

it('a month later it is the same hour, on the last day where the month is shorter', () => {
  const later = (text: string) => new Date(addMonths(Date.parse(text), 1, 'Europe/Amsterdam')).toISOString();
  expect(later('2026-01-31T11:00:00.250Z')).toBe('2026-02-28T11:00:00.250Z');
  expect(later('2028-01-30T11:00:00.000Z')).toBe('2028-02-29T11:00:00.000Z');
  expect(later('2026-10-10T08:00:00.000Z')).toBe('2026-11-10T09:00:00.000Z');
  expect(later('2026-12-15T23:30:00.000Z')).toBe('2027-01-15T23:30:00.000Z');
});
