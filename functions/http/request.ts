import { createHash, timingSafeEqual } from 'node:crypto';
import type * as z from 'zod/mini';
import { isOwnOrigin, type OwnSite } from './own-site.ts';
import { ProblemError } from './problem.ts';
import { networkOf, subscriberOf } from './visitor-address.ts';

/**
 * The body, when it is no larger than `limit` bytes.
 * @throws ProblemError `body-too-large` as soon as that is certain, whatever Content-Length says; the rest is
 *   not read. `body-incomplete` when it breaks off.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new ProblemError('body-too-large');
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw new ProblemError('body-incomplete');
    });
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      throw new ProblemError('body-too-large');
    }
    parts.push(value);
  }
  return Buffer.concat(parts, size);
}

/** The body as UTF-8 text of at most `limit` bytes. @throws ProblemError `body-too-large` or `body-incomplete` */
export async function readText(request: Request, limit: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(request, limit));
}

/**
 * The body as JSON that `schema` takes, of at most `limit` bytes.
 * @throws ProblemError `unsupported-media-type`, `body-too-large`, `body-incomplete`, `invalid-json` or `invalid-fields`
 */
export async function readJson<T>(request: Request, limit: number, schema: z.ZodMiniType<T>): Promise<T> {
  if (mediaType(request) !== 'application/json') throw new ProblemError('unsupported-media-type');
  let body: unknown;
  try {
    body = JSON.parse(await readText(request, limit));
  } catch (error) {
    throw error instanceof ProblemError ? error : new ProblemError('invalid-json');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ProblemError('invalid-fields');
  return parsed.data;
}

/** The media type without its parameters, lower case; empty when there is none. */
export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * Refuses what another site had a visitor's browser send. A request without `Origin` is not from a page (curl,
 * say) and passes; one with it must come from this site: see `isOwnOrigin`.
 * @throws ProblemError `cross-site`
 */
export function requireSameSite(request: Request, own: OwnSite): void {
  if (request.headers.get('sec-fetch-site') === 'cross-site') throw new ProblemError('cross-site');
  const origin = request.headers.get('origin');
  if (origin !== null && !isOwnOrigin(origin, request, own)) throw new ProblemError('cross-site');
}

/** Whether the request carries `Authorization: Bearer <secret>`; compared in constant time, length included. */
export function isBearer(request: Request, secret: string): boolean {
  const given = request.headers.get('authorization') ?? '';
  return timingSafeEqual(digest(given), digest(`Bearer ${secret}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * The visitor as the platform tells its network address: Vercel sets `x-real-ip`, and so does the local server
 * (`functions/node/visitor.ts`); a visitor's own value never gets this far. See `subscriberOf`.
 */
export function visitorAddress(request: Request): string {
  return subscriberOf(realAddress(request));
}

/** The network around the visitor, with IPv6; else null. See `networkOf`. */
export function visitorNetwork(request: Request): string | null {
  return networkOf(realAddress(request));
}

function realAddress(request: Request): string {
  return request.headers.get('x-real-ip')?.trim().slice(0, 45) ?? '';
}
