import { change } from '../../src/disclosure/changes.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { replySchema } from '../../src/disclosure/team-wire.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import { type ChangeParts, changeCase, type Wanted } from '../staff/change-case.ts';
import { referenceIn } from '../staff/reference.ts';
import { requireMember, requireOwnPage, type StaffParts } from '../staff/session.ts';

export type ReplyParts = StaffParts & ChangeParts & { leastReward: number; log: Log };

/** `POST /api/staff/cases/{reference}/messages`: a sealed reply that changes nothing else. */
export function createReplyHandler(parts: ReplyParts): Handler {
  return endpoint('staff/messages', ['POST'], parts.log, async (request) => {
    requireOwnPage(request, parts.siteUrl);
    const member = await requireMember(request, parts);
    const reference = referenceIn(request);
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

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createReplyHandler(await getParts());
});
