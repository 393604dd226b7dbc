// How one sealed attachment gets in, chunk by chunk, and over a slow line in smaller parts.

import { uploadSchema } from '../../disclosure/case-view.ts';
import { chunkCount, chunkLength, limits } from '../../disclosure/limits.ts';
import { isProblemCode, type ProblemCode } from '../../disclosure/problems.ts';
import { exchange } from '../api/exchange.ts';
import { isStored, isTooMuch, portionNow, timed } from './upload-line.ts';

/** Nobody waits longer than this for a limit to end, in s: a day's limit is as a refusal. */
const LONGEST_WAIT = 15 * 60;

/** Refused in a way that another try does not change. */
export class RefusedError extends Error {}

/** Refused for a while: `wait` is how long, in ms. */
export class BusyError extends Error {
  readonly wait: number;
  constructor(seconds: number) {
    super();
    this.wait = seconds * 1000;
  }
}

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
  /** Its address; that of a chunk has its index behind it. */
  path: string;
  /** What says who sends it. */
  headers: Record<string, string>;
  signal: AbortSignal;
}

/**
 * Sends what is not in yet.
 * @param told `moved` while something goes out, `arrived` whenever more is in
 * @throws RefusedError, BusyError, or another error when it may be tried again
 */
export async function sendMissing(
  sealed: Blob,
  progress: Progress,
  { path, headers, signal }: Destination,
  told: { moved: () => void; arrived: () => void },
): Promise<void> {
  for (let index = 0; index < chunkCount(progress.size); index += 1) {
    const length = chunkLength(progress.size, index);
    for (let start = progress.endOf(index); start < length; start = progress.endOf(index)) {
      const end = Math.min(length, start + portionNow());
      const isWhole = end - start === length;
      const from = index * limits.chunk;
      const response = await timed(end - start, signal, (gone) =>
        exchange('PUT', `${path}/${index}`, {
          headers: {
            ...headers,
            'Content-Type': 'application/octet-stream',
            ...(isWhole ? {} : { 'Content-Range': `bytes ${start}-${end - 1}/${length}` }),
          },
          body: sealed.slice(from + start, from + end),
          signal,
          sent(bytes) {
            gone();
            progress.moving(Math.min(bytes, end - start));
            told.moved();
          },
        }),
      );
      if (isStored(response)) {
        progress.isIn(index, end);
        told.arrived();
        continue;
      }
      // What was too much for somebody on the way is not in: it goes out again at once, in smaller parts.
      if (!isTooMuch(response) || portionNow() >= end - start) throw await faultOf(response);
      progress.moving(0);
    }
  }
}

/** Has the server say what is in. @throws as `sendMissing` */
export async function askWhatIsIn(progress: Progress, { path, headers, signal }: Destination): Promise<void> {
  const response = await exchange('GET', path, { headers, signal });
  if (!response.ok) throw await faultOf(response);
  const { chunks, begun = [] } = uploadSchema.parse(await response.json());
  progress.forget();
  for (const { index, bytes } of begun) progress.isIn(index, bytes);
  for (const index of chunks) progress.isIn(index, chunkLength(progress.size, index));
}

/**
 * What an answer means that is none to go on with. No use to try again soon: the request is wrong, the store is full, or
 * the day's bytes are used up.
 */
async function faultOf(response: Response): Promise<Error> {
  const { status } = response;
  if (status === 429) {
    const seconds = Number(response.headers.get('Retry-After'));
    if (!(seconds > 0)) return new Error();
    return seconds > LONGEST_WAIT ? new RefusedError() : new BusyError(seconds);
  }
  // However small its parts are: they can't be smaller.
  if (status === 413) return new RefusedError();
  const answer = (await response.json().catch(() => null)) as { code?: unknown } | null;
  const code = answer?.code;
  // No answer of ours: what a network shows instead, or a proxy that may let another one through.
  if (!isProblemCode(code)) return new Error();
  const [full, late]: ProblemCode[] = ['storage-full', 'wrong-chunk'];
  // Other parts of the chunk came in meanwhile, on a request that was given up, say: what is in, the server says.
  const isFinal = status < 500 ? code !== late : code === full;
  return isFinal ? new RefusedError() : new Error();
}
