import type { Case } from '../../../src/disclosure/case.ts';
import { wakeAtOf } from '../../../src/disclosure/clock.ts';
import { positionOf } from '../../../src/disclosure/position.ts';

/** What cases are searched by: kept beside the record, so that an index can hold it. */
export function columnsOf(one: Case) {
  return {
    position: positionOf(one),
    status: one.status,
    code: one.reference.slice(-6),
    wakeAt: wakeAtOf(one),
    closedAt: one.closedAt,
  };
}
