// How a case stands in the list: under which title, whose turn it is, how late, how new, how severe.
import { groupOf, type Running, rankingDeadlines } from '../../../disclosure/case-groups.ts';
import { type Rating, ratingOf } from '../../../disclosure/rating.ts';
import type { CaseFacts, CaseSummary } from '../../../disclosure/team-wire.ts';
import { nowOnPage } from '../base/now.ts';
import type { Head } from './heads.ts';

/** The parts of the list, in their order. */
export const sections = ['due', 'waiting', 'open', 'to-close', 'closed'] as const;
export type Section = (typeof sections)[number];

/**
 * What is read of each case whenever the list is arranged, worked out once for each: a summary never changes, another one
 * takes its place.
 */
function remembered<T>(read: (one: CaseSummary) => T): (one: CaseSummary) => T {
  const known = new WeakMap<CaseSummary, { value: T }>();
  return (one) => {
    let found = known.get(one);
    if (found === undefined) {
      found = { value: read(one) };
      known.set(one, found);
    }
    return found.value;
  };
}

/** A day that was agreed on is due from three days before, in ms: until then a case with one is merely open. */
const AHEAD = 3 * 24 * 60 * 60 * 1000;

/** The first of the deadlines that call for something now. */
export function pressingDeadline(one: CaseFacts): Running<CaseFacts['deadlines'][number]> | undefined {
  return rankingDeadlines(one).find(({ name, dueAt }) => {
    const isDay = name === 'fix-date' || name === 'publication';
    return !isDay || Date.parse(dueAt) - nowOnPage() <= AHEAD;
  });
}

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

/** When it is due first, in ms; infinity for never. */
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
