import type { Case } from '../../src/disclosure/case.ts';
import { inspectSealed, type Recipient } from '../../src/openpgp/inspect.ts';
import { replyKeyId } from '../../src/openpgp/reply-key.ts';
import { ProblemError } from '../http/problem.ts';

/** The key that the form made, by which the reporter reads with the receipt code; null where the server keeps none. */
export async function reporterOf({ replyKey }: Pick<Case, 'replyKey'>): Promise<Recipient | null> {
  const keyId = replyKey === null ? null : await replyKeyId(replyKey);
  // The status page opens whatever is sealed to it.
  return keyId === null ? null : { encryptionKeyIds: [keyId], opensSeipd2: true };
}

/**
 * A reply as it may be stored: encrypted to the whole team, and to the reply key of the reporter where the server
 * keeps one, unless its sender says that the reporter can't read it. Only whoever opened the report knows the key in
 * it, and the server could have been given another: so it may not insist on its own.
 * @returns with `isForReporter`: false for a reply that its sender knows does not reach the reporter
 * @throws ProblemError
 */
export async function checkReply(
  { sealed, withoutReporter }: { sealed: string; withoutReporter?: true | undefined },
  current: Case,
  recipients: readonly Recipient[],
) {
  const inspected = inspectSealed(sealed, recipients);
  if (!inspected.ok) throw new ProblemError(inspected.code);
  const reporter = await reporterOf(current);
  const isForKey = reporter !== null && inspectSealed(sealed, [reporter]).ok;
  const isSaid = withoutReporter === true;
  if (reporter !== null && !isForKey && !isSaid) throw new ProblemError('missing-reporter');
  return { ...inspected, isForReporter: isForKey || !isSaid };
}
