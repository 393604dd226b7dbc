import { REFERENCE } from '../../src/disclosure/reference.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { ID, INDEX, paramOf } from '../http/params.ts';
import { ProblemError } from '../http/problem.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type MemberPart, requireMember } from '../staff/session.ts';

type TeamAttachmentParts = Pick<Parts, EndpointPart | MemberPart>;

/** `GET /api/staff/cases/{reference}/attachments/{id}/{index}`: the sealed bytes of one chunk. */
export function createTeamAttachmentHandler(parts: TeamAttachmentParts): Handler {
  return endpoint('staff/attachment', ['GET'], parts, async (request, params) => {
    await requireMember(request, parts);
    const bytes = await parts.store.readChunk({
      reference: paramOf(params, 'reference', REFERENCE),
      attachmentId: paramOf(params, 'id', ID),
      index: Number(paramOf(params, 'index', INDEX)),
    });
    if (!bytes) throw new ProblemError('not-found');
    return new Response(new Uint8Array(bytes), {
      headers: { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' },
    });
  });
}

export const ALL = route(createTeamAttachmentHandler);
