import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { beginningOf } from '../../src/disclosure/beginning.ts';
import { visibleLine } from '../../src/disclosure/foreign-text.ts';
import type { Certificate } from '../../src/openpgp/keys.ts';
import { isOwnOrigin, type OwnSite } from '../http/own-site.ts';
import { ProblemError, tooMany } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import { perVisitor } from '../reporter/visitor-limits.ts';
import type { HitLimit } from '../store/store.ts';
import { clearSessionCookie, sessionCookieOf, setSessionCookie } from './session-cookie.ts';

/** A person of the team, known by a certificate. */
export interface Member {
  /** 40 hexadecimal characters, upper case; 64 of a version 6 key. */
  fingerprint: string;
  /** The first user id of the certificate, cut to a sane length. */
  name: string;
}

/** What knowing who of the team makes a request needs. */
export type MemberPart = 'store' | 'now' | 'visitorKey' | 'siteUrl' | 'team';
type MemberParts = Pick<Parts, MemberPart>;

export type Session = Member & { endsAt: number };

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

/** What a person of the team is called: the user id of the key; its fingerprint where that is empty. */
export function nameOf({ userIds: [first = ''], fingerprint }: Certificate): string {
  return beginningOf(visibleLine(first.trim() === '' ? fingerprint : first), LONGEST_NAME);
}

/**
 * Starts a session for a member: 32 random bytes in a cookie that no script can read; the store has only their
 * SHA-256.
 */
export async function startSession(
  { fingerprint }: Member,
  { store, siteUrl, now }: Pick<Parts, 'store' | 'siteUrl' | 'now'>,
): Promise<{ cookie: string; endsAt: number }> {
  const secret = randomBytes(32).toString('base64url');
  const endsAt = now().getTime() + HOURS * 60 * 60 * 1000;
  await store.putToken({ name: tokenOf(secret), value: JSON.stringify({ fingerprint, endsAt }), endsAt });
  return { cookie: setSessionCookie(secret, HOURS * 60 * 60, siteUrl), endsAt };
}

/** Whether a request comes with a cookie that could be of a session. */
export function hasSessionCookie(request: Request, siteUrl: string): boolean {
  return sessionCookieOf(request, siteUrl) !== null;
}

/**
 * Who makes this request. A certificate that left the key file ends its sessions here.
 * @throws ProblemError `not-signed-in`, `not-of-the-team` or `too-many-requests`
 */
export async function requireMember(request: Request, parts: MemberParts): Promise<Session> {
  const found = sessionCookieOf(request, parts.siteUrl);
  if (found === null) throw new ProblemError('not-signed-in');
  const noCookie = { 'Set-Cookie': clearSessionCookie(found, parts.siteUrl) };
  const name = tokenOf(found.secret);
  const now = parts.now().getTime();
  const guesses = perVisitor(request, parts, ofVisitor);
  const read = await parts.store.readToken({ name, guesses, own: ofSession(name), now });
  if ('outcome' in read) throw tooMany(read.retryAfterSeconds);
  if (read.value === null) throw new ProblemError('not-signed-in', noCookie);
  const { fingerprint, endsAt } = recordSchema.parse(JSON.parse(read.value));
  const member = memberOf(fingerprint, parts.team);
  if (!member) {
    // A certificate that comes back does not bring its sessions back.
    await parts.store.takeToken({ name, now });
    throw new ProblemError('not-of-the-team', noCookie);
  }
  return { ...member, endsAt };
}

/** Ends the session of a request, here and in the store: a copy of the cookie is worth nothing any more. */
export async function endSession(
  request: Request,
  { store, siteUrl, now }: Pick<Parts, 'store' | 'siteUrl' | 'now'>,
): Promise<string> {
  const found = sessionCookieOf(request, siteUrl);
  if (found !== null) await store.takeToken({ name: tokenOf(found.secret), now: now().getTime() });
  return clearSessionCookie(found, siteUrl);
}

/**
 * Refuses a change that did not come from a page of this site: every browser says where it comes from.
 * @throws ProblemError `cross-site`
 */
export function requireOwnPage(request: Request, own: OwnSite): void {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') throw new ProblemError('cross-site');
  if (!isOwnOrigin(request.headers.get('origin'), request, own)) throw new ProblemError('cross-site');
}

function tokenOf(secret: string): string {
  return `session:${createHash('sha256').update(secret).digest('hex')}`;
}
