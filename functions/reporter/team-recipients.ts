import type { Recipient } from '../../src/openpgp/inspect.ts';
import { requiredAt } from '../../src/openpgp/lifetime.ts';
import { ProblemError } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';

/**
 * Whom a message that has just arrived must reach; see `requiredAt`.
 * @throws ProblemError `no-team-key` when the keys of the whole team have run out
 */
export function requiredNow({ team, now }: Pick<Parts, 'team' | 'now'>): readonly Recipient[] {
  const required = requiredAt(team, now().getTime());
  if (required.length === 0) throw new ProblemError('no-team-key');
  return required;
}
