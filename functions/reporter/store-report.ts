import { type Case, receivedCase } from '../../src/disclosure/case.ts';
import { makeReference } from '../../src/disclosure/reference.ts';
import { ProblemError, problem, tooMany } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import { bytesOfCase, messageRecord } from '../store/quota.ts';
import { type NewAlertPart, newAlert } from './alerts.ts';
import type { BudgetPart } from './byte-budgets.ts';
import type { Effort } from './proof.ts';
import { codeOfLimit, termsFor, workAfter } from './report-terms.ts';
import { acceptanceOf, type StatementPart } from './statements.ts';
import { storageFull } from './storage-full.ts';

/** What storing a report needs. */
export type StoringPart = NewAlertPart | BudgetPart | StatementPart | 'background' | 'proofs' | 'textHash';
type StoringParts = Pick<Parts, StoringPart>;

export type ReceivedFields = Omit<Parameters<typeof receivedCase>[0], 'reference'>;

/** A case as it is stored now, or was before. */
type Stored = Case & {
  isNew: boolean;
  hasAlert: boolean;
  /** The statement of its acceptance, as a signed note; none of a case from before there were any. */
  statement: string | undefined;
  /** The checkpoint of the log at this moment; none before its first. */
  checkpoint: string | undefined;
};

/** Id of the report among the messages of its case. */
const FIRST_MESSAGE = '0'.repeat(32);

/**
 * Stores a report under a new reference, with what the desk signs about it, its alert and its mail to the team; or finds
 * it stored.
 * @throws ProblemError when there is no room, or too much was sent; `proof-needed` where work helps
 */
export async function storeReport(
  {
    fields,
    sealed,
    notifyEmail,
    effort,
  }: {
    fields: ReceivedFields;
    sealed: { canonical: string; data: Uint8Array };
    notifyEmail: string | undefined;
    effort: Effort;
  },
  request: Request,
  parts: StoringParts,
): Promise<Stored> {
  const { receiptId, receivedAt: now } = fields;
  const asked = { request, by: 'report' } as const;
  // A reference is one of a thousand million: a second try is rare, a fifth means that something else is wrong.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const reference = makeReference(new Date(now));
    const newCase = receivedCase({ ...fields, reference });
    const report = {
      id: FIRST_MESSAGE,
      from: 'reporter',
      by: null,
      at: now,
      sealed: sealed.canonical,
    } as const;
    const weight = bytesOfCase(JSON.stringify(newCase), messageRecord(report));
    const terms = termsFor(request, parts, {
      ...{ isForm: fields.origin === 'form', sealed: sealed.canonical },
      ...{ receiptId, effort, weight, now },
    });
    const statement = acceptanceOf(newCase, sealed.canonical, parts);
    const toTeam = {
      id: crypto.randomUUID(),
      kind: fields.urgent ? 'urgent-report-received' : 'report-received',
      reference,
      about: FIRST_MESSAGE,
    } as const;
    const result = await parts.store.createCase({
      newCase,
      report,
      textHash: parts.textHash(sealed.data),
      statement,
      alert: await (notifyEmail === undefined ? null : newAlert(notifyEmail, reference, asked, parts)),
      mails: [toTeam],
      quota: terms.quota,
      limits: terms.limits,
    });
    if (result.outcome === 'created' || result.outcome === 'repeated') {
      const { hasAlert = false, checkpoint } = result;
      return result.outcome === 'created'
        ? { ...newCase, isNew: true, hasAlert, statement: statement.note, checkpoint }
        : { ...result.existing, isNew: false, hasAlert, statement: result.statement, checkpoint };
    }
    if (result.outcome === 'conflict') throw new ProblemError('receipt-conflict');
    const work = workAfter(result, terms);
    if (result.outcome === 'storage-full') {
      const refused = storageFull(result, parts);
      throw work === null ? refused : await proofNeeded(receiptId, work, new Date(now), parts);
    }
    if (work !== null) throw await proofNeeded(receiptId, work, new Date(now), parts);
    if (result.outcome === 'limited') throw tooMany(result.retryAfterSeconds, codeOfLimit(result, terms));
  }
  throw new Error('no free reference was found');
}

/** Never a refusal: the challenge goes along, and the form solves it and sends the report again. */
export async function proofNeeded(
  receiptId: string,
  effort: Exclude<Effort, 0>,
  now: Date,
  { proofs }: StoringParts,
): Promise<ProblemError> {
  const challenge = await proofs.makeChallenge(receiptId, effort, now);
  return new ProblemError('proof-needed', {}, (requestId) =>
    problem('proof-needed', requestId, {}, { challenge }),
  );
}
