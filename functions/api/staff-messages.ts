import { change } from '../../src/disclosure/changes.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import { replySchema } from '../../src/disclosure/team-wire.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { paramOf } from '../http/params.ts';
import { json } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type ChangePart, changeCase, type Wanted } from '../staff/change-case.ts';
import { type MemberPart, requireMember, requireOwnPage } from '../staff/session.ts';

type ReplyParts = Pick<Parts, EndpointPart | MemberPart | ChangePart | 'leastReward'>;

/** `POST /api/staff/cases/{reference}/messages`: a sealed reply that changes nothing else. */
export function createReplyHandler(parts: ReplyParts): Handler {
  return endpoint('staff/messages', ['POST'], parts, async (request, params) => {
    requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const reference = paramOf(params, 'reference', REFERENCE);
    const { version, message } = await readJson(request, limits.body.json, replySchema);
    const { leastReward } = parts;
    const wanted: Wanted = {
      reference,
      version,
      message,
      apply: (current, actor) => change(current, {}, { ...actor, hasReply: true, leastReward }),
    };
    return json({ version: await changeCase(wanted, member, parts) }, 201);
  });
}

export const ALL = route(createReplyHandler);
