import { randomCharacters } from '../../src/disclosure/base32.ts';
import { type ProblemCode, problems } from '../../src/disclosure/problems.ts';
import { StoreError } from '../store/store.ts';
import type { Log } from './log.ts';
import { isOwnHost, type OwnSite } from './own-site.ts';
import { ProblemError, problem, tooMany } from './problem.ts';

/** What stands in the address where the pattern of a route has `[name]`, decoded. */
export type Params = Readonly<Record<string, string | undefined>>;

export type Handler = (request: Request, params?: Params) => Promise<Response>;

/**
 * Refused requests of each visitor, in this process. `own` names what a request brings that this server sealed for whoever
 * sends it: they are counted by that alone, whatever else comes from their address; null for nothing of the kind.
 */
export interface Refusals {
  /** How many seconds this request has to wait before anything of it is read; null when it may go on. */
  waitOf(request: Request, endpoint: string, own?: string | null): number | null;
  /** Counts the answer that a request got. */
  note(request: Request, endpoint: string, status: number, own?: string | null): void;
  /** Counts a request that has to wait. @returns how many there were so far */
  noteStopped(): number;
}

/** What an endpoint needs, whatever it is about. */
export interface EndpointParts extends OwnSite {
  log: Log;
  refusals: Refusals;
}

/** What of an error may be told: its problem code. Anything unknown is ours, and stays inside, as the cause. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError) return new ProblemError('store-unavailable', { 'Retry-After': '60' });
  return new ProblemError('internal', {}, undefined, error);
}

/** Names one request, in its answer and in the log: 40 random bits, short enough to say by telephone. */
export const newRequestId = () => randomCharacters(8);

/** These are asked under any name: uptime monitors and cron come by address, and a page is a page, a file a file. None takes a cookie. */
const UNDER_ANY_HOST: readonly string[] = [
  ...['health', 'jobs/daily', 'figures', 'privacy', 'log/checkpoint', 'log/tile', 'not-found'],
];

/**
 * Wraps a handler: who was refused too often waits (`Refusals`), a name that is not the site's gets 421, other
 * methods (unless `methods` is null) get 405 with `Allow`, and whatever the handler throws becomes a problem. Each
 * request is one line in the log with its id, name, method, status and code; of those that wait one in a thousand is.
 * @param ownOf what a request brings that this server sealed: see `Refusals`
 */
export function endpoint(
  name: string,
  methods: readonly string[] | null,
  parts: EndpointParts,
  handler: (request: Request, params: Params) => Promise<Response>,
  ownOf: (request: Request) => string | null = () => null,
): Handler {
  const { log, refusals } = parts;
  return async (request, params = {}) => {
    const started = performance.now();
    const id = newRequestId();
    const own = ownOf(request);
    const seconds = refusals.waitOf(request, name, own);
    if (seconds !== null) return stop(name, id, seconds, parts);
    let code: ProblemCode | '' = '';
    const response = await answer().catch((error: unknown) => {
      const known = problemOf(error);
      code = known.code;
      if (code === 'internal') log({ event: 'fault', id, endpoint: name, cause: causeOf(known.cause) });
      return known.answer?.(id) ?? problem(known.code, id, known.headers);
    });
    response.headers.set('X-Request-Id', id);
    // Also where a page is led on to another that says what was wrong.
    refusals.note(request, name, code === '' ? response.status : problems[code], own);
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
      if (!UNDER_ANY_HOST.includes(name) && !isOwnHost(request, parts)) throw new ProblemError('wrong-host');
      if (methods === null || methods.includes(request.method)) return handler(request, params);
      throw new ProblemError('method-not-allowed', { Allow: methods.join(', ') });
    }
  };
}

/** The answer for who was refused too often. */
function stop(name: string, id: string, seconds: number, { log, refusals }: EndpointParts): Response {
  const stopped = refusals.noteStopped();
  if (stopped % 1000 === 1) log({ event: 'stopped', id, endpoint: name, stopped });
  const { code, headers } = tooMany(seconds, 'too-many-refused');
  return problem(code, id, { ...headers, 'X-Request-Id': id });
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
