import { isProblemCode, type ProblemCode, problems } from '../disclosure/problems.ts';
import { type Accepted, acceptedSchema, type Submission } from '../disclosure/wire.ts';

export type SendProblem = ProblemCode | 'offline';
export type SendOutcome = { ok: true; accepted: Accepted } | { ok: false; problem: SendProblem };

/** How long one attempt may take, in ms. */
const PATIENCE = 30_000;

/** Sends a sealed report. Never throws: what goes wrong comes back as a problem code, or `offline`. */
export async function sendReport(submission: Submission): Promise<SendOutcome> {
  try {
    const response = await fetch('/api/reports', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(submission),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body: unknown = await response.json();
    const accepted = acceptedSchema.safeParse(body);
    if (response.ok && accepted.success) return { ok: true, accepted: accepted.data };
    const type = String((body as { code?: unknown } | null)?.code);
    return { ok: false, problem: isProblemCode(type) ? type : 'internal' };
  } catch {
    // No network, no answer in time, or an answer that is not ours: the report may be in; sending it again is safe.
    return { ok: false, problem: 'offline' };
  }
}

/** Whether the server certainly kept nothing; after anything else the report may be in. */
export function isRefusal(problem: SendProblem): boolean {
  return problem !== 'offline' && problems[problem].status < 500;
}
