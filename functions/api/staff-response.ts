import { respond } from '../../src/disclosure/changes.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { responseSchema } from '../../src/disclosure/team-wire.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import { type ChangeParts, changeCase, type Wanted } from '../staff/change-case.ts';
import { referenceIn } from '../staff/reference.ts';
import { requireMember, requireOwnPage, type StaffParts } from '../staff/session.ts';

export type ResponseParts = StaffParts & ChangeParts & { log: Log };

/** `POST /api/staff/cases/{reference}/response`: the first response, all of it: assessment, expected fix date, reply. */
export function createResponseHandler(parts: ResponseParts): Handler {
  return endpoint('staff/response', ['POST'], parts.log, async (request) => {
    requireOwnPage(request, parts.siteUrl);
    const member = await requireMember(request, parts);
    const reference = referenceIn(request);
    const body = await readJson(request, limits.body.json, responseSchema);
    const { version, assessment, message } = body;
    const fixExpectedAt = body.fixExpectedAt === null ? null : Date.parse(body.fixExpectedAt);
    const wanted: Wanted = {
      reference,
      version,
      message,
      apply: (current, actor) => respond(current, { assessment, fixExpectedAt }, actor),
    };
    return json({ version: await changeCase(wanted, member, parts) }, 201);
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createResponseHandler(await getParts());
});
