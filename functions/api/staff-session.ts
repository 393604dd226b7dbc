import { limits } from '../../src/disclosure/limits.ts';
import { moment } from '../../src/disclosure/moments.ts';
import { answerSchema, type SessionView } from '../../src/disclosure/sign-in-wire.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { countRequest } from '../reporter/case-access.ts';
import { perVisitor } from '../reporter/visitor-limits.ts';
import { route } from '../route.ts';
import { checkAnswer } from '../staff/challenge.ts';
import {
  endSession,
  hasSessionCookie,
  type Member,
  type MemberPart,
  requireMember,
  requireOwnPage,
  startSession,
} from '../staff/session.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';
import type { HitLimit } from '../store/store.ts';

/** Answers that one visitor may try, of all together none: see `createChallengeHandler`. */
const ofVisitor: HitLimit = { key: 'answers', most: 20, windowSeconds: 15 * 60 };

const NO_STORE = { 'Cache-Control': 'no-store' };

type SessionParts = Pick<Parts, EndpointPart | MemberPart | TrailPart>;

/** `/api/staff/session`: `POST` signs in with an answered challenge, `GET` tells who is, `DELETE` signs out. */
export function createSessionHandler(parts: SessionParts): Handler {
  return endpoint('staff/session', ['GET', 'POST', 'DELETE'], parts, async (request) => {
    if (request.method === 'GET') {
      // Nobody is signed in: an answer like any other, since every visit to the page asks.
      if (!hasSessionCookie(request, parts.siteUrl))
        return new Response(null, { status: 204, headers: NO_STORE });
      const session = await requireMember(request, parts);
      return json(viewOf(session, session.endsAt));
    }
    requireOwnPage(request, parts);
    return request.method === 'POST' ? signIn(request, parts) : signOut(request, parts);
  });
}

async function signIn(request: Request, parts: SessionParts): Promise<Response> {
  const { id, answer } = await readJson(request, limits.body.small, answerSchema);
  await countRequest(parts, perVisitor(request, parts, ofVisitor));
  const member = await checkAnswer(id, answer, parts);
  if (!member) throw new ProblemError('challenge-failed');
  // One browser, one session: that of whoever sat here before ends.
  await endSession(request, parts);
  const { cookie, endsAt } = await startSession(member, parts);
  await recordTrail(member, 'signed-in', null, parts);
  const response = json(viewOf(member, endsAt), 201);
  response.headers.append('Set-Cookie', cookie);
  return response;
}

async function signOut(request: Request, parts: SessionParts): Promise<Response> {
  const member = await requireMember(request, parts).catch(() => null);
  const cookie = await endSession(request, parts);
  if (member) await recordTrail(member, 'signed-out', null, parts);
  return new Response(null, { status: 204, headers: { 'Set-Cookie': cookie, ...NO_STORE } });
}

function viewOf({ fingerprint, name }: Member, endsAt: number): SessionView {
  return { fingerprint, name, endsAt: moment(endsAt) };
}

export const ALL = route(createSessionHandler);
