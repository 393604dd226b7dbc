import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { ProblemError } from '../http/problem.ts';
import { referenceIn } from '../staff/reference.ts';
import { requireMember, type StaffParts } from '../staff/session.ts';

export type TeamAttachmentParts = StaffParts & { log: Log };

const TAIL = /\/attachments\/([0-9a-f]{32})\/(\d{1,3})$/;

/** `GET /api/staff/cases/{reference}/attachments/{id}/{index}`: the sealed bytes of one chunk. */
export function createTeamAttachmentHandler(parts: TeamAttachmentParts): Handler {
  return endpoint('staff/attachment', ['GET'], parts.log, async (request) => {
    await requireMember(request, parts);
    const reference = referenceIn(request);
    const [, attachmentId = '', index = ''] = TAIL.exec(new URL(request.url).pathname) ?? [];
    const bytes = await parts.store.readChunk({ reference, attachmentId, index: Number(index) });
    if (!bytes) throw new ProblemError('not-found');
    return new Response(new Uint8Array(bytes), {
      headers: { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' },
    });
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createTeamAttachmentHandler(await getParts());
});
