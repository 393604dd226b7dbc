// How a case stands in the list: under which title, whose turn it is, how late, how new, how severe.
import { checkDueAt, groupOf, type Running, rankingDeadlines } from '../../../disclosure/case-groups.ts';
import { duties } from '../../../disclosure/duties.ts';
import { type Rating, ratingOf } from '../../../disclosure/rating.ts';
import type { CaseFacts, CaseSummary } from '../../../disclosure/team-wire.ts';
import { nowOnPage } from '../base/now.ts';
import type { Head } from './heads.ts';

/** The parts of the list, in their order. */
export const sections = ['due', 'waiting', 'open', 'to-close', 'closed'] as const;
export type Section = (typeof sections)[number];

const HOUR = 60 * 60 * 1000;

/**
 * What is read of each case whenever the list is arranged, worked out once for each, and once an hour: a summary never
 * changes, another one takes its place, but what is far off comes nearer.
 */
function remembered<T>(read: (one: CaseSummary) => T): (one: CaseSummary) => T {
  const known = new WeakMap<CaseSummary, { value: T; hour: number }>();
  return (one) => {
    const hour = Math.floor(nowOnPage() / HOUR);
    let found = known.get(one);
    if (found?.hour !== hour) {
      found = { value: read(one), hour };
      known.set(one, found);
    }
    return found.value;
  };
}

/** A day that was agreed on is due from three days before, in ms: until then a case with one is merely open. */
const AHEAD = 3 * 24 * HOUR;
/** What the law asks for is on top of promises from so long before, in ms. */
const LAW_AHEAD = 24 * HOUR;

type Deadline = Running<CaseFacts['deadlines'][number]>;

/** From when on a deadline is late, in ms: what is to be published on a day is not while that day lasts. */
export function lateFrom({ name, dueAt }: Pick<Deadline, 'name' | 'dueAt'>): number {
  return Date.parse(dueAt) + (name === 'publication' ? 24 * HOUR : 0);
}

/** Whether it is a day that was agreed on, and no moment. */
export const isDay = ({ name }: Pick<Deadline, 'name'>) => name === 'fix-date' || name === 'publication';

/** Whether article 14 asks for it, late or within a day: whether it is exploited, as was said, counts as well. */
function isLawNow({ name, dueAt }: Deadline): boolean {
  const isLaw = name === 'exploitation-check' || duties.some((duty) => duty === name);
  return isLaw && Date.parse(dueAt) - nowOnPage() <= LAW_AHEAD;
}

/** Of the deadlines that call for something now the first; what the law asks for comes before a promise. */
export function pressingDeadline(one: CaseFacts): Deadline | undefined {
  const pressing = rankingDeadlines(one).filter(
    (deadline) => !isDay(deadline) || Date.parse(deadline.dueAt) - nowOnPage() <= AHEAD,
  );
  return pressing.find(isLawNow) ?? pressing[0];
}

/** Of all that presses in several cases what is due first. */
export function firstDue(cases: readonly CaseFacts[]): Deadline | undefined {
  const pressing = cases.flatMap((one) => pressingDeadline(one) ?? []);
  return pressing.reduce<Deadline | undefined>(
    (first, one) => (first === undefined || Date.parse(one.dueAt) < Date.parse(first.dueAt) ? one : first),
    undefined,
  );
}

/** Whether the law asks for something in it now. */
export const isLawPressing = remembered((one): boolean => {
  const first = pressingDeadline(one);
  return first !== undefined && isLawNow(first);
});

/** Whether it is said to be exploited, and nobody has found out yet. */
export const isToCheck = remembered((one): boolean => checkDueAt(one) !== null);

/** Under which title a case stands. */
export const sectionOf = remembered((one): Section => {
  const isFar = pressingDeadline(one) === undefined;
  const group = groupOf(isFar ? { ...one, deadlines: [] } : one);
  if (group === 3) return isSolved(one) ? 'to-close' : 'open';
  return ({ 1: 'due', 2: 'waiting', 4: 'closed' } as const)[group];
});

/** Whether there is nothing left to do but closing it. */
export function isSolved({ status }: CaseSummary): boolean {
  return status === 'resolved' || status === 'rejected' || status === 'duplicate';
}

export const isClosed = ({ status }: CaseSummary) => status === 'closed';
export const isOpen = (one: CaseSummary) => !isClosed(one) && !isSolved(one);

/** Whether it waits for an answer of ours: a report for its first, or a message. */
export function isWaiting(one: CaseSummary): boolean {
  const isUnanswered = one.respondedAt === null && one.withdrawnAt === null;
  return (!isClosed(one) && isUnanswered) || one.waitingSince !== null;
}

/** Whether something in it is late. */
export function isLate(one: CaseSummary, now: number): boolean {
  return rankingDeadlines(one).some((deadline) => lateFrom(deadline) < now);
}

/** Whether the day has passed on which a fix was expected. */
export function isFixLate(one: CaseSummary, now: number): boolean {
  return rankingDeadlines(one).some(({ name, dueAt }) => name === 'fix-date' && Date.parse(dueAt) < now);
}

/** Whether it is closed, and nothing in it calls for anybody. */
export const isAtRest = (one: CaseSummary) => sectionOf(one) === 'closed';

/** When what presses most is due, in ms; infinity for never. */
export const dueAt = remembered((one): number => {
  const first = pressingDeadline(one);
  return first === undefined ? Number.POSITIVE_INFINITY : Date.parse(first.dueAt);
});

/** When it came, in ms. */
export const receivedAt = remembered((one): number => Date.parse(one.receivedAt));

/** Whether there is something in it that who asks has not seen. */
export function isUnread({ version, notes, seen }: CaseSummary): boolean {
  return seen === null || seen.version < version || seen.notes < notes;
}

/**
 * How severe a case is: as the team sees it, else as its reporter does; null where nobody said.
 * @returns `isOwn` for the team's
 */
export function severityIn(head: Head | undefined): { rating: Rating; score: number; isOwn: boolean } | null {
  const own = head?.triage?.score ?? null;
  const score = own ?? head?.score ?? null;
  return score === null ? null : { rating: ratingOf(score), score, isOwn: own !== null };
}

/** Where a case stands within its part, before anything else: a number that rises. */
export const placeOf = remembered((one): number => {
  switch (sectionOf(one)) {
    case 'due':
      return dueAt(one);
    case 'waiting':
      return Date.parse(one.waitingSince ?? one.receivedAt);
    case 'closed':
      return -Date.parse(one.closedAt ?? one.receivedAt);
    default:
      return receivedAt(one);
  }
});
