import { messageOf, sideOf } from '../../src/disclosure/attachments.ts';
import type { Attachment, Case } from '../../src/disclosure/case.ts';
import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { REFERENCE } from '../../src/disclosure/reference.ts';
import { faultOfChunk } from '../../src/openpgp/inspect.ts';
import { endpoint, type Handler, type Params } from '../http/endpoint.ts';
import { ID, INDEX, paramOf } from '../http/params.ts';
import { ProblemError } from '../http/problem.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { teamFileBudget } from '../reporter/byte-budgets.ts';
import { giveChunk, showUpload, takeChunk } from '../reporter/chunks.ts';
import { requiredNow } from '../reporter/team-recipients.ts';
import { route } from '../route.ts';
import { reporterOf } from '../staff/check-reply.ts';
import { type MemberPart, requireMember, requireOwnPage } from '../staff/session.ts';
import { recordTrail, type TrailPart } from '../staff/trail.ts';
import { quotaFor } from '../store/quota.ts';

type TeamAttachmentParts = Pick<
  Parts,
  EndpointPart | MemberPart | TrailPart | 'team' | 'storageQuota' | 'background'
>;

/**
 * `GET /api/staff/cases/{reference}/attachments/{id}/{index}`: the sealed bytes of one chunk.
 * `GET /api/staff/cases/{reference}/attachments/{id}`: how much of an attachment is in.
 * `PUT …/{id}/{index}`: one chunk of a file that a reply announced, sealed to the team and to the reporter as the reply
 * itself. See `takeChunk`.
 */
export function createTeamAttachmentHandler(parts: TeamAttachmentParts): Handler {
  const whole = endpoint('staff/attachment', ['GET'], parts, async (request, params) => {
    await requireMember(request, parts);
    const { found, attachment } = await find(params, parts);
    return showUpload(found, attachment, parts);
  });
  const chunk = endpoint('staff/attachment', ['GET', 'PUT'], parts, async (request, params) => {
    if (request.method !== 'GET') requireOwnPage(request, parts);
    const member = await requireMember(request, parts);
    const index = Number(paramOf(params, 'index', INDEX));
    if (request.method === 'PUT') return put(request, params, index, parts);
    const reference = paramOf(params, 'reference', REFERENCE);
    const given = await giveChunk({ reference, attachmentId: paramOf(params, 'id', ID), index }, parts);
    await recordTrail(member, 'opened', reference, parts);
    return given;
  });
  return (request, params = {}) => (params['index'] === undefined ? whole : chunk)(request, params);
}

async function find(
  params: Params,
  { store }: TeamAttachmentParts,
): Promise<{ found: Case; attachment: Attachment }> {
  const id = paramOf(params, 'id', ID);
  const found = await store.findCase(paramOf(params, 'reference', REFERENCE));
  const attachment = found?.attachments.find((one) => one.id === id);
  if (!found || !attachment) throw new ProblemError('not-found');
  return { found, attachment };
}

async function put(
  request: Request,
  params: Params,
  index: number,
  parts: TeamAttachmentParts,
): Promise<Response> {
  const { found, attachment } = await find(params, parts);
  // What a reporter announced only they send.
  if (sideOf(attachment) !== 'team') throw new ProblemError('not-found');
  return takeChunk(
    request,
    { found, attachment, index },
    {
      faultOf: (bytes, at, size) => faultOf(bytes, { at, size }, found, attachment, parts),
      terms: (bytes, now) => ({
        quota: quotaFor('team', parts.storageQuota, now),
        limits: [teamFileBudget(parts.storageQuota, bytes)],
      }),
      full: 'storage-full-for-team',
    },
    parts,
  );
}

/** As `checkReply` has it: to the reporter's key where the server knows it, unless that was said to be of no use. */
async function faultOf(
  bytes: Uint8Array,
  { at, size }: { at: number; size: number },
  found: Case,
  attachment: Attachment,
  parts: TeamAttachmentParts,
): Promise<ProblemCode | null> {
  const fault = faultOfChunk(bytes, at, size, requiredNow(parts));
  const reporter = fault === null && at === 0 ? await reporterOf(found) : null;
  if (fault !== null || reporter === null) return fault;
  if (faultOfChunk(bytes, at, size, [reporter]) === null) return null;
  const [messages, events] = await Promise.all([
    parts.store.readMessages(found.reference),
    parts.store.readEvents(found.reference),
  ]);
  const message = messages.find(({ number }) => number === messageOf(attachment));
  const isSaid = events.some(({ kind, value }) => kind === 'without-reporter' && value === message?.id);
  return isSaid ? null : 'missing-reporter';
}

export const ALL = route(createTeamAttachmentHandler);
