import { setTimeout as wait } from 'node:timers/promises';
import { sha256Hex } from '../../src/disclosure/bytes.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { ProblemError, tooMany } from '../http/problem.ts';
import { requireSameSite } from '../http/request.ts';
import type { Parts } from '../parts-types.ts';
import type { HitLimit } from '../store/store.ts';
import { perVisitor } from './visitor-limits.ts';

/** What opening a case by its receipt needs. */
export type ReceiptPart = 'store' | 'now' | 'visitorKey' | 'siteUrl' | 'furtherHosts';
type ReceiptParts = Pick<Parts, ReceiptPart>;

/** Unknown receipts that one visitor may try in a quarter of an hour (see `perVisitor`); from the slow ones on, each answer waits. */
const MOST_GUESSES = 60;
const SLOW_FROM = 10;
const LONGEST_WAIT = 2000;

/** Requests about one case in a quarter of an hour, whoever makes them; an upload takes some thirty, and waits where its parts are small. */
const MOST_REQUESTS = 300;
const QUARTER = 15 * 60;

/** A case's name that no case has: what is read for a receipt that is unknown. */
export const NO_CASE = 'CVD-0000-000000';

/**
 * The case that the bearer token of a request opens; null when there is none, so that the caller can take the
 * same steps before it says so (with `unknownReceipt`).
 * @throws ProblemError `cross-site`; `unknown-receipt` when the token can't be one; `too-many-guesses`
 */
export async function findOwnCase(request: Request, parts: ReceiptParts): Promise<Case | null> {
  requireSameSite(request, parts);
  const [, token] = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token === undefined) throw unknownReceipt();
  return findByReceipt(await sha256Hex(new Uint8Array(Buffer.from(token, 'base64url'))), request, parts);
}

/**
 * The case of a receipt, under the limits that hold for whoever asks; null when there is none.
 * @param receiptId see `deriveReceipt`
 * @throws ProblemError `too-many-guesses`, `too-many-requests`
 */
export async function findByReceipt(
  receiptId: string,
  request: Request,
  parts: ReceiptParts,
): Promise<Case | null> {
  const guesses = perVisitor(request, parts, { key: 'guesses', most: MOST_GUESSES, windowSeconds: QUARTER });
  const own = { key: `case:${receiptId}`, most: MOST_REQUESTS, windowSeconds: QUARTER };
  const result = await parts.store.findCaseByReceipt({ receiptId, guesses, own, now: parts.now().getTime() });
  if (result.outcome === 'busy') throw tooMany(result.retryAfterSeconds);
  if (result.outcome === 'limited') throw tooMany(result.retryAfterSeconds, 'too-many-guesses');
  if (result.outcome === 'found') return result.found;
  await wait(Math.min(LONGEST_WAIT, Math.max(0, result.misses - SLOW_FROM) * 50));
  return null;
}

/** The case that the bearer token opens. @throws ProblemError also when there is none */
export async function requireOwnCase(request: Request, parts: ReceiptParts): Promise<Case> {
  const found = await findOwnCase(request, parts);
  if (!found) throw unknownReceipt();
  return found;
}

export function unknownReceipt(): ProblemError {
  return new ProblemError('unknown-receipt', { 'WWW-Authenticate': 'Bearer' });
}

/** Counts a request against limits. @throws ProblemError `too-many-requests` where one is reached */
export async function countRequest(
  parts: Pick<Parts, 'store' | 'now'>,
  limits: readonly HitLimit[],
): Promise<void> {
  const seconds = await parts.store.countHit({ limits, now: parts.now().getTime() });
  if (seconds !== null) throw tooMany(seconds);
}
