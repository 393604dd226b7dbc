import { absencesSchema } from '../../src/disclosure/desk-wire.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import { readAbsences } from '../mail/absences.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type RecordPart, writeRecord } from '../staff/records.ts';
import { type MemberPart, memberOf, requireMember, requireOwnPage } from '../staff/session.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';

type AbsenceParts = Pick<Parts, EndpointPart | MemberPart | RecordPart | TrailPart>;

/** `/api/staff/absences`: who is away when, and who stands in. Readable: whoever sends mail goes by it. */
export function createAbsencesHandler(parts: AbsenceParts): Handler {
  return endpoint('staff/absences', ['GET', 'PUT'], parts, async (request) => {
    if (request.method !== 'GET') requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    if (request.method === 'GET') return json(await readAbsences(parts));
    const { version, absences } = await readJson(request, limits.body.absences, absencesSchema);
    const named = absences.flatMap(({ fingerprint, standIn }) => [fingerprint, standIn]);
    if (named.some((one) => !memberOf(one, parts.team))) throw new ProblemError('invalid-fields');
    const record = { name: 'absences', seenVersion: version, value: JSON.stringify(absences) } as const;
    const written = await writeRecord(record, member, parts);
    await recordTrail(member, 'absences-changed', null, parts);
    return json({ version: written });
  });
}

export const ALL = route(createAbsencesHandler);
