import type { Params } from './endpoint.ts';
import { ProblemError } from './problem.ts';

/** Ids as addresses have them: 32 hexadecimal characters; and the place of a chunk. */
export const ID = /^[0-9a-f]{32}$/;
export const INDEX = /^\d{1,3}$/;

/**
 * What stands in the address under this name in the pattern of its route.
 * @throws ProblemError `not-found` when it is none of `form`
 */
export function paramOf(params: Params, name: string, form: RegExp): string {
  const value = params[name] ?? '';
  if (!form.test(value)) throw new ProblemError('not-found');
  return value;
}
