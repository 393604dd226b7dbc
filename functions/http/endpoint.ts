import type { APIRoute } from 'astro';
import { StoreError } from '../store/store.ts';
import { type Log, logToStdout } from './log.ts';
import { ProblemError, problem } from './problem.ts';

export type Handler = (request: Request) => Promise<Response>;

/** What of an error may be told: its problem code. Anything unknown is ours, and stays inside, as the cause. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError) return new ProblemError('store-unavailable', { 'Retry-After': '60' });
  return new ProblemError('internal', {}, undefined, error);
}

/**
 * Wraps a handler: other methods get 405 with `Allow`, whatever it throws becomes a problem, and each request is
 * one line in the log with its name, method, status and code.
 */
export function endpoint(name: string, methods: readonly string[], log: Log, handler: Handler): Handler {
  return async (request) => {
    const started = performance.now();
    let code = '';
    const response = await answer().catch((error: unknown) => {
      const known = problemOf(error);
      code = known.code;
      if (code === 'internal') log({ event: 'fault', endpoint: name, cause: causeOf(known.cause) });
      return known.answer ?? problem(known.code, known.headers);
    });
    const { method } = request;
    const ms = Math.round(performance.now() - started);
    log({
      event: 'request',
      endpoint: name,
      method: isMethod(method) ? method : '?',
      status: response.status,
      code,
      ms,
    });
    return response;

    async function answer(): Promise<Response> {
      if (methods.includes(request.method)) return handler(request);
      throw new ProblemError('method-not-allowed', { Allow: methods.join(', ') });
    }
  };
}

/**
 * Makes an Astro route of a handler that is put together at the first request, and again at the next one when
 * that fails (a database that is locked, say).
 */
export function route(make: () => Promise<Handler>): APIRoute {
  let handler: Promise<Handler> | undefined;
  return async ({ request }) => {
    handler ??= make();
    try {
      return await (await handler)(request);
    } catch (error) {
      handler = undefined;
      logToStdout({ event: 'fault', endpoint: 'start', cause: causeOf(error) });
      return problem('store-unavailable', { 'Retry-After': '60' });
    }
  };
}

/** A visitor may invent any method; only these stand in the log. */
function isMethod(method: string): boolean {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method);
}

/** Name and place of an error without its message, which might repeat input. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = /at .*?([\w-]+\.\w+:\d+:\d+)\)?$/m.exec(error.stack ?? '');
  return `${error.name} ${place?.[1] ?? ''}`.trim();
}
