import { type Case, type Origin, receivedCase } from '../../src/disclosure/case.ts';
import { respondBy } from '../../src/disclosure/clock.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { makeReference } from '../../src/disclosure/reference.ts';
import {
  type Accepted,
  plainFormSchema,
  type Submission,
  submissionSchema,
} from '../../src/disclosure/wire.ts';
import { type LanguageCode, preferredLanguage } from '../../src/i18n/languages.ts';
import { inspectSealed, type Recipient } from '../../src/openpgp/inspect.ts';
import { lockedReplyKey } from '../../src/openpgp/reply-key.ts';
import { type NewAlertParts, newAlert } from '../http/alerts.ts';
import { endpoint, type Handler, problemOf, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json, ProblemError, problem } from '../http/problem.ts';
import type { Effort, Proofs } from '../http/proof.ts';
import { leastEffort } from '../http/report-lanes.ts';
import { codeOfLimit, termsFor, workAfter } from '../http/report-terms.ts';
import { mediaType, readJson, readText, requireSameSite } from '../http/request.ts';
import { type QuotaParts, storageFull } from '../http/storage.ts';
import { bytesOfCase, messageRecord } from '../store/quota.ts';
import type { Store } from '../store/store.ts';

export interface ReportParts extends QuotaParts, NewAlertParts {
  store: Store;
  recipients: readonly Recipient[];
  proofs: Proofs;
  siteUrl: string;
  contactEmail: string;
  firstResponseDays: number;
  /** A keyed hash of what a report holds, 64 hexadecimal characters. */
  bodyHash: (body: string) => string;
  /** A keyed hash of the encrypted data of a message, 64 hexadecimal characters. */
  textHash: (data: Uint8Array) => string;
  log: Log;
}

/** A submission, whichever way it came; `receipt` when the server made it. */
interface Arrival {
  submission: Submission;
  origin: Origin;
  receipt?: string;
}

type ReceivedFields = Omit<Parameters<typeof receivedCase>[0], 'reference'>;

/** Id of the report among the messages of its case. */
const FIRST_MESSAGE = '0'.repeat(32);

/** `POST /api/reports`: accepts a sealed report from the form, the form without scripts, or a terminal. */
export function createReportHandler(parts: ReportParts): Handler {
  return endpoint('reports', ['POST'], parts.log, async (request) => {
    switch (mediaType(request)) {
      case 'application/json': {
        requireSameSite(request, parts.siteUrl);
        const submission = await readJson(request, limits.body.json, submissionSchema);
        return answer(await accept({ submission, origin: 'form' }, request, parts));
      }
      case 'application/pgp-encrypted': {
        requireSameSite(request, parts.siteUrl);
        const message = await readText(request, limits.body.openpgp);
        const language = preferredLanguage(request.headers.get('accept-language'));
        return answer(await accept(await withReceipt(message, language, 'terminal'), request, parts));
      }
      case 'application/x-www-form-urlencoded':
        return acceptPlainForm(request, parts);
      default:
        throw new ProblemError('unsupported-media-type', {
          'Accept-Post': 'application/json, application/pgp-encrypted, application/x-www-form-urlencoded',
        });
    }
  });
}

/** A person with a plain page in front of them gets a page back, and with a problem their text as well. */
async function acceptPlainForm(request: Request, parts: ReportParts): Promise<Response> {
  // Before anything is stored, and only here: a report from the form or a terminal has no use for pages and texts.
  const pages = await import('../http/pages.ts');
  let language = preferredLanguage(request.headers.get('accept-language'));
  let message = '';
  try {
    requireSameSite(request, parts.siteUrl);
    const fields = new URLSearchParams(await readText(request, limits.body.form));
    const parsed = plainFormSchema.safeParse(Object.fromEntries(fields));
    message = fields.get('message') ?? '';
    if (!parsed.success) throw new ProblemError('invalid-fields');
    language = parsed.data.language;
    if (message.length > limits.sealedReport) throw new ProblemError('body-too-large');
    const { accepted } = await accept(await withReceipt(message, language, 'plain-form'), request, parts);
    return pages.receivedPage(accepted, language, parts);
  } catch (error) {
    const { code, headers, cause } = problemOf(error);
    const page = (requestId: string) =>
      pages.refusedPage(code, message, language, parts, { headers, requestId });
    throw new ProblemError(code, headers, page, cause);
  }
}

async function withReceipt(message: string, language: LanguageCode, origin: Origin): Promise<Arrival> {
  const receipt = makeReceipt();
  const { receiptId } = await deriveReceipt(receipt);
  return {
    receipt,
    origin,
    submission: { sealedReport: message, receiptId, urgent: false, language, attachments: [] },
  };
}

/** Checks, stores and announces a report. Nothing is stored unless everything about it is right. */
async function accept(
  { submission, origin, receipt }: Arrival,
  request: Request,
  parts: ReportParts,
): Promise<{ accepted: Accepted; isNew: boolean }> {
  const inspected = inspectSealed(submission.sealedReport, parts.recipients);
  if (!inspected.ok) throw new ProblemError(inspected.code);
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
    urgent: submission.urgent,
    language: submission.language,
    origin,
    replyKey,
    attachments: submission.attachments,
  };
  const { notifyEmail } = submission;
  const stored = await store({ fields, sealed: inspected, notifyEmail, effort }, request, parts);
  // Also for a repeat: where the first answer was lost, its mail still waits.
  parts.notify();
  const accepted = {
    reference: stored.reference,
    receivedAt: new Date(stored.receivedAt).toISOString(),
    respondBy: new Date(stored.respondBy).toISOString(),
    ...(receipt === undefined ? {} : { receipt }),
    ...(notifyEmail === undefined
      ? {}
      : { alert: stored.hasAlert ? ('set' as const) : ('not-set' as const) }),
  };
  return { accepted, isNew: stored.isNew };
}

async function store(
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
  parts: ReportParts,
): Promise<Case & { isNew: boolean; hasAlert: boolean }> {
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
      alert: await (notifyEmail === undefined ? null : newAlert(notifyEmail, reference, asked, parts)),
      mails: [toTeam],
      quota: terms.quota,
      limits: terms.limits,
    });
    if (result.outcome === 'created' || result.outcome === 'repeated') {
      const isNew = result.outcome === 'created';
      return { ...(isNew ? newCase : result.existing), isNew, hasAlert: result.hasAlert === true };
    }
    if (result.outcome === 'conflict') throw new ProblemError('receipt-conflict');
    const work = workAfter(result, terms);
    if (result.outcome === 'storage-full') {
      const refused = storageFull(result, parts);
      throw work === null ? refused : await proofNeeded(receiptId, work, new Date(now), parts);
    }
    if (work !== null) throw await proofNeeded(receiptId, work, new Date(now), parts);
    if (result.outcome === 'limited') {
      const wait = { 'Retry-After': String(result.retryAfterSeconds) };
      throw new ProblemError(codeOfLimit(result, terms), wait);
    }
  }
  throw new Error('no free reference was found');
}

/** Never a refusal: the challenge goes along, and the form solves it and sends the report again. */
async function proofNeeded(
  receiptId: string,
  effort: Exclude<Effort, 0>,
  now: Date,
  { proofs }: ReportParts,
): Promise<ProblemError> {
  const challenge = await proofs.makeChallenge(receiptId, effort, now);
  return new ProblemError('proof-needed', {}, (requestId) =>
    problem('proof-needed', requestId, {}, { challenge }),
  );
}

function answer({ accepted, isNew }: { accepted: Accepted; isNew: boolean }): Response {
  return json(accepted, isNew ? 201 : 200);
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createReportHandler(await getParts());
});
