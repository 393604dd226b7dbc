import { type ProblemCode, problems, REQUEST_URN } from '../../src/disclosure/problems.ts';
import { problemTitles } from './problem-titles.ts';

/** Something is wrong with a request; `code` says what, `headers` go along with the answer. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly headers: Record<string, string>;
  /** Makes the answer, of the id of the request, where it is not the plain problem: a page for a person, say. */
  readonly answer: ((requestId: string) => Response | Promise<Response>) | undefined;
  constructor(
    code: ProblemCode,
    headers: Record<string, string> = {},
    answer?: (requestId: string) => Response | Promise<Response>,
    cause?: unknown,
  ) {
    super(code, { cause });
    this.code = code;
    this.headers = headers;
    this.answer = answer;
  }
}

/**
 * The answer for a problem, as RFC 9457 has it; `code` repeats the last part of `type` for programs, and `instance`
 * names the request, so that what a person saw is found in the log. `members` are more of them (section 3.2).
 */
export function problem(
  code: ProblemCode,
  requestId: string,
  headers: Record<string, string> = {},
  members: Record<string, unknown> = {},
): Response {
  const status = problems[code];
  const title = problemTitles[code];
  const instance = `${REQUEST_URN}${requestId}`;
  const body = { type: `urn:meldpunt:problem:${code}`, title, status, code, instance, ...members };
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  });
}

/** The codes that are 429. */
export type LimitCode = {
  [Code in ProblemCode]: (typeof problems)[Code] extends 429 ? Code : never;
}[ProblemCode];

/** The problem for what a limit stopped: 429, and after how many seconds it may be tried again. */
export function tooMany(retryAfterSeconds: number, code: LimitCode = 'too-many-requests'): ProblemError {
  return new ProblemError(code, { 'Retry-After': String(retryAfterSeconds) });
}

/** An answer as JSON, for programs and for people at a terminal. */
export function json(body: unknown, status = 200): Response {
  return new Response(`${JSON.stringify(body, null, 2)}\n`, {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  });
}
