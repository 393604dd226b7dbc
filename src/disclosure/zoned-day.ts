// Days as people know them: from midnight to midnight by the clock on the wall, which is not always 24 hours.
import { dateFormat } from '../i18n/formatters.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** Days of which the start is remembered, as each case of a list has some: finding one takes three looks at the clock. */
const MOST_STARTS = 1000;
const starts = new Map<string, number>();

/**
 * When a day begins in a zone. Where the clock skips midnight, the day begins at the first moment that it has.
 * @param day 0:00 UTC of it, in ms since 1970
 * @param timeZone IANA name
 * @throws RangeError for a zone that the platform does not know
 */
export function startOfDay(day: number, timeZone: string): number {
  const key = `${day} ${timeZone}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const start = findStart(day, timeZone);
  if (starts.size >= MOST_STARTS) starts.clear();
  starts.set(key, start);
  return start;
}

function findStart(day: number, timeZone: string): number {
  // Against the hands of the clock at a guess, and once more where they were moved in between.
  let at = day;
  for (let step = 0; step < 2; step += 1) at += day - wallClock(at, timeZone);
  const missed = wallClock(at, timeZone) < day;
  return missed ? at + HOUR : at;
}

/** When a day is over in a zone: as the next one begins. Takes and throws what `startOfDay` does. */
export function endOfDay(day: number, timeZone: string): number {
  return startOfDay(day + DAY, timeZone);
}

/**
 * The same hour so many months later in a zone; on the last day of a month that is shorter (Regulation (EEC, Euratom)
 * No 1182/71, article 3(2)(c)).
 */
export function addMonths(time: number, months: number, timeZone: string): number {
  const from = new Date(wallClock(time, timeZone));
  const month = from.getUTCMonth() + months;
  const last = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Date.UTC(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), last));
  const wanted = day + (from.getTime() % DAY);
  let at = wanted;
  for (let step = 0; step < 2; step += 1) at += wanted - wallClock(at, timeZone);
  return at;
}

/** What the clock on the wall shows at a moment, as if it were UTC, to the second; what it leaves out is kept. */
function wallClock(time: number, timeZone: string): number {
  const parts = dateFormat('en-GB', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    ...{ second: '2-digit', hourCycle: 'h23', timeZone },
  }).formatToParts(time);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown + (((time % 1000) + 1000) % 1000);
}
