import { isProblemCode, type ProblemCode } from '../disclosure/problems.ts';
import { type Accepted, acceptedSchema, type Submission } from '../disclosure/wire.ts';

export type SendOutcome = { ok: true; accepted: Accepted } | { ok: false; problem: ProblemCode | 'offline' };

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
