import { z } from 'zod';
import { CASE_PAGE } from '../../src/disclosure/case-commands.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { isProblemCode } from '../../src/disclosure/problems.ts';
import { parseReceipt } from '../../src/disclosure/read-receipt.ts';
import { deriveReceipt } from '../../src/disclosure/receipt.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, languageCodes, paths, preferredLanguage } from '../../src/i18n/languages.ts';
import { endpoint, type Handler, problemOf } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import { mediaType, readText, requireSameSite } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { findByReceipt, type ReceiptPart, unknownReceipt } from '../reporter/case-access.ts';
import { viewOf } from '../reporter/case-shown.ts';
import { closeCaseLine, openCaseLine, openedCase, withoutOver } from '../reporter/plain-pages.ts';
import { inWords } from '../reporter/terminal.ts';
import { route } from '../route.ts';

type CasePageParts = Pick<Parts, EndpointPart | ReceiptPart | 'cookies' | 'contactEmail'>;

const formSchema = z.strictObject({
  language: z.enum(languageCodes).optional(),
  code: z.string().optional(),
  close: z.literal('yes').optional(),
});

/**
 * The status of a case without scripts. `POST` takes the receipt code from a plain form: nothing of it is kept or
 * logged, and a browser is led on to the page by 303 in any case, also where the code is wrong. So the code stands in no
 * address and in no form that a browser would send again, or keep to restore it: a sealed cookie opens the page for half
 * an hour, and loading it anew changes nothing. Who asks for no page (curl) gets the case at once, as `GET /api/case` gives it.
 */
export function createCasePageHandler(parts: CasePageParts): Handler {
  const handle = (request: Request) =>
    request.method === 'GET' ? show(request, parts) : take(request, parts);
  return endpoint('status', ['GET', 'POST'], parts, handle, (request) => openedCase(request, parts));
}

async function take(request: Request, parts: CasePageParts): Promise<Response> {
  const isPage = wantsPage(request);
  let language = preferredLanguage(request.headers.get('accept-language'));
  let mistake = '';
  try {
    requireSameSite(request, parts);
    if (mediaType(request) !== 'application/x-www-form-urlencoded')
      throw new ProblemError('unsupported-media-type');
    const sent = new URLSearchParams(await readText(request, limits.body.small));
    const fields = formSchema.safeParse(Object.fromEntries(sent));
    if (!fields.success) throw new ProblemError('invalid-fields');
    language = fields.data.language ?? language;
    if (fields.data.close === 'yes') return leadTo(paths.status[language], closeCaseLine(parts.siteUrl));
    const parsed = parseReceipt(fields.data.code ?? '');
    if (!parsed.ok) {
      mistake = fields.data.code?.trim() ? mistakeOf(parsed) : 'empty';
      throw new ProblemError('not-a-receipt');
    }
    const { receiptId } = await deriveReceipt(parsed.receipt);
    const found = await findByReceipt(receiptId, request, parts);
    if (!isPage) {
      const view = await viewOf(found, parts);
      if (!view) throw unknownReceipt();
      return json(view);
    }
    if (!found) throw unknownReceipt();
    return leadTo(`${CASE_PAGE}?language=${language}&opened=yes`, openCaseLine(receiptId, parts));
  } catch (error) {
    if (!isPage) throw await inWords(error, request);
    const { code, headers, cause } = problemOf(error);
    const address = `${CASE_PAGE}?language=${language}&fault=${mistake || code}`;
    throw new ProblemError(code, headers, () => leadTo(address), cause);
  }
}

async function show(request: Request, parts: CasePageParts): Promise<Response> {
  // Only here: who sends no code has use for pages and texts.
  const pages = await import('../pages/case.ts');
  const { searchParams } = new URL(request.url);
  const asked = languageCodes.find((code) => code === searchParams.get('language'));
  const language = asked ?? preferredLanguage(request.headers.get('accept-language'));
  const facts = { siteUrl: parts.siteUrl, contactEmail: parts.contactEmail, now: parts.now() };
  const fault = faultSentence(searchParams.get('fault') ?? '', language);
  if (fault !== '') return pages.codePage({ language, fault }, facts);
  const receiptId = openedCase(request, parts);
  if (receiptId === null) {
    const over = searchParams.get('opened') === 'yes' ? translator(language)('casePage:over') : '';
    const headers = withoutOver(request, parts.siteUrl);
    return pages.codePage({ language, fault: over, headers }, facts);
  }
  try {
    requireSameSite(request, parts);
    const view = await viewOf(await findByReceipt(receiptId, request, parts), parts);
    if (!view) throw new ProblemError('unknown-receipt', { 'Set-Cookie': closeCaseLine(parts.siteUrl) });
    return await pages.casePage(view, language, facts);
  } catch (error) {
    const { code, headers, cause } = problemOf(error);
    const sentence = translator(language)(`problems:${code}`);
    const answer = (requestId: string) =>
      pages.codePage({ language, fault: sentence, problem: { code, headers, requestId } }, facts);
    throw new ProblemError(code, headers, answer, cause);
  }
}

/** Whether a page is wanted, as a browser says, or what a program reads. */
function wantsPage({ headers }: Request): boolean {
  return (headers.get('accept') ?? '').includes('text/html');
}

/** Leads a browser on to a page by GET, which it may load again. */
function leadTo(address: string, cookie?: string): Response {
  const headers = { Location: address, 'Cache-Control': 'no-store' };
  return new Response(null, {
    status: 303,
    headers: cookie === undefined ? headers : { ...headers, 'Set-Cookie': cookie },
  });
}

type Mistake = Extract<ReturnType<typeof parseReceipt>, { ok: false }>;

/** Mistakes that have a sentence of their own, beside those that are in one group. */
const mistakes = ['empty', 'length', 'several', 'reference'] as const;

/** What is wrong with a code, for an address: which group it is in, and nothing of what stands there; empty for others. */
function mistakeOf(mistake: Mistake): string {
  if ('group' in mistake) return `${mistake.reason}-${mistake.group}`;
  return mistakes.find((one) => one === mistake.reason) ?? '';
}

/** The sentence for a fault in the address; empty for none that we know, as anybody can write one there. */
function faultSentence(fault: string, language: LanguageCode): string {
  const t = translator(language);
  const [, reason, group = ''] = /^(character|swapped)-([1-6])$/.exec(fault) ?? [];
  if (reason === 'character' || reason === 'swapped') return t(`casePage:faults.${reason}`, { group });
  const mistake = mistakes.find((one) => one === fault);
  if (mistake !== undefined) return t(`casePage:faults.${mistake}`);
  return isProblemCode(fault) ? t(`problems:${fault}`) : '';
}

export const ALL = route(createCasePageHandler);
