import type * as z from 'zod/mini';
import {
  isNumbered,
  isProblemCode,
  type ProblemCode,
  problems,
  REQUEST_URN,
} from '../../disclosure/problems.ts';
import { exchange } from './exchange.ts';
import { noteServerTime } from './server-time.ts';

export type SendProblem = ProblemCode | 'offline';
/** What went wrong; `number` names the request in the server's log, where a person is to be told it, else empty. */
export type Failure = {
  ok: false;
  problem: SendProblem;
  number: string;
  /** What is to be solved first, with `proof-needed`. */
  challenge?: unknown;
};
export type Outcome<T> = { ok: true; value: T } | Failure;

/**
 * Asks our API. Never throws: what goes wrong comes back as a problem code, or as `offline` when there is no
 * network, nothing that moves any more, or an answer that is not ours.
 */
export async function askApi<T>(
  method: string,
  path: string,
  schema: z.ZodMiniType<T>,
  { accessToken, body }: { accessToken?: string; body?: unknown } = {},
): Promise<Outcome<T>> {
  try {
    const response = await exchange(method, path, {
      headers: {
        ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    noteServerTime(response);
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    const parsed = schema.safeParse(answer);
    if (response.ok && parsed.success) return { ok: true, value: parsed.data };
    const { code, challenge } = (answer ?? {}) as { code?: unknown; challenge?: unknown };
    const problem = isProblemCode(code) ? code : 'internal';
    return { ok: false, problem, number: numberIn(answer), challenge };
  } catch {
    return { ok: false, problem: 'offline', number: '' };
  }
}

/** The number to tell with an answer that is a problem; empty where there is none to tell, or it is not ours. */
export function numberIn(answer: unknown): string {
  const { code, instance } = (answer ?? {}) as { code?: unknown; instance?: unknown };
  if (!isProblemCode(code) || !isNumbered(code)) return '';
  return String(instance).split(REQUEST_URN)[1] ?? '';
}

/** Whether the server certainly kept nothing; after anything else the report may be in. */
export function isRefusal(problem: SendProblem): boolean {
  return problem !== 'offline' && problems[problem] < 500;
}
