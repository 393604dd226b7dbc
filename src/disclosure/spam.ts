import { type Case, isClaimedLater } from './case.ts';
import { owedDuties } from './clock.ts';

/** Why a case is not erased as spam: it is gone, can't be read, was changed since it was seen, or is somebody's work. */
export const spamFaults = ['gone', 'unreadable', 'changed', 'reports-owed', 'touched'] as const;
export type SpamFault = (typeof spamFaults)[number];

/**
 * Whether nobody of the team has written in a case, a note neither, or changed anything about it: each of its versions
 * behind the first came with a message of the reporter, or as an inbox found by itself what the report says of exploitation,
 * so that who floods can't keep a report from being erased by writing again, or something else.
 * @param notes how many there are; those that only say that it was shared are none
 */
export function isUntouched(one: Case, notes: number): boolean {
  const { status, respondedAt, exploitedAt, incidentAt, version, followUps } = one;
  const isMarked = exploitedAt !== null || incidentAt !== null;
  const isWaiting = status === 'received' && respondedAt === null && !isMarked;
  return isWaiting && notes === 0 && version === 1 + followUps + (isClaimedLater(one) ? 1 : 0);
}

/**
 * What keeps a case from being erased as spam; null for nothing.
 * @param found the case as it is, or undefined, and how many notes it has
 * @param version the one that was seen
 */
export function spamFaultOf(found: Case | undefined, notes: number, version: number): SpamFault | null {
  if (!found) return 'gone';
  if (owedDuties(found).length > 0) return 'reports-owed';
  if (!isUntouched(found, notes)) return 'touched';
  return found.version === version ? null : 'changed';
}
