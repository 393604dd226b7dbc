import { z } from 'zod';
import { limits } from '../../src/disclosure/limits.ts';
import { trailedSchema } from '../../src/disclosure/trail-wire.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError, tooMany } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember, requireOwnPage } from '../staff/session.ts';
import { requireTrail, type TrailPart } from '../staff/trail.ts';

type TrailParts = Pick<Parts, EndpointPart | MemberPart | TrailPart>;

const PAGE = 50;
/** What one member may tell of in an hour. */
const MOST_TOLD = 500;

const querySchema = z.strictObject({ before: z.coerce.number().int().min(1).nullable().default(null) });

/**
 * `/api/staff/trail`: `GET` with `?before=…` gives who did what, newest first, 50 at a time, as the desk signed it; `POST`
 * tells what a member did with a case on their own machine, where no request would show it.
 */
export function createTrailHandler(parts: TrailParts): Handler {
  return endpoint('staff/trail', ['GET', 'POST'], parts, async (request) => {
    if (request.method === 'GET') {
      await requireMember(request, parts);
      return show(request, parts);
    }
    requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const { act, reference } = await readJson(request, limits.body.small, trailedSchema);
    if (!(await parts.store.findCase(reference))) throw new ProblemError('not-found');
    const limit = { key: `trail:${member.fingerprint}`, most: MOST_TOLD, windowSeconds: 60 * 60 };
    const seconds = await parts.store.countHit({ limits: [limit], now: parts.now().getTime() });
    if (seconds !== null) throw tooMany(seconds);
    await requireTrail(member, act, reference, parts);
    return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
  });
}

async function show(request: Request, { store }: TrailParts): Promise<Response> {
  const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw new ProblemError('invalid-fields');
  // One more than is shown tells whether there are more.
  const found = await store.readTrail({ before: query.data.before, limit: PAGE + 1 });
  const entries = found.slice(0, PAGE);
  return json({ entries, next: found.length > PAGE ? (entries.at(-1)?.number ?? null) : null });
}

export const ALL = route(createTrailHandler);
