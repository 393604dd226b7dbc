// The day on which a fix is expected, which the policy promises (P1) to whoever reported a weakness.
import type { CaseStatus } from './case.ts';

/** Whether a case in this status, or a first response with this assessment, must name the day. */
export function needsFixDate(status: CaseStatus): boolean {
  return status === 'confirmed' || status === 'fixing';
}

/** Whether the day means anything there: only for what is a weakness, and is not closed. */
export function hasFixDate(status: CaseStatus): boolean {
  return needsFixDate(status) || status === 'resolved';
}
