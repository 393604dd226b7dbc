// Where a case stands among the others of the inbox: what the store sorts by, and what the team sees as groups.
import type { CaseStatus } from './case.ts';

/** In this order: what has a deadline, where a message of the reporter waits, what else is open, what is closed. */
export const caseGroups = [1, 2, 3, 4] as const;
export type CaseGroup = (typeof caseGroups)[number];

/** A moment: in ms since 1970, or ISO 8601. */
type Moment = number | string;

/** When something is due, null while that is not known, and when it was done, null while it is not. */
interface Due {
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

/** The deadlines that run, the first one due first. A closed case has none. */
export function runningDeadlines<D extends Due>({
  status,
  deadlines,
}: Pick<Standing<D>, 'status' | 'deadlines'>): Running<D>[] {
  if (status === 'closed') return [];
  return deadlines
    .filter((one): one is Running<D> => one.dueAt !== null && one.doneAt === null)
    .sort((one, other) => timeOf(one.dueAt) - timeOf(other.dueAt));
}

/** The group of a case. */
export function groupOf(one: Standing): CaseGroup {
  if (one.status === 'closed') return 4;
  if (runningDeadlines(one).length > 0) return 1;
  return one.waitingSince === null ? 3 : 2;
}

const timeOf = (moment: Moment) => new Date(moment).getTime();
