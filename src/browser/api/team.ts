import type * as z from 'zod/mini';
import { askApi, numberIn, type Outcome } from './ask.ts';
import { exchange } from './exchange.ts';
import { noteServerTime } from './server-time.ts';

/** An answer that is a problem; `code` may be anything where the answer is not ours. `number` as in `Failure`. */
export class TeamProblem extends Error {
  readonly code: string;
  readonly number: string;
  constructor(code: string, number: string) {
    super(code);
    this.code = code;
    this.number = number;
  }
}

/** Codes that mean: whoever sits here is not signed in any more. */
const SIGNED_OUT = ['not-signed-in', 'not-of-the-team'];

let signedOut: (problem: string) => void = () => undefined;

/** Sets who is told when the session turns out to have ended. */
export function onSignedOut(listener: (problem: string) => void): void {
  signedOut = listener;
}

/** Fetches bytes. @throws TeamProblem, with code `offline` when there is no answer */
export async function fetchTeam(path: string): Promise<Blob> {
  const response = await exchange('GET', `/api/staff/${path}`).catch(() => null);
  if (response) noteServerTime(response);
  if (response?.ok) return response.blob();
  const body: unknown = await response?.json().catch(() => undefined);
  const code = response ? ((body as { code?: string } | undefined)?.code ?? 'internal') : 'offline';
  if (SIGNED_OUT.includes(code)) signedOut(code);
  throw new TeamProblem(code, numberIn(body));
}

/** Asks the team's part of our API, with the session's cookie. Never throws; see `askApi`. */
export async function askTeam<T>(
  method: string,
  path: string,
  schema: z.ZodMiniType<T>,
  body?: unknown,
): Promise<Outcome<T>> {
  const answer = await askApi(method, `/api/staff/${path}`, schema, body === undefined ? {} : { body });
  if (!answer.ok && SIGNED_OUT.includes(answer.problem)) signedOut(answer.problem);
  return answer;
}
