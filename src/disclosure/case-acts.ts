import type { TeamCase } from './team-wire.ts';

/** What the team can do with a case as it stands, beside answering it. */
export interface CaseActs {
  /** Only duties are left of it: the reporter withdrew it, see `stubOf`. */
  isStub: boolean;
  /** To mark it as actively exploited, and to take the mark back. */
  canMark: boolean;
  canUnmark: boolean;
  /** The same of a severe incident. */
  canMarkIncident: boolean;
  canUnmarkIncident: boolean;
  /** To tell since when a fix is available, and that none will come: of a stub, whose status says nothing of it. */
  canTellFix: boolean;
  canSayNoFix: boolean;
  canErase: boolean;
  /** Whether any of these acts on the clocks of the authorities' reports is there. */
  hasDuties: boolean;
}

/** @param view the case, with its deadlines */
export function actsOn(
  view: Pick<TeamCase, 'status' | 'exploitedAt' | 'incidentAt' | 'withdrawnAt' | 'noFixAt'> & {
    deadlines: readonly Pick<TeamCase['deadlines'][number], 'name' | 'doneAt'>[];
  },
): CaseActs {
  const isExploited = view.exploitedAt !== null;
  const isIncident = view.incidentAt !== null;
  const isStub = view.withdrawnAt !== null;
  const isDone = isStub && view.status === 'closed';
  const isFinalReported = view.deadlines.some(
    ({ name, doneAt }) => name === 'final-report' && doneAt !== null,
  );
  // A fix can be told until it is reported, also where it was said that none would come.
  const canTellFix = isStub && isExploited && !isFinalReported;
  return {
    isStub,
    canMark: !isExploited && !isStub,
    canUnmark: isExploited && !isDone,
    canMarkIncident: !isIncident && !isStub,
    canUnmarkIncident: isIncident && !isDone,
    canTellFix,
    canSayNoFix: canTellFix && view.noFixAt === null,
    // With a stub its clocks would go.
    canErase: !isStub || isDone,
    hasDuties: !isStub || ((isExploited || isIncident) && (!isDone || canTellFix)),
  };
}
