import { uploadEndsAt } from '../../src/disclosure/attachments.ts';
import type { Attachment, Case } from '../../src/disclosure/case.ts';
import { chunkCount, chunkLength, limits } from '../../src/disclosure/limits.ts';
import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { json, ProblemError, tooMany } from '../http/problem.ts';
import { mediaType, readBytes } from '../http/request.ts';
import type { Parts } from '../parts-types.ts';
import type { HitLimit, Quota } from '../store/store.ts';
import { storageFull } from './storage-full.ts';

/** What taking chunks needs. */
export type ChunkPart = 'store' | 'now' | 'background';
type ChunkParts = Pick<Parts, ChunkPart>;

/** On what terms a chunk of so many bytes is taken. */
interface Terms {
  quota: Quota;
  limits: HitLimit[];
}

/**
 * Takes one chunk of an attachment, `application/octet-stream`, or with `Content-Range` (RFC 9110 section 14.5) a part of
 * one, behind the parts that are in: of 96 KiB or a multiple of it, but the last of a chunk. The same one again changes
 * nothing.
 * @param found the case that the attachment is of
 * @param faultOf looks at the bytes as chunk `index`, of which only the very first tells who it is for
 * @param full what is said where the store is full
 * @throws ProblemError
 */
export async function takeChunk(
  request: Request,
  { found, attachment, index }: { found: Case; attachment: Attachment; index: number },
  {
    faultOf,
    terms,
    full,
  }: {
    faultOf: (bytes: Uint8Array, index: number, size: number) => Promise<ProblemCode | null>;
    terms: (bytes: number, now: number) => Terms;
    full?: 'storage-full-for-team';
  },
  parts: ChunkParts,
): Promise<Response> {
  if (mediaType(request) !== 'application/octet-stream') throw new ProblemError('unsupported-media-type');
  const { id, size } = attachment;
  const length = chunkLength(size, index);
  if (length === 0) throw new ProblemError('wrong-chunk');
  const eraseAt = uploadEndsAt(found, attachment);
  if (parts.now().getTime() >= eraseAt) throw new ProblemError('upload-closed');
  const part = partIn(request.headers.get('content-range'), length);
  const bytes = await readBytes(request, limits.chunk);
  if (bytes.length !== part.end - part.start) throw new ProblemError('wrong-chunk');
  // Only what begins the message tells anything about it.
  const fault = await faultOf(bytes, part.start === 0 ? index : index + 1, size);
  if (fault) throw new ProblemError(fault);
  const now = parts.now().getTime();
  const stored = await parts.store.putChunk({
    ...{ reference: found.reference, attachmentId: id, index, bytes, count: chunkCount(size), eraseAt, now },
    part: { start: part.start, length },
    ...terms(bytes.length, now),
  });
  if (stored.outcome === 'gap') throw new ProblemError('wrong-chunk');
  if (stored.outcome === 'gone') throw new ProblemError('not-found');
  if (stored.outcome === 'storage-full') throw storageFull(stored, parts, full);
  if (stored.outcome === 'limited') throw tooMany(stored.retryAfterSeconds, 'too-much-at-once');
  if (stored.hasMail) parts.background.run();
  return new Response(null, { status: 204 });
}

/** Which chunks of an attachment are in, and of others how much, so that an upload goes on where it stopped. */
export async function showUpload(
  { reference }: Case,
  { id, size }: Attachment,
  { store }: Pick<Parts, 'store'>,
): Promise<Response> {
  const chunks = (await store.listChunks(reference))[id] ?? [];
  const begun = await store.listParts({ reference, attachmentId: id });
  const isComplete = chunks.length === chunkCount(size);
  return json({ chunks, isComplete, ...(begun.length === 0 ? {} : { begun }) });
}

/** The sealed bytes of one chunk. @throws ProblemError `not-found` where it is not in */
export async function giveChunk(
  name: { reference: string; attachmentId: string; index: number },
  { store }: Pick<Parts, 'store'>,
): Promise<Response> {
  const bytes = await store.readChunk(name);
  if (!bytes) throw new ProblemError('not-found');
  return new Response(new Uint8Array(bytes), {
    headers: { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' },
  });
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
