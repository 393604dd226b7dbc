import { respond } from '../../src/disclosure/changes.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import { responseSchema } from '../../src/disclosure/team-wire.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { paramOf } from '../http/params.ts';
import { json } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type ChangePart, changeCase, type Wanted } from '../staff/change-case.ts';
import { type MemberPart, requireMember, requireOwnPage } from '../staff/session.ts';

type ResponseParts = Pick<Parts, EndpointPart | MemberPart | ChangePart>;

/** `POST /api/staff/cases/{reference}/response`: the first response, all of it: assessment, expected fix date, reply, closed or not. */
export function createResponseHandler(parts: ResponseParts): Handler {
  return endpoint('staff/response', ['POST'], parts, async (request, params) => {
    requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const reference = paramOf(params, 'reference', REFERENCE);
    const body = await readJson(request, limits.body.json, responseSchema);
    const { version, assessment, message, close } = body;
    const fixExpectedAt = body.fixExpectedAt === null ? null : Date.parse(body.fixExpectedAt);
    const wanted: Wanted = {
      reference,
      version,
      message,
      apply: (current, actor) => respond(current, { assessment, fixExpectedAt, close }, actor),
    };
    return json({ version: await changeCase(wanted, member, parts) }, 201);
  });
}

export const ALL = route(createResponseHandler);
