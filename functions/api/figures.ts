import { monthsUntil } from '../../src/disclosure/clock.ts';
import { languageCodes, paths } from '../../src/i18n/languages.ts';
import { endpoint, type Handler, problemOf } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { createLogFiles } from '../log/files.ts';
import { figuresFailedPage, figuresPage } from '../pages/figures.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { keptFor } from '../reporter/kept-for.ts';
import { route } from '../route.ts';

type FiguresParts = Pick<Parts, EndpointPart | 'store' | 'now' | 'desk' | 'firstResponseDays'>;

/** How long figures are kept in memory, in ms: however often the page is asked, the store is not. */
const KEPT = 60_000;

/**
 * `GET /cijfers` and `/en/figures`: how first responses went in the last twelve whole months. The running month is
 * left out, since figures that change from one visit to the next would tell of a single answer. With it goes how the
 * log grew, and the checkpoint that it has.
 */
export function createFiguresHandler(parts: FiguresParts): Handler {
  const files = createLogFiles(parts);
  const figuresAt = keptFor(KEPT, async (now) => {
    const [figures, { note, size }] = await Promise.all([
      parts.store.readFigures(monthsUntil(now, 13).slice(0, 12)),
      files.checkpoint(),
    ]);
    return { figures, log: { size, root: rootIn(note) } };
  });
  return endpoint('figures', ['GET', 'HEAD'], parts, async (request) => {
    const { pathname } = new URL(request.url);
    const language = languageCodes.find((code) => paths.figures[code] === pathname) ?? languageCodes[0];
    const response = await figuresAt(parts.now().getTime()).then(
      (found) => figuresPage(found, language, parts.firstResponseDays),
      (error: unknown) => {
        const { code, headers, cause } = problemOf(error);
        const page = (requestId: string) => figuresFailedPage(language, headers, requestId);
        throw new ProblemError(code, headers, page, cause);
      },
    );
    return request.method === 'HEAD' ? new Response(null, response) : response;
  });
}

/** The root in a checkpoint, base64: its third line. */
function rootIn(checkpoint: string): string {
  return checkpoint.split('\n')[2] ?? '';
}

export const ALL = route(createFiguresHandler);
