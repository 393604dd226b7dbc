import type { CaseView } from './case-view.ts';

/** Where a case stands, as its reporter reads it: its status, and what that alone does not say. */
type Standing = CaseView['status'] | 'late' | 'closedResolved' | 'closedRejected' | 'closedDuplicate';

/**
 * Where a case stands at a moment, in milliseconds: `late` where the first response is late; a closed one says what came of it.
 * With scripts and without, the same words are looked up by it.
 */
export function standingOf(
  { status, assessment, respondBy, respondedAt, resolvedAt }: CaseView,
  now: number,
): Standing {
  if (status === 'received') return respondedAt === null && now > Date.parse(respondBy) ? 'late' : 'received';
  if (status !== 'closed') return status;
  if (resolvedAt !== null) return 'closedResolved';
  if (assessment === 'rejected') return 'closedRejected';
  return assessment === 'duplicate' ? 'closedDuplicate' : 'closed';
}
