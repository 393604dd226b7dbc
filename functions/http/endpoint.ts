import type { APIRoute } from 'astro';
import { randomCharacters } from '../../src/disclosure/base32.ts';
import { StoreError } from '../store/store.ts';
import { workBesideNowAndThen } from './beside.ts';
import { type Log, logToStdout } from './log.ts';
import { isOwnHost } from './own-site.ts';
import { ProblemError, problem } from './problem.ts';
import { createRefusals } from './refusals.ts';

export type Handler = (request: Request) => Promise<Response>;

/** What of an error may be told: its problem code. Anything unknown is ours, and stays inside, as the cause. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError) return new ProblemError('store-unavailable', { 'Retry-After': '60' });
  return new ProblemError('internal', {}, undefined, error);
}

/** Names one request, in its answer and in the log: 40 random bits, short enough to say by telephone. */
const newId = () => randomCharacters(8);

/** Refused requests of every endpoint in this process. */
const refusals = createRefusals();

/** These are asked under any name: uptime monitors and cron come by address, and a page is a page. None takes a cookie. */
const UNDER_ANY_HOST: readonly string[] = ['health', 'jobs/daily', 'figures', 'not-found'];

/**
 * Wraps a handler: who was refused too often waits (`createRefusals`), a name that is not the site's gets 421, other
 * methods (unless `methods` is null) get 405 with `Allow`, and whatever the handler throws becomes a problem. Each
 * request is one line in the log with its id, name, method, status and code; of those that wait one in a thousand is.
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
    const seconds = refusals.waitOf(request, name);
    if (seconds !== null) return stop(name, id, seconds, log);
    let code = '';
    const response = await answer().catch((error: unknown) => {
      const known = problemOf(error);
      code = known.code;
      if (code === 'internal') log({ event: 'fault', id, endpoint: name, cause: causeOf(known.cause) });
      return known.answer?.(id) ?? problem(known.code, id, known.headers);
    });
    response.headers.set('X-Request-Id', id);
    refusals.note(request, name, response.status);
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
      if (!UNDER_ANY_HOST.includes(name) && !isOwnHost(request)) throw new ProblemError('wrong-host');
      if (methods === null || methods.includes(request.method)) return handler(request);
      throw new ProblemError('method-not-allowed', { Allow: methods.join(', ') });
    }
  };
}

/** How many requests were stopped, in this process. */
let stopped = 0;

/** The answer for who was refused too often. */
function stop(name: string, id: string, seconds: number, log: Log): Response {
  if (stopped % 1000 === 0) log({ event: 'stopped', id, endpoint: name, stopped: stopped + 1 });
  stopped += 1;
  return problem('too-many-refused', id, { 'Retry-After': String(seconds), 'X-Request-Id': id });
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
