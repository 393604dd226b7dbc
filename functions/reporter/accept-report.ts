import type { Origin } from '../../src/disclosure/case.ts';
import { respondBy } from '../../src/disclosure/clock.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { moment } from '../../src/disclosure/moments.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import type { Accepted, Submission } from '../../src/disclosure/wire.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { inspectSealed } from '../../src/openpgp/inspect.ts';
import { lockedReplyKey } from '../../src/openpgp/reply-key.ts';
import { ProblemError } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import { leastEffort } from './report-lanes.ts';
import { proofNeeded, type ReceivedFields, type StoringPart, storeReport } from './store-report.ts';
import { requiredNow } from './team-recipients.ts';

/** What accepting a report needs. */
export type AcceptingPart = StoringPart | 'team' | 'bodyHash' | 'firstResponseDays';

/** A submission, whichever way it came, its report armored or binary; `receipt` when the server made it. */
interface Arrival {
  submission: Omit<Submission, 'sealedReport'> & { sealedReport: string | Uint8Array };
  origin: Origin;
  receipt?: string;
}

/** A message that comes alone, with a receipt that the server makes for it. @param receipt a fresh one unless given */
export async function withReceipt(
  message: string | Uint8Array,
  { origin, ...fields }: { language: LanguageCode; origin: Origin; exploited: boolean },
  receipt = makeReceipt(),
): Promise<Arrival> {
  const { receiptId } = await deriveReceipt(receipt);
  return {
    receipt,
    origin,
    submission: { sealedReport: message, receiptId, urgent: fields.exploited, ...fields, attachments: [] },
  };
}

/**
 * Checks, stores and announces a report. Nothing is stored unless everything about it is right.
 * @returns what its sender is told; `isNew` is false for one that was in already
 * @throws ProblemError what is wrong with it, or `proof-needed`; see `storeReport`
 */
export async function acceptReport(
  { submission, origin, receipt }: Arrival,
  request: Request,
  parts: Pick<Parts, AcceptingPart>,
): Promise<{ accepted: Accepted; isNew: boolean }> {
  const inspected = inspectSealed(submission.sealedReport, requiredNow(parts));
  if (!inspected.ok) throw new ProblemError(inspected.code);
  // In binary it is a quarter shorter than what is stored.
  if (inspected.canonical.length > limits.sealedReport) throw new ProblemError('body-too-large');
  const replyKey = submission.replyKey === undefined ? null : lockedReplyKey(submission.replyKey);
  if (submission.replyKey !== undefined && replyKey === null) throw new ProblemError('reply-key-invalid');
  const now = parts.now();
  // With another proof it is the same report, and a proof that is not valid (any more) is as none.
  const { proof, ...report } = submission;
  const effort = proof === undefined ? 0 : await parts.proofs.effortOf(proof, report.receiptId, now);
  const least = origin === 'form' ? leastEffort(inspected.canonical) : 0;
  // Whatever else: the store isn't asked about a long report that nobody has worked for.
  if (least !== 0 && least > effort) throw await proofNeeded(submission.receiptId, least, now, parts);
  const fields: ReceivedFields = {
    receiptId: submission.receiptId,
    bodyHash: parts.bodyHash(JSON.stringify({ ...report, sealedReport: inspected.canonical, replyKey })),
    receivedAt: now.getTime(),
    respondBy: respondBy(now, parts.firstResponseDays).getTime(),
    urgent: submission.urgent || submission.exploited === true,
    claimedAt: submission.exploited === true ? now.getTime() : null,
    language: submission.language,
    origin,
    replyKey,
    attachments: submission.attachments,
  };
  const { notifyEmail } = submission;
  const stored = await storeReport({ fields, sealed: inspected, notifyEmail, effort }, request, parts);
  // Also for a repeat: where the first answer was lost, its mail still waits.
  parts.background.run();
  const accepted = {
    reference: stored.reference,
    receivedAt: moment(stored.receivedAt),
    respondBy: moment(stored.respondBy),
    ...(receipt === undefined ? {} : { receipt, urgent: stored.urgent }),
    ...(notifyEmail === undefined
      ? {}
      : { alert: stored.hasAlert ? ('set' as const) : ('not-set' as const) }),
    ...(stored.statement === undefined ? {} : { statement: stored.statement }),
    ...(stored.checkpoint === undefined ? {} : { checkpoint: stored.checkpoint }),
  };
  return { accepted, isNew: stored.isNew };
}
