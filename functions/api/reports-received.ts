import { preferredLanguage } from '../../src/i18n/languages.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { requireSameSite } from '../http/request.ts';
import { goneReceiptPage, receivedPage } from '../pages/received.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { forgetLine, keptBy } from '../reporter/plain-pages.ts';
import { route } from '../route.ts';

type ReceivedParts = Pick<Parts, EndpointPart | 'plainAnswers' | 'now'>;

/**
 * `GET /api/reports/received`: the page that the form without scripts leads to, as often as it is loaded in ten minutes.
 * What it shows came along in a cookie, so that the store is not asked; under the name of another answer it shows none:
 * two reports that were sent at once must not end in the code of one. `POST` takes the cookie away.
 */
export function createReceivedHandler(parts: ReceivedParts): Handler {
  const receive = async (request: Request) => {
    const answer = keptBy(request, parts)?.answer;
    const language = answer?.language ?? preferredLanguage(request.headers.get('accept-language'));
    if (request.method === 'POST') {
      requireSameSite(request, parts);
      return goneReceiptPage(language, { status: 200, headers: { 'Set-Cookie': forgetLine(parts.siteUrl) } });
    }
    const { search } = new URL(request.url);
    if (answer === undefined || (search !== '' && search !== `?${answer.name}`))
      return goneReceiptPage(language, { status: 404 });
    return receivedPage(answer.accepted, language, parts.siteUrl, { isKept: true });
  };
  // Not by the memory alone, which anybody is given for the asking.
  const ownOf = (request: Request) => keptBy(request, parts)?.answer?.name ?? null;
  return endpoint('reports/received', ['GET', 'POST'], parts, receive, ownOf);
}

export const ALL = route(createReceivedHandler);
