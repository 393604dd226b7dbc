// What of the list is to be seen from afar: in the bar, and in the title of the tab.
import { runningDeadlines } from '../../../disclosure/case-groups.ts';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { nowOnPage } from '../base/now.ts';
import type { CaseList } from '../list/list.ts';

/** The cases that are on the screen, in the order of the list. */
export function casesIn(list: CaseList): CaseSummary[] {
  return list.groups.value.flatMap(({ cases }) => cases);
}

/** How many of them are late. */
export function countsOf(list: CaseList): { late: number } {
  const now = nowOnPage();
  const isLate = (one: CaseSummary) => runningDeadlines(one).some(({ dueAt }) => Date.parse(dueAt) < now);
  return { late: casesIn(list).filter(isLate).length };
}
