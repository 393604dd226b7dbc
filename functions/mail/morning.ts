import { organisation } from '../../src/organisation.ts';

const QUARTER = 15 * 60 * 1000;
const HOUR = 4 * QUARTER;
/** When the digest of a day goes out, where the organisation is: with the daily job at the latest, in summer and winter. */
const MORNING = '06:00';
/** A deadline that comes sooner after the digest than this has a reminder of its own, in ms. */
const ROOM = 6 * HOUR;

/** The next time at which the digest of a day goes out, in ms: the hands of the clock decide, whatever summer time does. */
export function nextMorning(now: number, timeZone = organisation.timeZone): number {
  const hands = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  let time = (Math.floor(now / QUARTER) + 1) * QUARTER;
  while (hands.format(time) !== MORNING) time += QUARTER;
  return time;
}

/** Whether the digest that comes next tells of a deadline soon enough. */
export function canWaitForMorning(dueAt: number, now: number): boolean {
  return dueAt - nextMorning(now) >= ROOM;
}
