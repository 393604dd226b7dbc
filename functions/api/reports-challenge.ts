import { limits } from '../../src/disclosure/limits.ts';
import { challengeRequestSchema } from '../../src/disclosure/wire.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, tooMany } from '../http/problem.ts';
import { readJson, requireSameSite } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { budgetOf } from '../reporter/byte-budgets.ts';
import { keptFor } from '../reporter/kept-for.ts';
import { BUSY_FROM, moreEffort, openLane } from '../reporter/report-lanes.ts';
import { createVisitorCounter } from '../reporter/visitor-counter.ts';
import { route } from '../route.ts';
import { warnAt } from '../store/quota.ts';

type ProofParts = Pick<Parts, EndpointPart | 'store' | 'now' | 'storageQuota' | 'proofs'>;

/** How long an answer of the store is good for, in ms: however often anyone asks, it is asked no more than this. */
const FRESH = 15_000;

/**
 * Challenges that one visitor may ask for in a quarter of an hour, counted in this process: a challenge costs no command
 * of the store, and counting it should not either. Who is refused one is asked for it with the report.
 */
const MOST = 60;
const QUARTER = 15 * 60 * 1000;

/**
 * `POST /api/reports/challenge` with `{receiptId}`: 200 with a challenge for this report (see `Proofs`) while it is
 * busy or the store fills up, so that it is solved by the time that the report is written; 204 while it is calm, and
 * also when the store doesn't say: nobody is kept from writing. It is the one for a short report: how long this one
 * becomes is not known yet, and the answer to it carries what more there is to do. The receipt id stands in the body,
 * as addresses end up in logs.
 */
export function createReportChallengeHandler(parts: ProofParts): Handler {
  const asked = createVisitorCounter(MOST, QUARTER);
  const isBusyAt = keptFor(FRESH, (now) => look(now, parts));
  return endpoint('reports/challenge', ['POST'], parts, async (request) => {
    requireSameSite(request, parts);
    const seconds = asked.waitOf(request);
    if (seconds !== null) throw tooMany(seconds);
    asked.add(request);
    const { receiptId } = await readJson(request, limits.body.small, challengeRequestSchema);
    const now = parts.now();
    if (await isBusyAt(now.getTime()))
      return json(await parts.proofs.makeChallenge(receiptId, moreEffort(0), now));
    return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
  });
}

async function look(now: number, { store, storageQuota }: ProofParts): Promise<boolean> {
  const budget = budgetOf('form', 'small', storageQuota);
  const use = await store.readUse([openLane, budget], now).catch(() => null);
  if (!use) return false;
  const [reports = 0, bytes = 0] = use.hits;
  // Half of what is asked no more for: it fills up while the report is written.
  return reports >= BUSY_FROM || bytes >= budget.most / 4 || use.stored >= warnAt(storageQuota);
}

export const ALL = route(createReportChallengeHandler);
