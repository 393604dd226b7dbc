import type { APIRoute } from 'astro';
import { randomCharacters } from '../../src/disclosure/base32.ts';
import { StoreError } from '../store/store.ts';
import { workBesideNowAndThen } from './beside.ts';
import { type Log, logToStdout } from './log.ts';
import { ProblemError, problem } from './problem.ts';

export type Handler = (request: Request) => Promise<Response>;

/** What of an error may be told: its problem code. Anything unknown is ours, and stays inside, as the cause. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError) return new ProblemError('store-unavailable', { 'Retry-After': '60' });
  return new ProblemError('internal', {}, undefined, error);
}

/** Names one request, in its answer and in the log: 40 random bits, short enough to say by telephone. */
const newId = () => randomCharacters(8);

/**
 * Wraps a handler: other methods (unless `methods` is null) get 405 with `Allow`, whatever it throws becomes a
 * problem, and each request is one line in the log with its id, name, method, status and code.
 */
export function endpoint(
  name: string,
  methods: readonly string[] | null,
  log: Log,
  handler: Handler,
): Handler {
  return async (request) => {
    const started = performance.now();
    const id = newId();
    let code = '';
    const response = await answer().catch((error: unknown) => {
      const known = problemOf(error);
      code = known.code;
      if (code === 'internal') log({ event: 'fault', id, endpoint: name, cause: causeOf(known.cause) });
      return known.answer?.(id) ?? problem(known.code, id, known.headers);
    });
    response.headers.set('X-Request-Id', id);
    const { method } = request;
    const ms = Math.round(performance.now() - started);
    log({
      event: 'request',
      id,
      endpoint: name,
      method: isMethod(method) ? method : '?',
      status: response.status,
      code,
      ms,
    });
    return response;

    async function answer(): Promise<Response> {
      if (methods === null || methods.includes(request.method)) return handler(request);
      throw new ProblemError('method-not-allowed', { Allow: methods.join(', ') });
    }
  };
}

/**
 * Makes an Astro route of a handler that is put together at the first request, and again at the next one when
 * that fails (a database that is locked, say). Every request takes along what is to be done beside requests.
 */
export function route(make: () => Promise<Handler>): APIRoute {
  let handler: Promise<Handler> | undefined;
  return async ({ request }) => {
    handler ??= make();
    try {
      const response = await (await handler)(request);
      workBesideNowAndThen();
      return response;
    } catch (error) {
      handler = undefined;
      const id = newId();
      logToStdout({ event: 'fault', id, endpoint: 'start', cause: causeOf(error) });
      return problem('store-unavailable', id, { 'Retry-After': '60', 'X-Request-Id': id });
    }
  };
}

/** A visitor may invent any method; only these stand in the log. */
function isMethod(method: string): boolean {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method);
}

/** The longest part of a stack's line that is looked at for a place, in characters. */
const LONGEST_PLACE = 200;

/** Name and place of an error without its message, which might repeat input, of whatever length. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = (error.stack ?? '').split('\n').find((line) => line.startsWith('    at ')) ?? '';
  const place = /([\w-]+\.\w+:\d+:\d+)\)?$/.exec(frame.slice(-LONGEST_PLACE));
  return `${error.name} ${place?.[1] ?? ''}`.trim();
}
