// What became of what article 14 asked, where the fields of a case say nothing of it any more: it follows from what happened.
import type { CaseEvent } from './case.ts';
import { type Deadline, type DutyFacts, dutyDeadlines } from './clock.ts';
import { type Done, type Duty, duties, dutiesOf, nothingDone, type Track, tracks } from './duties.ts';
import { outcomeOf, type Promised } from './promised.ts';

const NOTHING: DutyFacts = {
  ...{ exploitedAt: null, incidentAt: null, resolvedAt: null, noFixAt: null },
  reported: nothingDone,
};
const MARKS = { exploited: 'exploitedAt', incident: 'incidentAt' } as const satisfies Record<
  Track,
  keyof DutyFacts
>;

/**
 * What was owed to the authorities and users, and stands in no deadline any more: in each stretch that the case was marked
 * and then was not, each report that was taken back or told with another moment, and each time that a later beginning, or
 * a fix that was taken back, put off what was owed. A stretch that is marked anew has deadlines of its own, and washes
 * nothing of what was late before it.
 * @param events all that happened, oldest first
 */
export function pastDuties(events: readonly CaseEvent[], timeZone: string): Promised[] {
  const found: Promised[] = [];
  const tellers = new Map<string, string | null>();
  let facts = NOTHING;
  let deadlines: Deadline[] = [];
  for (const event of events) {
    const next = factsAfter(facts, event);
    const now = dutyDeadlines(next, timeZone);
    const add = (lines: readonly Promised[]) => found.push(...lines.map((one) => ({ ...one, at: event.at })));
    add(marksBetween(facts, next, event));
    for (const before of deadlines) {
      const after = now.find(({ name }) => name === before.name) ?? null;
      add(lost(before, after, event, tellers.get(before.name) ?? null));
    }
    if (event.kind === 'corrected') add([correction(event)]);
    if (event.kind === 'reported') tellers.set(dutyIn(event).duty ?? '', event.by);
    facts = next;
    deadlines = now;
  }
  return found;
}

/** What the clocks follow from once something has happened. */
function factsAfter(facts: DutyFacts, event: CaseEvent): DutyFacts {
  const { kind, value, at } = event;
  const { duty, doneAt } = dutyIn(event);
  switch (kind) {
    case 'exploited':
    case 'incident': {
      const since = value === 'no' ? null : value === 'yes' ? at : momentOf(value, at);
      // Who only corrects the moment has done what was done.
      const isSame = since !== null && facts[MARKS[kind]] !== null;
      const reported = isSame ? facts.reported : undone(facts.reported, kind);
      return { ...facts, [MARKS[kind]]: since, reported };
    }
    case 'reported':
    case 'unreported':
      if (!duty) return facts;
      return { ...facts, reported: { ...facts.reported, [duty]: kind === 'reported' ? doneAt : null } };
    case 'status':
      if (value === 'closed') return facts;
      return { ...facts, resolvedAt: value === 'resolved' ? at : null };
    case 'fix-available':
      return value === ''
        ? { ...facts, noFixAt: at, resolvedAt: null }
        : { ...facts, noFixAt: null, resolvedAt: momentOf(value, at) };
    default:
      return facts;
  }
}

/** What came of a deadline that is another after an event, or is none. */
function lost(
  before: Deadline,
  after: Deadline | null,
  { at, by }: CaseEvent,
  teller: string | null,
): Promised[] {
  const { name, dueAt, doneAt } = before;
  const done = { name, dueAt, doneAt, by: teller };
  if (doneAt !== null && after && after.doneAt !== doneAt) {
    const isLate = outcomeOf(dueAt, doneAt, at) === 'late';
    const outcome = after.doneAt === null ? 'recalled' : 'restated';
    return [
      { ...done, outcome: isLate ? 'said-late' : 'said' },
      { name, dueAt: doneAt, doneAt: at, by, outcome },
    ];
  }
  if (doneAt !== null) {
    const outcome = outcomeOf(dueAt, doneAt, at);
    // What stays is a deadline still; only that it was late is nowhere, where it isn't by the later one.
    return after === null || (outcome === 'late' && isLater(before, after)) ? [{ ...done, outcome }] : [];
  }
  if (dueAt === null || (after !== null && !isLater(before, after))) return [];
  const isInTime = at <= dueAt;
  const outcome =
    after === null ? (isInTime ? 'dropped' : 'dropped-late') : isInTime ? 'moved' : 'moved-late';
  return [{ name, dueAt, doneAt: at, by, outcome }];
}

/** Whether a deadline was put off, or nobody can tell any more when it is. */
function isLater(before: Deadline, after: Deadline): boolean {
  return before.dueAt !== null && (after.dueAt === null || after.dueAt > before.dueAt);
}

/** Marks that were taken back, or moved to another moment. */
function marksBetween(before: DutyFacts, after: DutyFacts, { at, by }: CaseEvent): Promised[] {
  return tracks.flatMap((track): Promised[] => {
    const [was, is] = [before[MARKS[track]], after[MARKS[track]]];
    if (was === null || was === is) return [];
    return [{ name: track, dueAt: was, doneAt: at, by, outcome: is === null ? 'unmarked' : 'remarked' }];
  });
}

function correction(event: CaseEvent): Promised {
  const { name, doneAt } = dutyIn(event);
  return { name, dueAt: null, doneAt, by: event.by, outcome: 'corrected' };
}

/** The duty that an event names, and the moment behind it. */
function dutyIn({ value, at }: CaseEvent): { name: string; duty: Duty | null; doneAt: number } {
  const [name = '', moment] = value.split(' ');
  const duty = duties.find((one) => one === name) ?? null;
  return { name, duty, doneAt: moment === undefined ? at : momentOf(moment, at) };
}

/** A moment that an event names; its own where that is none. */
function momentOf(text: string, at: number): number {
  const time = Date.parse(text);
  return Number.isNaN(time) ? at : time;
}

function undone(reported: Done, track: Track): Done {
  const none = dutiesOf(track).map((duty) => [duty, null]);
  return { ...reported, ...Object.fromEntries(none) };
}
