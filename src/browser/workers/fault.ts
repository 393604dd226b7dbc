// Why a worker did not do what it was asked.
import type { TooLongError } from '../../disclosure/padding.ts';
import type { NoTeamKeyError } from '../api/team-now.ts';

/** Why a worker was ended that was not done: it took too long, or broke down. */
export type WorkerEnd = 'too-slow' | 'WorkerError';

/** The worker could not do a task. */
export class WorkerTaskError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`the worker could not do it: ${reason}`);
    this.reason = reason;
  }
}

/** Why a task was not done; empty for an error that is no worker's. */
export function reasonOf(error: unknown): string {
  return error instanceof WorkerTaskError ? error.reason : '';
}

/** Whether a task was ended because it took too long. */
export function isTooSlow(error: unknown): boolean {
  return reasonOf(error) === ('too-slow' satisfies WorkerEnd);
}

/** Whether a task was not done because its worker did not load, broke down or took too long. */
export function isEnded(error: unknown): boolean {
  return isTooSlow(error) || reasonOf(error) === ('WorkerError' satisfies WorkerEnd);
}

const TOO_LONG: TooLongError['name'] = 'TooLongError';
const NO_TEAM_KEY: NoTeamKeyError['name'] = 'NoTeamKeyError';
const faults: Record<string, 'too-long' | 'no-team-key' | 'reader-key'> = {
  [TOO_LONG]: 'too-long',
  [NO_TEAM_KEY]: 'no-team-key',
  'reader-key': 'reader-key',
};

/**
 * Why a worker could not seal a text: it is too long, nobody of the team is left to seal to, or the reporter's key is of
 * no use; null for anything else.
 */
export function sealingFaultOf(error: unknown): 'too-long' | 'no-team-key' | 'reader-key' | null {
  return faults[reasonOf(error)] ?? null;
}
