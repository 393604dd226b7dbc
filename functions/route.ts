import type { APIRoute } from 'astro';
import type { Background } from './http/background.ts';
import { causeOf, type EndpointParts, type Handler, newRequestId } from './http/endpoint.ts';
import { logToStdout } from './http/log.ts';
import { problem } from './http/problem.ts';
import type { Parts } from './parts-types.ts';

/**
 * Makes an Astro route of a handler, which gets the parts and what the pattern finds in the address. Every request takes
 * along what is to be done in the background.
 */
export function route(create: (parts: Parts) => Handler): APIRoute {
  return routeWith(async () => {
    const { getParts } = await import('./parts.ts');
    return getParts();
  }, create);
}

/**
 * The same for other parts than the site's own. They are put together at the first request, and again at the next one
 * when that fails (a database that is locked, say).
 */
export function routeWith<Given extends EndpointParts & { background?: Background }>(
  load: () => Promise<Given>,
  create: (parts: Given) => Handler,
): APIRoute {
  let made: Promise<{ handle: Handler; background: Background | undefined }> | undefined;
  return async ({ request, params }) => {
    made ??= load().then((parts) => ({ handle: create(parts), background: parts.background }));
    try {
      const { handle, background } = await made;
      const response = await handle(request, params);
      background?.runNowAndThen();
      return response;
    } catch (error) {
      made = undefined;
      const id = newRequestId();
      logToStdout({ event: 'fault', id, endpoint: 'start', cause: causeOf(error) });
      return problem('store-unavailable', id, { 'Retry-After': '60', 'X-Request-Id': id });
    }
  };
}
