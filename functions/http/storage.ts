import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { ProblemError } from './problem.ts';

export interface QuotaParts {
  /** What may be stored altogether, in bytes. */
  storageQuota: number;
  /** Sends what is due in the outbox, after the answer where the platform can. */
  notify: () => void;
}

/** The problem for what the quota refused; the team hears of it at once. */
export function storageFull(
  { hasMail }: { hasMail: boolean },
  { notify }: QuotaParts,
  code: ProblemCode = 'storage-full',
): ProblemError {
  if (hasMail) notify();
  return new ProblemError(code);
}
