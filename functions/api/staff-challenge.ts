import { limits } from '../../src/disclosure/limits.ts';
import { challengeRequestSchema } from '../../src/disclosure/sign-in-wire.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { countRequest } from '../reporter/case-access.ts';
import { perVisitor } from '../reporter/visitor-limits.ts';
import { route } from '../route.ts';
import { makeChallenge } from '../staff/challenge.ts';
import { type MemberPart, requireOwnPage } from '../staff/session.ts';
import type { HitLimit } from '../store/store.ts';

type ChallengeParts = Pick<Parts, EndpointPart | MemberPart>;

/**
 * Each visitor and each network has a limit of its own, and there is none for all together: with that, anybody could
 * keep the team out. Who is in the team's own network can at most have them wait there until the quarter of an hour is
 * over; sessions go on meanwhile. A challenge is small and gone after five minutes.
 */
const ofVisitor: HitLimit = { key: 'challenges', most: 20, windowSeconds: 15 * 60 };

/** `POST /api/staff/challenge`: a message sealed to one team certificate; whoever opens it can sign in with it. */
export function createChallengeHandler(parts: ChallengeParts): Handler {
  return endpoint('staff/challenge', ['POST'], parts, async (request) => {
    requireOwnPage(request, parts);
    const { keyId } = await readJson(request, limits.body.small, challengeRequestSchema);
    const certificate = parts.team.find(({ fingerprint }) => fingerprint === keyId);
    if (!certificate) throw new ProblemError('not-of-the-team');
    await countRequest(parts, perVisitor(request, parts, ofVisitor));
    return json(await makeChallenge(certificate, parts), 201);
  });
}

export const ALL = route(createChallengeHandler);
