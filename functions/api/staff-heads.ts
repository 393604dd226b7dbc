import { z } from 'zod';
import type { HeadsView } from '../../src/disclosure/desk-wire.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { moment } from '../../src/disclosure/moments.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember } from '../staff/session.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';

type HeadParts = Pick<Parts, EndpointPart | MemberPart | TrailPart>;

const querySchema = z.strictObject({
  references: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.string().regex(REFERENCE)).max(limits.heads))
    .refine((list) => new Set(list).size === list.length),
});

/**
 * `GET /api/staff/heads?references=…`: of each of these cases what a list needs to open to say what it is about, as
 * sealed as it is kept.
 */
export function createHeadsHandler(parts: HeadParts): Handler {
  return endpoint('staff/heads', ['GET'], parts, async (request) => {
    const member = await requireMember(request, parts);
    const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) throw new ProblemError('invalid-fields');
    const { heads, left } = await parts.store.readHeads({
      references: query.data.references,
      ...{ mostReport: limits.headReport, mostBytes: limits.headsBytes },
    });
    await recordTrail(member, 'listed', null, parts);
    const view: HeadsView = {
      heads: heads.map(({ reference, report, triage }) => ({
        ...{ reference, report },
        triage: triage && {
          ...{ number: triage.number, by: triage.by, at: moment(triage.at), sealed: triage.sealed },
        },
      })),
      left,
    };
    return json(view);
  });
}

export const ALL = route(createHeadsHandler);
