// Whether a case is exploited, as was said: what became of each look that the team took.
import type { Case, CaseEvent } from './case.ts';
import { TO_CHECK } from './clock.ts';
import { outcomeOf, type Promised } from './promised.ts';

/** What says that there is no weak spot of its own, and what takes that back. */
const DISMISSED: ReadonlySet<string> = new Set(['rejected', 'duplicate']);
const TAKEN_UP: ReadonlySet<string> = new Set(['confirmed', 'fixing']);

/**
 * Whether it is exploited, as was said: how each look ended. "Can't tell yet" puts it off, by as long again. What is no weak
 * spot ends it too, and where that is taken back before anybody answered, a look begins anew from then. One that waits for
 * its answer is a deadline.
 * @param endedAt when the deadline was met, for records in which nothing that happened says so
 */
export function checks(
  { claimedAt }: Pick<Case, 'claimedAt'>,
  events: readonly CaseEvent[],
  endedAt: number | null,
): Promised[] {
  if (claimedAt === null) return [];
  const found: Promised[] = [];
  const add = (since: number, doneAt: number, by: string | null, value: string) => {
    const dueAt = since + TO_CHECK;
    const outcome = outcomeOf(dueAt, doneAt, doneAt);
    const putOff = outcome === 'kept' ? 'moved' : 'moved-late';
    const name = 'exploitation-check';
    found.push({ name, dueAt, doneAt, by, outcome: value === 'unclear' ? putOff : outcome });
  };
  // What was said with the report itself happened with it.
  let isClaimed = !events.some(({ kind }) => kind === 'claimed');
  let since = isClaimed ? claimedAt : null;
  let isDismissed = false;
  let isAnswered = false;
  for (const { kind, value, at, by } of events) {
    if (kind === 'claimed') {
      isClaimed = true;
      since = isDismissed ? null : at;
    }
    if (kind === 'response' || kind === 'status') {
      if (DISMISSED.has(value)) {
        if (since !== null) add(since, at, by, value);
        since = null;
        isDismissed = true;
      } else if (isDismissed && TAKEN_UP.has(value)) {
        if (isClaimed && !isAnswered) since = at;
        isDismissed = false;
      }
    }
    if (kind !== 'claim-answered') continue;
    if (since !== null) add(since, at, by, value);
    isAnswered = value !== 'unclear';
    since = isAnswered || isDismissed ? null : at;
  }
  // What ended before it was said is asked of nobody.
  if (since === null || endedAt === null || endedAt < since) return found;
  const end = events.find(({ at, by }) => at === endedAt && by !== null);
  add(since, endedAt, end?.by ?? null, '');
  return found;
}
