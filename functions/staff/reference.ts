import { REFERENCE } from '../../src/disclosure/reference.ts';
import { ProblemError } from '../http/problem.ts';

/** The reference in an address below `/api/staff/cases/`. @throws ProblemError `not-found` when it can't be one */
export function referenceIn(request: Request): string {
  const [, , , , reference = ''] = new URL(request.url).pathname.split('/');
  if (!REFERENCE.test(reference)) throw new ProblemError('not-found');
  return reference;
}
