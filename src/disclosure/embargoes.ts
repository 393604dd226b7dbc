import type { CaseEvent } from './case.ts';
import type { Promised } from './promised.ts';
import { startOfDay } from './zoned-day.ts';

/**
 * The days before which nothing was to be published, as they were agreed with the reporter, and what came of each. A day
 * that was only proposed promises nothing. To publish early is what breaks it; once the day is there, it was held. What was
 * said to be published early, and then not to be, has a line of its own.
 * @param events all that happened, oldest first
 * @param timeZone in which a day begins, as an IANA name
 */
export function embargoes(events: readonly CaseEvent[], now: number, timeZone: string): Promised[] {
  const found: Promised[] = [];
  let day: number | null = null;
  let isAgreed = false;
  let published: CaseEvent | null = null;
  const end = (moved: CaseEvent | null) => {
    if (day === null || !isAgreed) return;
    const dueAt = startOfDay(day, timeZone);
    const at = (one: CaseEvent | null) => ({ doneAt: one?.at ?? null, by: one?.by ?? null });
    const isHeld = (published?.at ?? moved?.at ?? now) >= dueAt;
    if (isHeld) found.push({ name: 'publication', dueAt, ...at(published), outcome: 'embargo-held' });
    else if (published)
      found.push({ name: 'publication', dueAt, ...at(published), outcome: 'embargo-broken' });
    else if (moved) found.push({ name: 'publication', dueAt, ...at(moved), outcome: 'embargo-moved' });
    else found.push({ name: 'publication', dueAt, ...at(null), outcome: 'embargo' });
  };
  // Said in error or not: who reads it later can ask.
  const recall = (said: CaseEvent | null) => {
    if (day === null || !isAgreed || said === null) return;
    const dueAt = startOfDay(day, timeZone);
    const what = { name: 'publication', dueAt, doneAt: said.at, by: said.by } as const;
    if (said.at < dueAt) found.push({ ...what, outcome: 'embargo-recalled' });
  };
  for (const event of events) {
    if (event.kind === 'published' && event.value === 'no') {
      recall(published);
      published = null;
    } else if (event.kind === 'published') published ??= event;
    if (event.kind === 'publication-agreed') isAgreed = event.value !== 'no';
    if (event.kind !== 'publication') continue;
    end(event);
    day = event.value === '' ? null : Date.parse(event.value);
    isAgreed = false;
    published = null;
  }
  end(null);
  return found;
}

/**
 * The day that was agreed with the reporter, at 0:00 UTC, and that the team gave up since for another or for none; null
 * where none was, where a day is agreed to again, and where the team proposes that very day anew.
 * @param events all that happened, oldest first
 */
export function agreedDayGivenUp(events: readonly CaseEvent[]): number | null {
  let day: number | null = null;
  let isAgreed = false;
  let givenUp: number | null = null;
  for (const { kind, value } of events) {
    if (kind === 'publication-agreed') {
      isAgreed = value !== 'no';
      if (isAgreed) givenUp = null;
    }
    if (kind !== 'publication') continue;
    if (isAgreed) givenUp = day;
    day = value === '' ? null : Date.parse(value);
    isAgreed = false;
  }
  return givenUp === day ? null : givenUp;
}
