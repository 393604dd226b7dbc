// What the line carries in one request, learned from what went over it: as much as goes in some seconds, whatever a proxy
// on the way has for a limit.

import { limits } from '../../disclosure/limits.ts';

/** It was too long under way for somebody, who may be a proxy (RFC 9110 section 15.5.9), or too large (15.5.14). */
const [TOO_LONG, TOO_LARGE] = [408, 413];
/** How long one request should take, in ms. */
const GOAL = 15_000;
/** One that was cut after so long, in ms, was too much for the line. */
const LONG = 10_000;
/** How much goes in one request, in bytes: what the line proved to carry. */
let portion: number = limits.chunk;
/** More than this at once was too large for somebody on the way, in bytes. */
let ceiling: number = limits.chunk;
/** So long, in ms, nothing larger is tried after a request that was too long under way: the line may be better then. */
const SLOW_FOR = 60_000;
/** More than this was too long under way a while ago, in bytes, and until when that counts. */
let slow = { ceiling: limits.chunk as number, until: 0 };

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
    if (isTooMuch(response)) {
      const most = Math.min(highest(), inParts(bytes / 2));
      if (response.status === TOO_LARGE) ceiling = most;
      else slow = { ceiling: most, until: performance.now() + SLOW_FOR };
      shrink(most);
    } else if (took > GOAL) shrink((bytes * GOAL) / took);
    // A refusal may come before all has gone out: it says nothing of the line.
    else if (isStored(response) && bytes >= portion) {
      portion = Math.min(highest(), inParts(bytes * Math.min(4, GOAL / took)));
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

/** What may be tried at most now, in bytes. */
function highest(): number {
  return performance.now() < slow.until ? Math.min(ceiling, slow.ceiling) : ceiling;
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
  return status === TOO_LONG || status === TOO_LARGE;
}
