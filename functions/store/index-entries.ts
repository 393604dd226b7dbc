import type { Case } from '../../src/disclosure/case.ts';
import { erasureAnnouncedAt } from '../../src/disclosure/clock.ts';
import { positionOf } from '../../src/disclosure/position.ts';
import { wakeAtOf } from '../../src/disclosure/reminders.ts';

/** What cases are found by, beside their reference and receipt: in both drivers, each in an index of its own. */
export function indexEntriesOf(one: Case) {
  return {
    position: positionOf(one),
    status: one.status,
    wakeAt: wakeAtOf(one),
    closedAt: isToBeAnnounced(one) ? one.closedAt : null,
    eraseAt: one.eraseAt,
  };
}

/** Whether nobody was told yet that a closed case will be erased, and nothing holds that back. */
function isToBeAnnounced(one: Case): boolean {
  return one.eraseAt === null && erasureAnnouncedAt(one, 0) !== null;
}
