import { monthsUntil } from '../../src/disclosure/clock.ts';
import { languageCodes, paths } from '../../src/i18n/languages.ts';
import { endpoint, type Handler, problemOf } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { createDailyFigures, type DailyFiguresPart } from '../log/daily-figures.ts';
import { figuresFailedPage, figuresPage } from '../pages/figures.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { keptFor } from '../reporter/kept-for.ts';
import { route } from '../route.ts';

/** How long figures are kept in memory, in ms: however often the page is asked, the store is not. */
const KEPT = 60_000;

/**
 * `GET /cijfers` and `/en/figures`: how the reports of the last twelve months and the running one went, as they were made
 * for today. With it goes how the log grew in the whole months, and the checkpoint of the figures.
 */
export function createFiguresHandler(parts: Pick<Parts, EndpointPart | DailyFiguresPart>): Handler {
  const dailyFigures = createDailyFigures(parts);
  const figuresAt = keptFor(KEPT, async (now) => {
    const [{ figures }, before] = await Promise.all([
      dailyFigures(now),
      parts.store.readFigures(monthsUntil(now, 13).slice(0, 12)),
    ]);
    return { figures, before };
  });
  return endpoint('figures', ['GET', 'HEAD'], parts, async (request) => {
    const { pathname } = new URL(request.url);
    const language = languageCodes.find((code) => paths.figures[code] === pathname) ?? languageCodes[0];
    const response = await figuresAt(parts.now().getTime()).then(
      (found) => figuresPage(found, language),
      (error: unknown) => {
        const { code, headers, cause } = problemOf(error);
        const page = (requestId: string) => figuresFailedPage(language, headers, requestId);
        throw new ProblemError(code, headers, page, cause);
      },
    );
    return request.method === 'HEAD' ? new Response(null, response) : response;
  });
}

export const ALL = route(createFiguresHandler);
