import { seenSchema } from '../../src/disclosure/desk-wire.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { paramOf } from '../http/params.ts';
import { ProblemError } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember, requireOwnPage } from '../staff/session.ts';

type SeenParts = Pick<Parts, EndpointPart | MemberPart>;

/** `PUT /api/staff/cases/{reference}/seen`: how far a member has seen a case; only they hear of it again. */
export function createSeenHandler(parts: SeenParts): Handler {
  return endpoint('staff/seen', ['PUT'], parts, async (request, params) => {
    requireOwnPage(request, parts);
    const { fingerprint: member } = await requireMember(request, parts);
    const reference = paramOf(params, 'reference', REFERENCE);
    const seen = await readJson(request, limits.body.small, seenSchema);
    if (!(await parts.store.markSeen({ reference, member, ...seen }))) throw new ProblemError('not-found');
    return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
  });
}

export const ALL = route(createSeenHandler);
