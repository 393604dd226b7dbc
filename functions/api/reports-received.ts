import { preferredLanguage } from '../../src/i18n/languages.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { requireSameSite } from '../http/request.ts';
import { goneReceiptPage, receivedPage } from '../pages/received.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { forgetLine, keptBy } from '../reporter/plain-cookie.ts';
import { route } from '../route.ts';

type ReceivedParts = Pick<Parts, EndpointPart | 'plainAnswers' | 'now'>;

/**
 * `GET /api/reports/received`: the page that the form without scripts leads to, as often as it is loaded in ten minutes.
 * What it shows came along in a cookie, so that the store is not asked. `POST` takes that cookie away.
 */
export function createReceivedHandler(parts: ReceivedParts): Handler {
  return endpoint('reports/received', ['GET', 'POST'], parts, async (request) => {
    const answer = keptBy(request, parts)?.answer;
    const language = answer?.language ?? preferredLanguage(request.headers.get('accept-language'));
    if (request.method === 'POST') {
      requireSameSite(request, parts);
      return goneReceiptPage(language, { status: 200, headers: { 'Set-Cookie': forgetLine(parts.siteUrl) } });
    }
    if (answer === undefined) return goneReceiptPage(language, { status: 404, headers: {} });
    return receivedPage(answer.accepted, language, parts.siteUrl, { isKept: true });
  });
}

export const ALL = route(createReceivedHandler);
