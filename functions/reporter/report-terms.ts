import type { LimitCode } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import { quotaFor, quotaUntilWarning, sizeOf } from '../store/quota.ts';
import type { CreateOutcome, HitLimit, Quota } from '../store/store.ts';
import { type BudgetPart, byteBudget, isByteLimit, isForMoreWork } from './byte-budgets.ts';
import type { Effort } from './proof.ts';
import { type Lane, leastEffort, limitsOf, moreEffort, ofVisitor, openLane } from './report-lanes.ts';
import { perVisitor } from './visitor-limits.ts';

/** On what terms a report is stored. */
export interface Terms {
  limits: HitLimit[];
  quota: Quota;
  /** What work would get it past some of them; null where none would. */
  more: Exclude<Effort, 0> | null;
}

/**
 * The terms for a sealed report: what counts against it, and how far the store may be filled with it.
 * @param effort what work it comes with; without scripts (not `isForm`) nobody is asked for any
 * @param weight what it counts for, in bytes as the store counts them
 */
export function termsFor(
  request: Request,
  parts: Pick<Parts, BudgetPart>,
  report: {
    isForm: boolean;
    sealed: string;
    receiptId: string;
    effort: Effort;
    weight: number;
    now: number;
  },
): Terms {
  const { isForm, sealed, receiptId, effort, weight, now } = report;
  const lane: Lane = !isForm ? 'plain' : effort > 0 ? 'proved' : 'open';
  const size = sizeOf(sealed);
  const most = moreEffort(leastEffort(sealed));
  const isEasy = isForm && effort < most;
  const way = isForm ? 'form' : 'plain';
  const budget = byteBudget(request, parts, { way, size, weight, now, isEasy });
  const ofLane = limitsOf(lane, receiptId);
  const quota = isEasy
    ? quotaUntilWarning(parts.storageQuota, now)
    : quotaFor(size === 'small' ? 'small-report' : 'report', parts.storageQuota, now);
  return {
    more: isEasy ? most : null,
    quota: { ...quota, budget: budget.watched },
    limits: [
      ...perVisitor(request, parts, ofVisitor),
      // What asks for more work comes last: it is the one that is reached only where no other limit is.
      ...(lane === 'open' ? [...budget.limits, ...ofLane] : [...ofLane, ...budget.limits]),
    ],
  };
}

/** The work that gets a report further that was stopped on these terms; null where it is refused. */
export function workAfter(result: CreateOutcome, { limits, more }: Terms): Terms['more'] {
  if (result.outcome === 'storage-full') return more;
  const reached = result.outcome === 'limited' ? limits[result.reached] : undefined;
  return reached && (reached.key === openLane.key || isForMoreWork(reached)) ? more : null;
}

/** The code of the problem for a limit that was reached. */
export function codeOfLimit({ reached }: { reached: number }, { limits }: Terms): LimitCode {
  const limit = limits[reached];
  return limit && isByteLimit(limit) ? 'too-much-at-once' : 'too-many-requests';
}
