import type { Case } from './case.ts';
import { checkDueAt, groupOf, rankingDeadlines } from './case-groups.ts';
import { deadlinesOf } from './clock.ts';

/** Later than any time that a case has: takes away from it for what goes newest first. */
const END = 10 ** 15 - 1;

/**
 * A case's place in the inbox as a text that sorts: first what is said to be exploited, until somebody has looked; then what
 * else has a deadline, by deadline; then where a message
 * of the reporter waits for an answer, the longest wait first; then what else is open, oldest first; then what
 * is closed, newest first. The reference makes it unique.
 */
export function positionOf(one: Case): string {
  const { status, waitingSince } = one;
  const standing = { status, waitingSince, deadlines: deadlinesOf(one) };
  const checkDue = checkDueAt(standing);
  const group = checkDue === null ? groupOf(standing) : 0;
  const times = {
    0: checkDue ?? 0,
    1: rankingDeadlines(standing)[0]?.dueAt ?? 0,
    2: waitingSince ?? 0,
    3: one.receivedAt,
    4: END - (one.closedAt ?? 0),
  };
  return `${group}${String(times[group]).padStart(15, '0')}:${one.reference}`;
}

/** Whether a text is a position, as a cursor from outside must be. */
export function isPosition(text: string): boolean {
  return /^[0-4]\d{15}:CVD-\d{4}-[0-9A-HJKMNP-TV-Z]{6}$/.test(text);
}
