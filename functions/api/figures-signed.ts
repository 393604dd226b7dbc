import { endpoint, type Handler } from '../http/endpoint.ts';
import { json } from '../http/problem.ts';
import { createDailyFigures, type DailyFiguresPart } from '../log/daily-figures.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { keptFor } from '../reporter/kept-for.ts';
import { route } from '../route.ts';

/** How long figures are kept in memory, in ms: however often they are asked for, the store is not. */
const KEPT = 60_000;

/** `GET /api/figures`: the figures that the pages show, as JSON, with the note in which the desk signed them. */
export function createSignedFiguresHandler(parts: Pick<Parts, EndpointPart | DailyFiguresPart>): Handler {
  const figuresAt = keptFor(KEPT, createDailyFigures(parts));
  return endpoint('figures', ['GET', 'HEAD'], parts, async (request) => {
    const response = json(await figuresAt(parts.now().getTime()));
    return request.method === 'HEAD' ? new Response(null, response) : response;
  });
}

export const ALL = route(createSignedFiguresHandler);
