import { organisation } from '../organisation.ts';
import type { Case, CaseEvent } from './case.ts';
import { type Deadline, deadlinesOf } from './clock.ts';
import { embargoes } from './embargoes.ts';
import { checks } from './past-checks.ts';
import { pastDuties } from './past-duties.ts';
import { answeredMessages, fixDays, tellings } from './past-promises.ts';
import { outcomeOf, type Promised } from './promised.ts';

/**
 * Every promise of a case, the first one due first, those without a day last: as its deadlines stand, and by what happened
 * also what stands in none of them any more: messages that were answered, news that came late, whether it is exploited, what
 * article 14 asked before a mark or a report was taken back, days of a fix that were met or put off, and until when nothing
 * was to be published.
 * @param events all that happened, oldest first
 * @param timeZone in which a day begins and ends, as an IANA name
 */
export function promisesOf(
  one: Case,
  events: readonly CaseEvent[],
  now: number,
  timeZone = organisation.timeZone,
): Promised[] {
  const deadlines = deadlinesOf(one, timeZone);
  const check = deadlines.find(({ name }) => name === 'exploitation-check');
  // A deadline knows the last answer alone, and reminds of a publication that nobody need have agreed to.
  const current = deadlines
    .filter((deadline) => deadline !== check || check.doneAt === null)
    .filter(({ name }) => name !== 'publication')
    .map((deadline): Promised => {
      const { name, dueAt, doneAt } = deadline;
      return { name, dueAt, doneAt, by: whoDid(deadline, events), outcome: outcomeOf(dueAt, doneAt, now) };
    });
  // Who withdrew a report was promised nothing that is kept: a stub has what happened for the duties alone.
  const toReporter = () => [
    ...answeredMessages(one, events),
    ...tellings(events),
    ...checks(one, events, check?.doneAt ?? null),
    ...fixDays(events, timeZone),
    ...embargoes(events, now, timeZone),
  ];
  const past = [...pastDuties(events, timeZone), ...(one.withdrawnAt === null ? toReporter() : [])];
  // Of the same moment first what did not stand, then what does.
  return [...past, ...current].toSorted(
    (a, b) => (a.dueAt ?? Number.MAX_VALUE) - (b.dueAt ?? Number.MAX_VALUE),
  );
}

/** Whoever told of it by its name, also later than it was done; else who did something at that very moment. */
function whoDid({ name, doneAt }: Deadline, events: readonly CaseEvent[]): string | null {
  if (doneAt === null) return null;
  const told = events.findLast(({ kind, value }) => kind === 'reported' && value.split(' ')[0] === name);
  return (told ?? events.find(({ at, by }) => at === doneAt && by !== null))?.by ?? null;
}
