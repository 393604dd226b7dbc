import { limits } from '../../src/disclosure/limits.ts';
import { challengeRequestSchema } from '../../src/disclosure/wire.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json } from '../http/problem.ts';
import type { Proofs } from '../http/proof.ts';
import { BUSY_FROM, openLane } from '../http/report-lanes.ts';
import { readJson, requireSameSite } from '../http/request.ts';
import type { Store } from '../store/store.ts';

export interface ProofParts {
  store: Store;
  proofs: Proofs;
  siteUrl: string;
  now: () => Date;
  log: Log;
}

/** How long an answer of the store is good for, in ms: however often anyone asks, it is asked no more than this. */
const FRESH = 15_000;

/**
 * `POST /api/reports/challenge` with `{receiptId}`: 200 with a challenge for this report (see `Proofs`) while it is
 * busy, so that it is solved by the time that the report is written; 204 while it is calm, and also when the store
 * doesn't say: nobody is kept from writing. The receipt id stands in the body, as addresses end up in logs.
 */
export function createReportChallengeHandler(parts: ProofParts): Handler {
  let last: { at: number; isBusy: Promise<boolean> } | undefined;
  return endpoint('reports/challenge', ['POST'], parts.log, async (request) => {
    requireSameSite(request, parts.siteUrl);
    const { receiptId } = await readJson(request, limits.body.small, challengeRequestSchema);
    const now = parts.now();
    const at = now.getTime();
    if (!last || at - last.at >= FRESH) last = { at, isBusy: look(at, parts.store) };
    if (await last.isBusy) return json(await parts.proofs.makeChallenge(receiptId, now));
    return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
  });
}

function look(now: number, store: Store): Promise<boolean> {
  return store.readHits(openLane, now).then(
    (count) => count >= BUSY_FROM,
    () => false,
  );
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createReportChallengeHandler(await getParts());
});
