// Where a case stands among the others of the inbox: what the store sorts by, and what the team sees as groups.
import type { CaseStatus } from './case.ts';

/** In this order: what has a deadline, where a message of the reporter waits, what else is open, what is closed. */
export const caseGroups = [1, 2, 3, 4] as const;
export type CaseGroup = (typeof caseGroups)[number];

/** A moment: in ms since 1970, or ISO 8601. */
type Moment = number | string;

/** When something is due, null while that is not known, and when it was done, null while it is not. */
interface Due {
  name: string;
  dueAt: Moment | null;
  doneAt: Moment | null;
}

/** A deadline that runs. */
export type Running<D extends Due> = D & { dueAt: NonNullable<D['dueAt']> };

/** What tells the group of a case. */
export interface Standing<D extends Due = Due> {
  status: CaseStatus;
  deadlines: readonly D[];
  waitingSince: Moment | null;
}

/** What still runs in a closed case: an answer to who wrote since, and what was agreed about publishing. */
const IN_CLOSED: readonly string[] = ['message', 'publication'];
/** What reminds, and moves no case in the list: a message that waits has a group of its own. */
const UNRANKED: readonly string[] = ['message', 'progress'];

/** The deadlines that run, the first one due first. */
export function runningDeadlines<D extends Due>({
  status,
  deadlines,
}: Pick<Standing<D>, 'status' | 'deadlines'>): Running<D>[] {
  return deadlines
    .filter((one): one is Running<D> => one.dueAt !== null && one.doneAt === null)
    .filter(({ name }) => status !== 'closed' || IN_CLOSED.includes(name))
    .sort((one, other) => timeOf(one.dueAt) - timeOf(other.dueAt));
}

/** Those of the running deadlines by which a case has its place in the list. */
export function rankingDeadlines<D extends Due>(
  one: Pick<Standing<D>, 'status' | 'deadlines'>,
): Running<D>[] {
  return runningDeadlines(one).filter(({ name }) => !UNRANKED.includes(name));
}

/**
 * Until when somebody is to look whether it is exploited, as was said; null where nobody has to. Such a case stands before
 * all others, whatever is late in those.
 */
export function checkDueAt<D extends Due>(
  one: Pick<Standing<D>, 'status' | 'deadlines'>,
): Running<D>['dueAt'] | null {
  return runningDeadlines(one).find(({ name }) => name === 'exploitation-check')?.dueAt ?? null;
}

/** The group of a case. */
export function groupOf(one: Standing): CaseGroup {
  if (rankingDeadlines(one).length > 0) return 1;
  if (one.waitingSince !== null) return 2;
  return one.status === 'closed' ? 4 : 3;
}

const timeOf = (moment: Moment) => new Date(moment).getTime();
