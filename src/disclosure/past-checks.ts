// Whether a case is exploited, as was said: what became of each look that the team took.
import type { Case, CaseEvent, EventKind } from './case.ts';
import { TO_CHECK } from './clock.ts';
import { outcomeOf, type Promised } from './promised.ts';

/** What may say that there is no weak spot of its own. */
const ENDS: ReadonlySet<EventKind> = new Set(['response', 'status'] as const);
const NO_WEAK_SPOT: ReadonlySet<string> = new Set(['rejected', 'duplicate']);

/**
 * Whether it is exploited, as was said: every answer of the team. "Can't tell yet" puts it off, by as long again. One that
 * waits for its answer is a deadline.
 * @param endedAt when the deadline was met, also where nobody answered: what is no weak spot is not exploited
 */
export function checks(
  { claimedAt }: Pick<Case, 'claimedAt'>,
  events: readonly CaseEvent[],
  endedAt: number | null,
): Promised[] {
  if (claimedAt === null) return [];
  const found: Promised[] = [];
  const add = (since: number, doneAt: number, { by, value }: Pick<CaseEvent, 'by' | 'value'>) => {
    const dueAt = since + TO_CHECK;
    const outcome = outcomeOf(dueAt, doneAt, doneAt);
    const putOff = outcome === 'kept' ? 'moved' : 'moved-late';
    const name = 'exploitation-check';
    found.push({ name, dueAt, doneAt, by, outcome: value === 'unclear' ? putOff : outcome });
  };
  // What was said with the report itself happened with it.
  let since = events.some(({ kind }) => kind === 'claimed') ? null : claimedAt;
  for (const event of events) {
    const { kind, value, at } = event;
    if (kind === 'claimed') since = at;
    if (kind !== 'claim-answered') continue;
    if (since !== null) add(since, at, event);
    since = value === 'unclear' ? at : null;
  }
  if (since === null || endedAt === null) return found;
  const from = since;
  const end =
    events.find(({ kind, value, at }) => at >= from && ENDS.has(kind) && NO_WEAK_SPOT.has(value)) ??
    events.find(({ at, by }) => at === endedAt && by !== null);
  const doneAt = end?.at ?? endedAt;
  // What was no weak spot before it was said is asked of nobody.
  if (doneAt >= from) add(from, doneAt, { by: end?.by ?? null, value: '' });
  return found;
}
