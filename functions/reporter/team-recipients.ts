import type { Recipient } from '../../src/openpgp/inspect.ts';
import { requiredAt, type TeamRecipient } from '../../src/openpgp/lifetime.ts';
import { ProblemError } from '../http/problem.ts';

export interface RecipientParts {
  recipients: readonly TeamRecipient[];
  now: () => Date;
}

/**
 * Whom a message that has just arrived must reach; see `requiredAt`.
 * @throws ProblemError `no-team-key` when the keys of the whole team have run out
 */
export function requiredNow({ recipients, now }: RecipientParts): readonly Recipient[] {
  const required = requiredAt(recipients, now().getTime());
  if (required.length === 0) throw new ProblemError('no-team-key');
  return required;
}
