import { type ProblemCode, problems } from '../../src/disclosure/problems.ts';

/** Something is wrong with a request; `code` says what, `headers` go along with the answer. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly headers: Record<string, string>;
  /** The answer where it is not the plain problem: a page for a person, say. */
  readonly answer: Response | undefined;
  constructor(code: ProblemCode, headers: Record<string, string> = {}, answer?: Response, cause?: unknown) {
    super(code, { cause });
    this.code = code;
    this.headers = headers;
    this.answer = answer;
  }
}

/** The answer for a problem, as RFC 9457 has it; `code` repeats the last part of `type` for programs. */
export function problem(code: ProblemCode, headers: Record<string, string> = {}): Response {
  const { status, title } = problems[code];
  return new Response(`${JSON.stringify({ type: `urn:meldpunt:problem:${code}`, title, status, code })}\n`, {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  });
}

/** An answer as JSON, for programs and for people at a terminal. */
export function json(body: unknown, status = 200): Response {
  return new Response(`${JSON.stringify(body, null, 2)}\n`, {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  });
}
