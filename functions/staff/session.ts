import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { visibleLine } from '../../src/disclosure/foreign-text.ts';
import type { Certificate } from '../../src/openpgp/keys.ts';
import { cookieOf } from '../http/cookies.ts';
import { isOwnOrigin } from '../http/own-site.ts';
import { ProblemError } from '../http/problem.ts';
import { perVisitor } from '../http/visitor-limits.ts';
import type { HitLimit, Store } from '../store/store.ts';

/** A person of the team, known by a certificate. */
export interface Member {
  /** 40 hexadecimal characters, upper case. */
  fingerprint: string;
  /** The first user id of the certificate, cut to a sane length. */
  name: string;
}

export interface StaffParts {
  store: Store;
  siteUrl: string;
  /** The certificates of the team: who is taken out of the key file has no session any more. */
  team: readonly Certificate[];
  now: () => Date;
  visitorKey: (address: string) => string;
}

export type Session = Member & { endsAt: number };

/** The prefix makes the browser insist on Secure, this host alone, and the whole site. */
const COOKIE = '__Host-meldpunt-session';
/** 32 bytes, base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const HOURS = 8;
const LONGEST_NAME = 200;

const recordSchema = z.strictObject({ fingerprint: z.string(), endsAt: z.number() });

const QUARTER = 15 * 60;
/** Requests that one session may make in a quarter of an hour; opening a case with attachments takes some thirty. */
const ofSession = (token: string): HitLimit => ({ key: token, most: 1200, windowSeconds: QUARTER });
/** Sessions that are none, which one visitor may try; see `perVisitor`. */
const ofVisitor: HitLimit = { key: 'staff', most: 100, windowSeconds: QUARTER };

/** The member that a fingerprint belongs to, or null. */
export function memberOf(fingerprint: string, team: readonly Certificate[]): Member | null {
  const certificate = team.find((one) => one.fingerprint === fingerprint);
  return certificate ? { fingerprint, name: nameOf(certificate) } : null;
}

/** What a person of the team is called: the user id of the key. */
export function nameOf({ userIds, fingerprint }: Certificate): string {
  return visibleLine(userIds[0] ?? fingerprint).slice(0, LONGEST_NAME);
}

/**
 * Starts a session for a member: 32 random bytes in a cookie that no script can read; the store has only their
 * SHA-256.
 */
export async function startSession(
  { fingerprint }: Member,
  { store, now }: StaffParts,
): Promise<{ cookie: string; endsAt: number }> {
  const secret = randomBytes(32).toString('base64url');
  const endsAt = now().getTime() + HOURS * 60 * 60 * 1000;
  await store.putToken({ name: tokenOf(secret), value: JSON.stringify({ fingerprint, endsAt }), endsAt });
  return { cookie: cookieLine(secret, HOURS * 60 * 60), endsAt };
}

/** Whether a request comes with a cookie that could be of a session. */
export function hasSessionCookie(request: Request): boolean {
  return secretOf(request) !== null;
}

/**
 * Who makes this request. A certificate that left the key file ends its sessions here.
 * @throws ProblemError `not-signed-in`, `not-of-the-team` or `too-many-requests`
 */
export async function requireMember(request: Request, parts: StaffParts): Promise<Session> {
  const secret = secretOf(request);
  if (secret === null) throw new ProblemError('not-signed-in');
  const name = tokenOf(secret);
  const now = parts.now().getTime();
  const guesses = perVisitor(request, parts, ofVisitor);
  const read = await parts.store.readToken({ name, guesses, own: ofSession(name), now });
  if ('outcome' in read) {
    throw new ProblemError('too-many-requests', { 'Retry-After': String(read.retryAfterSeconds) });
  }
  if (read.value === null) throw new ProblemError('not-signed-in', { 'Set-Cookie': NO_COOKIE });
  const { fingerprint, endsAt } = recordSchema.parse(JSON.parse(read.value));
  const member = memberOf(fingerprint, parts.team);
  if (!member) {
    // A certificate that comes back does not bring its sessions back.
    await parts.store.takeToken({ name, now });
    throw new ProblemError('not-of-the-team', { 'Set-Cookie': NO_COOKIE });
  }
  return { ...member, endsAt };
}

/** Ends the session of a request, here and in the store: a copy of the cookie is worth nothing any more. */
export async function endSession(request: Request, { store, now }: StaffParts): Promise<string> {
  const secret = secretOf(request);
  if (secret !== null) await store.takeToken({ name: tokenOf(secret), now: now().getTime() });
  return NO_COOKIE;
}

/**
 * Refuses a change that did not come from a page of this site: every browser says where it comes from.
 * @throws ProblemError `cross-site`
 */
export function requireOwnPage(request: Request, siteUrl: string): void {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') throw new ProblemError('cross-site');
  if (!isOwnOrigin(request.headers.get('origin'), request, siteUrl)) throw new ProblemError('cross-site');
}

function cookieLine(value: string, seconds: number): string {
  return `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=Strict`;
}
const NO_COOKIE = cookieLine('', 0);

function secretOf(request: Request): string | null {
  const value = cookieOf(request, COOKIE);
  return value !== null && SECRET.test(value) ? value : null;
}

function tokenOf(secret: string): string {
  return `session:${createHash('sha256').update(secret).digest('hex')}`;
}
