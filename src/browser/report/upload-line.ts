// What the line carries in one request, learned from what went over it: as much as goes in some seconds, whatever a proxy
// on the way has for a limit.

import { limits } from '../../disclosure/limits.ts';

/** How long one request should take, in ms. */
const GOAL = 15_000;
/** One that was cut after so long, in ms, was too much for the line. */
const LONG = 10_000;
/** How much goes in one request, in bytes: what the line proved to carry. */
let portion: number = limits.chunk;
/** More than this at once was refused on the way, in bytes. */
let ceiling: number = limits.chunk;

/**
 * Learns from how a request went how much the next one may carry.
 * @param send tells with `gone` that something of it went out
 */
export async function timed(
  bytes: number,
  signal: AbortSignal,
  send: (gone: () => void) => Promise<Response>,
): Promise<Response> {
  const begun = performance.now();
  let hasGone = false;
  try {
    const response = await send(() => {
      hasGone = true;
    });
    const took = Math.max(1, performance.now() - begun);
    // By its time, or its size: somebody on the way takes less at once.
    if (isTooMuch(response)) {
      ceiling = Math.min(ceiling, inParts(bytes / 2));
      shrink(ceiling);
    } else if (took > GOAL) shrink((bytes * GOAL) / took);
    // A refusal may come before all has gone out: it says nothing of the line.
    else if (isStored(response) && bytes >= portion) {
      portion = Math.min(ceiling, inParts(bytes * Math.min(4, GOAL / took)));
    }
    return response;
  } catch (error) {
    if (!signal.aborted) {
      if (performance.now() - begun > LONG) shrink(bytes / 4);
      // Cut on its way: on a line that breaks off again and again less of it is lost.
      else if (hasGone) shrink(bytes / 2);
    }
    throw error;
  }
}

/** How much may go in one request now: a multiple of a part, and a chunk at most. In bytes. */
export function portionNow(): number {
  return portion;
}

function shrink(bytes: number): void {
  portion = Math.min(portion, inParts(bytes));
}

function inParts(bytes: number): number {
  const parts = Math.floor(bytes / limits.part);
  return Math.min(limits.chunk, Math.max(1, parts) * limits.part);
}

/** Whether what went out is in. Only the server says so in this way: a page that a network shows instead is 200. */
export function isStored({ status }: Response): boolean {
  return status === 204;
}

/** Whether somebody on the way found a request too large, or too long under way. */
export function isTooMuch({ status }: Response): boolean {
  return status === 408 || status === 413;
}
