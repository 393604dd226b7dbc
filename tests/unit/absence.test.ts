import { describe, expect, it } from 'vitest';
import { type Absence, dayIn, isAway, isMine, standInsOf } from '../../src/disclosure/absence.ts';

const [anna, bob, carla] = ['A', 'B', 'C'].map((letter) => letter.repeat(40)) as [string, string, string];
const away = (fingerprint: string, standIn: string, from: string, until: string): Absence => {
  return { fingerprint, standIn, from, until };
};
const holiday = away(anna, bob, '2026-12-21', '2026-12-24');

describe('an absence', () => {
  it.each([
    ['2026-12-20', false],
    ['2026-12-21', true],
    ['2026-12-24', true],
    ['2026-12-25', false],
  ])('holds on its first and last day, and not beside them: %s', (today, holds) => {
    expect(isAway(anna, [holiday], today)).toBe(holds);
    expect(isMine(anna, bob, [holiday], today)).toBe(holds);
    expect(standInsOf(anna, [holiday], today)).toEqual(holds ? [bob] : []);
  });

  it('leaves a case with whoever it is assigned to, and gives it to nobody else', () => {
    expect(isMine(anna, anna, [holiday], '2026-12-22')).toBe(true);
    expect(isMine(anna, carla, [holiday], '2026-12-22')).toBe(false);
    expect(isMine(bob, anna, [holiday], '2026-12-22')).toBe(false);
    expect(isMine(null, bob, [holiday], '2026-12-22')).toBe(false);
  });

  it('passes a case on where the stand-in is away too, and comes to an end where two stand in for each other', () => {
    const further = away(bob, carla, '2026-12-23', '2026-12-30');
    expect(standInsOf(anna, [holiday, further], '2026-12-22')).toEqual([bob]);
    expect(standInsOf(anna, [holiday, further], '2026-12-23')).toEqual([bob, carla]);
    expect(isMine(anna, carla, [holiday, further], '2026-12-23')).toBe(true);
    const back = away(bob, anna, '2026-12-23', '2026-12-30');
    expect(standInsOf(anna, [holiday, back], '2026-12-23')).toEqual([bob]);
    expect(standInsOf(bob, [holiday, back], '2026-12-23')).toEqual([anna]);
  });

  it('goes by the day of the organisation, not by that of UTC', () => {
    const justAfterMidnight = Date.parse('2026-12-20T23:30:00Z');
    expect(dayIn('Europe/Amsterdam', justAfterMidnight)).toBe('2026-12-21');
    expect(dayIn('UTC', justAfterMidnight)).toBe('2026-12-20');
    expect(dayIn('America/New_York', Date.parse('2026-03-01T03:00:00Z'))).toBe('2026-02-28');
  });
});
