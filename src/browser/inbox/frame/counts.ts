// What of the list is to be seen from afar: in the bar, and in the title of the tab.
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import type { CaseList } from '../list/list.ts';

/** The cases that the list shows now, in its order. */
export function casesIn(list: CaseList): readonly CaseSummary[] {
  return list.order.value;
}

/** How many cases are late, whatever the list shows. */
export function countsOf(list: CaseList): { late: number } {
  return { late: list.totals.value.overdue };
}
