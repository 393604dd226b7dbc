import { type EndpointParts, endpoint, type Handler } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { processParts } from '../process-parts.ts';
import { routeWith } from '../route.ts';

/** Every other address under `/api`. */
export function createNotFoundHandler(parts: EndpointParts): Handler {
  return endpoint('not-found', null, parts, async () => {
    throw new ProblemError('not-found');
  });
}

// Neither settings nor store are looked at for what nobody named.
export const ALL = routeWith(async () => processParts, createNotFoundHandler);
