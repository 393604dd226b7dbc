// What one should know of several reports before they get the same letter. Pure.
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import type { Head } from '../list/heads.ts';

/** How many have a reporter who gave no key to read a letter with, as far as their reports are open. */
export function keylessAmong(
  cases: readonly Pick<CaseSummary, 'reference'>[],
  heads: ReadonlyMap<string, Pick<Head, 'isKeyless'>>,
): number {
  return cases.filter(({ reference }) => heads.get(reference)?.isKeyless).length;
}

/** How many are said to be exploited while the team has not found out: what is no weak spot is answered by that. */
export function uncheckedAmong(cases: readonly Pick<CaseSummary, 'deadlines'>[]): number {
  return cases.filter(({ deadlines }) =>
    deadlines.some(({ name, doneAt }) => name === 'exploitation-check' && doneAt === null),
  ).length;
}
