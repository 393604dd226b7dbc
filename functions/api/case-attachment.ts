import type { Attachment, Case } from '../../src/disclosure/case.ts';
import { chunkCount, chunkLength, limits } from '../../src/disclosure/limits.ts';
import { faultOfChunk } from '../../src/openpgp/inspect.ts';
import { endpoint, type Handler, type Params } from '../http/endpoint.ts';
import { INDEX, paramOf } from '../http/params.ts';
import { json, ProblemError, tooMany } from '../http/problem.ts';
import { mediaType, readBytes } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { attachmentBudget, type BudgetPart } from '../reporter/byte-budgets.ts';
import { type ReceiptPart, requireOwnCase } from '../reporter/case-access.ts';
import { storageFull } from '../reporter/storage-full.ts';
import { requiredNow } from '../reporter/team-recipients.ts';
import { route } from '../route.ts';
import { quotaFor } from '../store/quota.ts';

type AttachmentParts = Pick<Parts, EndpointPart | ReceiptPart | BudgetPart | 'team' | 'background'>;

/**
 * `GET /api/case/attachments/{id}`: which chunks are in, and of others how much, so that an upload goes on where it
 * stopped.
 * `PUT /api/case/attachments/{id}/{index}`: one chunk of sealed bytes, `application/octet-stream`, in any order;
 * every one but the last is 3 MiB. The same chunk again changes nothing. With `Content-Range` (RFC 9110 section 14.5) a
 * part of one, behind the parts that are in: of 96 KiB or a multiple of it, but the last of a chunk.
 */
export function createAttachmentHandler(parts: AttachmentParts): Handler {
  const attachmentIn = (found: Case, { id }: Params) => {
    const attachment = found.attachments.find((one) => one.id === id);
    if (!attachment) throw new ProblemError('not-found');
    return attachment;
  };
  const whole = endpoint('case/attachments', ['GET'], parts, async (request, params) => {
    const found = await requireOwnCase(request, parts);
    return show(found, attachmentIn(found, params), parts);
  });
  const chunk = endpoint('case/attachments', ['PUT'], parts, async (request, params) => {
    const found = await requireOwnCase(request, parts);
    const index = Number(paramOf(params, 'index', INDEX));
    return putChunk(request, found, attachmentIn(found, params), index, parts);
  });
  return (request, params = {}) => (params['index'] === undefined ? whole : chunk)(request, params);
}

async function show(
  { reference }: Case,
  { id, size }: Attachment,
  parts: AttachmentParts,
): Promise<Response> {
  const chunks = (await parts.store.listChunks(reference))[id] ?? [];
  const begun = await parts.store.listParts({ reference, attachmentId: id });
  const isComplete = chunks.length === chunkCount(size);
  return json({ chunks, isComplete, ...(begun.length === 0 ? {} : { begun }) });
}

async function putChunk(
  request: Request,
  { reference, receivedAt }: Case,
  { id, size }: Attachment,
  index: number,
  parts: AttachmentParts,
): Promise<Response> {
  if (mediaType(request) !== 'application/octet-stream') throw new ProblemError('unsupported-media-type');
  const length = chunkLength(size, index);
  if (length === 0) throw new ProblemError('wrong-chunk');
  const eraseAt = receivedAt + limits.uploadTime;
  if (parts.now().getTime() >= eraseAt) throw new ProblemError('upload-closed');
  const part = partIn(request.headers.get('content-range'), length);
  const bytes = await readBytes(request, limits.chunk);
  if (bytes.length !== part.end - part.start) throw new ProblemError('wrong-chunk');
  // Only what begins the message tells anything about it.
  const fault = faultOfChunk(bytes, part.start === 0 ? index : index + 1, size, requiredNow(parts));
  if (fault) throw new ProblemError(fault);
  const now = parts.now().getTime();
  const budget = attachmentBudget(request, parts, bytes.length, now);
  const stored = await parts.store.putChunk({
    ...{ reference, attachmentId: id, index, bytes, count: chunkCount(size), eraseAt, now },
    part: { start: part.start, length },
    quota: { ...quotaFor('attachment', parts.storageQuota, now), budget: budget.watched },
    limits: budget.limits,
  });
  if (stored.outcome === 'gap') throw new ProblemError('wrong-chunk');
  if (stored.outcome === 'gone') throw new ProblemError('not-found');
  if (stored.outcome === 'storage-full') throw storageFull(stored, parts);
  if (stored.outcome === 'limited') throw tooMany(stored.retryAfterSeconds, 'too-much-at-once');
  if (stored.hasMail) parts.background.run();
  return new Response(null, { status: 204 });
}

/**
 * What of a chunk of `length` bytes comes in, from `start` up to `end`; all of it where the header is missing.
 * @throws ProblemError `wrong-chunk`
 */
function partIn(contentRange: string | null, length: number): { start: number; end: number } {
  if (contentRange === null) return { start: 0, end: length };
  const [, ...numbers] = /^bytes (\d{1,8})-(\d{1,8})\/(\d{1,8})$/.exec(contentRange) ?? [];
  const [start = 0, last = -1, whole = 0] = numbers.map(Number);
  const end = last + 1;
  const isInOrder = whole === length && start < end && end <= length;
  const isOfParts = start % limits.part === 0 && (end === length || end % limits.part === 0);
  if (!isInOrder || !isOfParts) throw new ProblemError('wrong-chunk');
  return { start, end };
}

export const ALL = route(createAttachmentHandler);
