import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { ProblemError } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';

/** The problem for what the quota refused; the team hears of it at once. */
export function storageFull(
  { hasMail }: { hasMail: boolean },
  { background }: Pick<Parts, 'background'>,
  code: ProblemCode = 'storage-full',
): ProblemError {
  if (hasMail) background.run();
  return new ProblemError(code);
}
