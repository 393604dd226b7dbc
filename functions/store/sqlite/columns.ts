import type { Case } from '../../../src/disclosure/case.ts';
import { indexEntriesOf } from '../index-entries.ts';

/** What cases are searched by: kept beside the record, so that an index can hold it. */
export function columnsOf(one: Case) {
  return { ...indexEntriesOf(one), code: one.reference.slice(-6) };
}

/** The part of an update that brings these up to date; `columnValues` has its values. The code stays. */
export const SET_COLUMNS = 'position = ?, status = ?, wakeAt = ?, closedAt = ?, eraseAt = ?';

/** The values for `SET_COLUMNS`. @param wakeAt when the clock looks at it, where that is not its first reminder */
export function columnValues(one: Case, wakeAt?: number | null) {
  const columns = columnsOf(one);
  const { position, status, closedAt, eraseAt } = columns;
  return [position, status, wakeAt === undefined ? columns.wakeAt : wakeAt, closedAt, eraseAt] as const;
}
