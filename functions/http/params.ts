import type { Params } from './endpoint.ts';
import { ProblemError } from './problem.ts';

/**
 * What stands in the address under this name in the pattern of its route.
 * @throws ProblemError `not-found` when it is none of `form`
 */
export function paramOf(params: Params, name: string, form: RegExp): string {
  const value = params[name] ?? '';
  if (!form.test(value)) throw new ProblemError('not-found');
  return value;
}
