import type { APIRoute } from 'astro';
import { StoreError } from '../store/store.ts';
import type { Log } from './log.ts';
import { ProblemError, problem } from './problem.ts';

export type Handler = (request: Request) => Promise<Response>;

/** What of an error may be told: its problem code. Anything unknown is ours, and stays inside. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError(error instanceof StoreError ? 'store-unavailable' : 'internal', {
    ...(error instanceof StoreError ? { 'Retry-After': '60' } : {}),
  });
}

/**
 * Wraps a handler: other methods get 405 with `Allow`, whatever it throws becomes a problem, and each request is
 * one line in the log with its name, method, status and code.
 */
export function endpoint(name: string, methods: readonly string[], log: Log, handler: Handler): Handler {
  return async (request) => {
    const started = performance.now();
    let response: Response;
    try {
      if (!methods.includes(request.method)) {
        throw new ProblemError('method-not-allowed', { Allow: methods.join(', ') });
      }
      response = await handler(request);
    } catch (error) {
      const known = problemOf(error);
      if (known.code === 'internal') log({ event: 'fault', endpoint: name, cause: causeOf(error) });
      response = problem(known.code, known.headers);
    }
    const ms = Math.round(performance.now() - started);
    log({ event: 'request', endpoint: name, status: response.status, ms });
    return response;
  };
}

/** Makes an Astro route of a handler that is put together at the first request. */
export function route(make: () => Promise<Handler>): APIRoute {
  let handler: Promise<Handler> | undefined;
  return async ({ request }) => {
    handler ??= make();
    return (await handler)(request);
  };
}

/** Name and place of an error without its message, which might repeat input. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = /at .*?([\w-]+\.\w+:\d+:\d+)\)?$/m.exec(error.stack ?? '');
  return `${error.name} ${place?.[1] ?? ''}`.trim();
}
