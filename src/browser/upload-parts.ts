// How one sealed attachment gets in, chunk by chunk, and over a slow line in smaller parts: as much in one request as
// goes in some seconds, whatever a proxy on the way has for a limit.

import { uploadSchema } from '../disclosure/case-view.ts';
import { chunkCount, chunkLength, limits } from '../disclosure/limits.ts';
import type { ProblemCode } from '../disclosure/problems.ts';
import { exchange } from './exchange.ts';

/** How long one request should take, in ms. */
const GOAL = 15_000;
/** One that was cut after so long, in ms, was too much for the line. */
const LONG = 10_000;
/** Nobody waits longer than this for a limit to end, in s: a day's limit is as a refusal. */
const LONGEST_WAIT = 15 * 60;

/** How much goes in one request, in bytes: what the line proved to carry. */
let portion: number = limits.chunk;
/** More than this at once was refused on the way, in bytes. */
let ceiling: number = limits.chunk;

/** Refused in a way that another try does not change. */
export class RefusedError extends Error {}

/** What of an attachment is in. */
export class Progress {
  readonly size: number;
  /** Indexes of the chunks that are in. */
  readonly #present = new Set<number>();
  /** Of chunks that are not: how many bytes are, by index. */
  readonly #begun = new Map<number, number>();
  /** Bytes on their way. */
  #moving = 0;

  /** @param size sealed, in bytes */
  constructor(size: number) {
    this.size = size;
  }
  get isComplete(): boolean {
    return this.#present.size >= chunkCount(this.size);
  }
  /** How much is in or on its way. */
  get bytes(): number {
    const whole = [...this.#present].reduce((sum, index) => sum + chunkLength(this.size, index), 0);
    return [...this.#begun.values()].reduce((sum, bytes) => sum + bytes, whole) + this.#moving;
  }
  /** Up to where a chunk is in. */
  endOf(index: number): number {
    return this.#present.has(index) ? chunkLength(this.size, index) : (this.#begun.get(index) ?? 0);
  }
  forget(): void {
    this.#present.clear();
    this.#begun.clear();
    this.#moving = 0;
  }
  moving(bytes: number): void {
    this.#moving = bytes;
  }
  isIn(index: number, end: number): void {
    this.#moving = 0;
    if (end < chunkLength(this.size, index)) this.#begun.set(index, end);
    else {
      this.#begun.delete(index);
      this.#present.add(index);
    }
  }
}

/** Where an attachment goes. */
export interface Destination {
  id: string;
  accessToken: string;
  signal: AbortSignal;
}

/**
 * Sends what is not in yet.
 * @param told `moved` while something goes out, `arrived` whenever more is in
 * @throws RefusedError, or another error when it may be tried again
 */
export async function sendMissing(
  sealed: Blob,
  progress: Progress,
  { id, accessToken, signal }: Destination,
  told: { moved: () => void; arrived: () => void },
): Promise<void> {
  for (let index = 0; index < chunkCount(progress.size); index += 1) {
    const length = chunkLength(progress.size, index);
    for (let start = progress.endOf(index); start < length; start = progress.endOf(index)) {
      const end = Math.min(length, start + portion);
      const isWhole = end - start === length;
      const from = index * limits.chunk;
      const response = await timed(end - start, signal, () =>
        exchange('PUT', `/api/case/attachments/${id}/${index}`, {
          headers: {
            Authorization: `Bearer ${accessToken}`,
            'Content-Type': 'application/octet-stream',
            ...(isWhole ? {} : { 'Content-Range': `bytes ${start}-${end - 1}/${length}` }),
          },
          body: sealed.slice(from + start, from + end),
          signal,
          sent(bytes) {
            progress.moving(Math.min(bytes, end - start));
            told.moved();
          },
        }),
      );
      // Another request may have brought other parts of it meanwhile: what is in, the server says.
      const isLate = !isWhole && response.status === 422;
      if (!response.ok) throw !isLate && (await isFinal(response)) ? new RefusedError() : new Error();
      progress.isIn(index, end);
      told.arrived();
    }
  }
}

/** Has the server say what is in. @throws Error where it does not answer */
export async function askWhatIsIn(
  progress: Progress,
  { id, accessToken, signal }: Destination,
): Promise<void> {
  const headers = { Authorization: `Bearer ${accessToken}` };
  const response = await exchange('GET', `/api/case/attachments/${id}`, { headers, signal });
  if (!response.ok) throw new Error();
  const { chunks, begun = [] } = uploadSchema.parse(await response.json());
  progress.forget();
  for (const { index, bytes } of begun) progress.isIn(index, bytes);
  for (const index of chunks) progress.isIn(index, chunkLength(progress.size, index));
}

/** Learns from how long a request took how much the next one may carry. */
async function timed(bytes: number, signal: AbortSignal, send: () => Promise<Response>): Promise<Response> {
  const begun = performance.now();
  try {
    const response = await send();
    const took = Math.max(1, performance.now() - begun);
    // By its time, or its size: somebody on the way takes less at once.
    if (response.status === 408 || response.status === 413) {
      ceiling = Math.min(ceiling, inParts(bytes / 2));
      shrink(ceiling);
    } else if (took > GOAL) shrink((bytes * GOAL) / took);
    else if (bytes >= portion) portion = Math.min(ceiling, inParts(bytes * Math.min(4, GOAL / took)));
    return response;
  } catch (error) {
    if (!signal.aborted && performance.now() - begun > LONG) shrink(bytes / 4);
    throw error;
  }
}

function shrink(bytes: number): void {
  portion = Math.min(portion, inParts(bytes));
}

function inParts(bytes: number): number {
  const parts = Math.floor(bytes / limits.part);
  return Math.min(limits.chunk, Math.max(1, parts) * limits.part);
}

/** Whether it is no use to try again soon: the request is wrong, the store is full, or the day's bytes are used up. */
async function isFinal(response: Response): Promise<boolean> {
  if (response.status === 429) return Number(response.headers.get('Retry-After')) > LONGEST_WAIT;
  if (response.status === 408 || response.status === 413) return false;
  if (response.status < 500) return true;
  const full: ProblemCode = 'storage-full';
  const { code } = (await response.json().catch(() => ({}))) as { code?: unknown };
  return code === full;
}
