import type { Case } from './case.ts';
import { openDeadlines } from './clock.ts';

/** Later than any time that a case has: takes away from it for what goes newest first. */
const END = 10 ** 15 - 1;

/**
 * A case's place in the inbox as a text that sorts: first what has a deadline, by deadline; then where a message
 * of the reporter waits for an answer, the longest wait first; then what else is open, oldest first; then what
 * is closed, newest first. The reference makes it unique.
 */
export function positionOf(one: Case): string {
  const [deadline] = openDeadlines(one);
  const at = (group: 1 | 2 | 3 | 4, time: number) =>
    `${group}${String(time).padStart(15, '0')}:${one.reference}`;
  if (one.status === 'closed') return at(4, END - (one.closedAt ?? 0));
  if (deadline) return at(1, deadline.dueAt);
  return one.waitingSince === null ? at(3, one.receivedAt) : at(2, one.waitingSince);
}

/** Whether a text is a position, as a cursor from outside must be. */
export function isPosition(text: string): boolean {
  return /^[1-4]\d{15}:CVD-\d{4}-[0-9A-HJKMNP-TV-Z]{6}$/.test(text);
}
