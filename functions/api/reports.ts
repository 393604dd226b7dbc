import { limits } from '../../src/disclosure/limits.ts';
import { type Accepted, plainFormSchema, submissionSchema } from '../../src/disclosure/wire.ts';
import { type LanguageCode, paths, preferredLanguage } from '../../src/i18n/languages.ts';
import { endpoint, type Handler, problemOf } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import { mediaType, readJson, readText, requireSameSite } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { type AcceptingPart, acceptReport, withReceipt } from '../reporter/accept-report.ts';
import { keepLine, keptBy } from '../reporter/plain-pages.ts';
import { hasLostBytes, inWords, readSealed, saysExploited } from '../reporter/terminal.ts';
import { route } from '../route.ts';

type ReportParts = Pick<Parts, EndpointPart | AcceptingPart | 'plainAnswers'>;

/** Stands in the address where a browser was asked to keep something. */
const ASKED = '?asked';

/** `POST /api/reports`: accepts a sealed report from the form, the form without scripts, or a terminal. */
export function createReportHandler(parts: ReportParts): Handler {
  return endpoint('reports', null, parts, async (request) => {
    if (request.method !== 'POST') throw await otherMethod(request);
    switch (mediaType(request)) {
      case 'application/json':
        return acceptFromForm(request, parts);
      case 'application/pgp-encrypted':
      case 'application/octet-stream':
        return acceptFromTerminal(request, parts);
      case 'application/x-www-form-urlencoded':
        return acceptPlainForm(request, parts);
      default:
        throw await inWords(notAsMessage(), request);
    }
  });
}

/** Only POST sends a report; what comes by PUT is a file, as `curl -T` sends one. */
async function otherMethod(request: Request): Promise<ProblemError> {
  const error = new ProblemError('method-not-allowed', { Allow: 'POST' });
  return request.method === 'PUT' ? inWords(error, request, 'unsupported-media-type') : error;
}

/** A report that the form's script sealed. */
async function acceptFromForm(request: Request, parts: ReportParts): Promise<Response> {
  requireSameSite(request, parts);
  const submission = await readJson(request, limits.body.json, submissionSchema).catch(async (error) => {
    // No script of ours sends that: it may be a message, as `curl --json` sends one.
    const isJson = problemOf(error).code !== 'invalid-json';
    throw isJson ? error : await inWords(error, request, 'unsupported-media-type');
  });
  const said = saysExploited(request) ? { exploited: true } : {};
  return answer(
    await acceptReport({ submission: { ...submission, ...said }, origin: 'form' }, request, parts),
  );
}

/** A message of a media type that this address does not take, or of none. */
function notAsMessage(): ProblemError {
  const taken = ['json', 'pgp-encrypted', 'octet-stream', 'x-www-form-urlencoded'];
  const header = taken.map((type) => `application/${type}`).join(', ');
  return new ProblemError('unsupported-media-type', { 'Accept-Post': header });
}

/** A message alone, armored or binary. */
async function acceptFromTerminal(request: Request, parts: ReportParts): Promise<Response> {
  let message: string | Uint8Array = '';
  try {
    requireSameSite(request, parts);
    const exploited = saysExploited(request);
    message = await readSealed(request, limits.body.openpgp);
    if (typeof message === 'string' && message.trim() === '') throw new ProblemError('empty-message');
    const language = preferredLanguage(request.headers.get('accept-language'));
    const arrival = await withReceipt(message, { language, origin: 'terminal', exploited });
    const { accepted, isNew } = await acceptReport(arrival, request, parts);
    return answer({ accepted: { ...accepted, ...nextSteps(language, parts.siteUrl) }, isNew });
  } catch (error) {
    const isDamaged = ['not-openpgp', 'armor-damaged'].includes(problemOf(error).code);
    throw await inWords(isDamaged && hasLostBytes(message) ? new ProblemError('bytes-lost') : error, request);
  }
}

/** A person with a plain page in front of them gets a page back, and with a problem their text as well. */
async function acceptPlainForm(request: Request, parts: ReportParts): Promise<Response> {
  // Before anything is stored, and only here: a report from the form or a terminal has no use for pages and texts.
  const pages = await import('../pages/received.ts');
  let language = preferredLanguage(request.headers.get('accept-language'));
  let message = '';
  let isForm = true;
  let exploited = false;
  try {
    requireSameSite(request, parts);
    const fields = new URLSearchParams(await readText(request, limits.body.form));
    // What curl calls a form where nobody tells it what it sends.
    isForm = fields.has('message');
    if (!isForm) throw notAsMessage();
    const parsed = plainFormSchema.safeParse(Object.fromEntries(fields));
    message = fields.get('message') ?? '';
    exploited = fields.get('urgent') === 'yes';
    if (!parsed.success) throw new ProblemError('invalid-fields');
    language = parsed.data.language;
    if (message.length > limits.sealedReport) throw new ProblemError('body-too-large');
    exploited ||= saysExploited(request);
    const kept = keptBy(request, parts);
    if (kept === null && mayKeep(request)) return askToKeep(parts);
    const memory = kept ?? parts.plainAnswers.begin();
    const receipt = parts.plainAnswers.receiptFor(memory, { message, language, exploited });
    const arrival = await withReceipt(message, { language, origin: 'plain-form', exploited }, receipt);
    const { accepted } = await acceptReport(arrival, request, parts);
    const answered = parts.plainAnswers.withAnswer(memory, { language, accepted });
    const line = keepLine(answered, parts);
    // Only who has shown that it keeps what it is given is sent on: elsewhere the code would be lost.
    if (kept !== null && line !== null)
      return sentOn(303, `/api/reports/received?${answered.answer.name}`, line);
    const headers = line === null ? {} : { 'Set-Cookie': line };
    return await pages.receivedPage(accepted, language, parts.siteUrl, { isKept: false, headers });
  } catch (error) {
    if (!isForm) throw await inWords(error, request);
    const { code, headers, cause } = problemOf(error);
    const page = (requestId: string) =>
      pages.refusedPage({ code, message, exploited, language, headers, requestId });
    throw new ProblemError(code, headers, page, cause);
  }
}

/** Where who is at a terminal can go on: a page would have links. */
function nextSteps(language: LanguageCode, siteUrl: string): Pick<Accepted, 'status' | 'privacy'> {
  return { status: siteUrl + paths.status[language], privacy: siteUrl + paths.privacy[language] };
}

/** Whether a browser sent this, which has not been asked to keep anything yet. curl and old browsers don't say so. */
function mayKeep(request: Request): boolean {
  return request.headers.get('sec-fetch-mode') === 'navigate' && new URL(request.url).search !== ASKED;
}

/**
 * Gives the browser a memory without an answer, and has it send the form once more. Nothing is stored yet: what comes
 * with the memory is stored once, however often it is sent; what comes without it is answered at once.
 */
function askToKeep(parts: ReportParts): Response {
  const line = keepLine(parts.plainAnswers.begin(), parts) ?? '';
  return sentOn(307, `/api/reports${ASKED}`, line);
}

function sentOn(status: 303 | 307, Location: string, line: string): Response {
  return new Response(null, {
    status,
    headers: { Location, 'Set-Cookie': line, 'Cache-Control': 'no-store' },
  });
}

function answer({ accepted, isNew }: { accepted: Accepted; isNew: boolean }): Response {
  return json(accepted, isNew ? 201 : 200);
}

export const ALL = route(createReportHandler);
