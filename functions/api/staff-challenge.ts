import { limits } from '../../src/disclosure/limits.ts';
import { challengeRequestSchema } from '../../src/disclosure/team-wire.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json, ProblemError } from '../http/problem.ts';
import { countRequest } from '../http/reporter.ts';
import { readJson, visitorAddress } from '../http/request.ts';
import { makeChallenge } from '../staff/challenge.ts';
import { requireOwnPage, type StaffParts } from '../staff/session.ts';

export type ChallengeParts = StaffParts & { log: Log };

const QUARTER = 15 * 60;

/** `POST /api/staff/challenge`: a message sealed to one team certificate; whoever opens it can sign in with it. */
export function createChallengeHandler(parts: ChallengeParts): Handler {
  return endpoint('staff/challenge', ['POST'], parts.log, async (request) => {
    requireOwnPage(request, parts.siteUrl);
    const { keyId } = await readJson(request, limits.body.small, challengeRequestSchema);
    const certificate = parts.team.find(({ fingerprint }) => fingerprint === keyId);
    if (!certificate) throw new ProblemError('not-of-the-team');
    const visitor = parts.visitorKey(visitorAddress(request));
    // Each visitor has a limit of their own and there is none for all together: with that, anybody could keep the team
    // out. A challenge is small and gone after five minutes.
    await countRequest(parts, { key: `challenges:${visitor}`, most: 20, windowSeconds: QUARTER });
    return json(await makeChallenge(certificate, parts), 201);
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createChallengeHandler(await getParts());
});
