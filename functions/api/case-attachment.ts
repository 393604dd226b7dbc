import { sideOf } from '../../src/disclosure/attachments.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { faultOfChunk } from '../../src/openpgp/inspect.ts';
import { endpoint, type Handler, type Params } from '../http/endpoint.ts';
import { INDEX, paramOf } from '../http/params.ts';
import { ProblemError } from '../http/problem.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { attachmentBudget, type BudgetPart } from '../reporter/byte-budgets.ts';
import { countRequest, type ReceiptPart, requireOwnCase } from '../reporter/case-access.ts';
import { giveChunk, showUpload, takeChunk } from '../reporter/chunks.ts';
import { requiredNow } from '../reporter/team-recipients.ts';
import { route } from '../route.ts';
import { quotaFor } from '../store/quota.ts';
import type { HitLimit } from '../store/store.ts';

type AttachmentParts = Pick<Parts, EndpointPart | ReceiptPart | BudgetPart | 'team' | 'background'>;

/** Chunks of the team's files that are fetched of one case: all that there can be, three times. */
const fetched = ({ reference }: Case): HitLimit => ({
  key: `files:${reference}`,
  most: 150,
  windowSeconds: 15 * 60,
});

/**
 * `GET /api/case/attachments/{id}`: which chunks are in, and of others how much, so that an upload goes on where it
 * stopped.
 * `PUT /api/case/attachments/{id}/{index}`: one chunk of sealed bytes of the reporter's, in any order; every one but the
 * last is 3 MiB. See `takeChunk`.
 * `GET /api/case/attachments/{id}/{index}`: one chunk of sealed bytes of the team's.
 */
export function createAttachmentHandler(parts: AttachmentParts): Handler {
  const attachmentIn = ({ attachments }: Case, { id }: Params, from?: 'team' | 'reporter') => {
    const attachment = attachments.find((one) => one.id === id);
    if (!attachment || (from && sideOf(attachment) !== from)) throw new ProblemError('not-found');
    return attachment;
  };
  const whole = endpoint('case/attachments', ['GET'], parts, async (request, params) => {
    const found = await requireOwnCase(request, parts);
    return showUpload(found, attachmentIn(found, params), parts);
  });
  const chunk = endpoint('case/attachments', ['PUT', 'GET'], parts, async (request, params) => {
    const found = await requireOwnCase(request, parts);
    const index = Number(paramOf(params, 'index', INDEX));
    if (request.method === 'PUT')
      return put(request, { found, attachment: attachmentIn(found, params, 'reporter'), index }, parts);
    const { id: attachmentId } = attachmentIn(found, params, 'team');
    await countRequest(parts, [fetched(found)]);
    return giveChunk({ reference: found.reference, attachmentId, index }, parts);
  });
  return (request, params = {}) => (params['index'] === undefined ? whole : chunk)(request, params);
}

function put(
  request: Request,
  chunk: Parameters<typeof takeChunk>[1],
  parts: AttachmentParts,
): Promise<Response> {
  const recipients = requiredNow(parts);
  return takeChunk(
    request,
    chunk,
    {
      faultOf: async (bytes, index, size) => faultOfChunk(bytes, index, size, recipients),
      terms(bytes, now) {
        const { limits, watched: budget } = attachmentBudget(request, parts, bytes, now);
        return { quota: { ...quotaFor('attachment', parts.storageQuota, now), budget }, limits };
      },
    },
    parts,
  );
}

export const ALL = route(createAttachmentHandler);
