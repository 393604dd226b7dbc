import { cookieOf } from '../http/cookies.ts';
import { isLoopbackSite } from '../http/own-site.ts';
import type { Parts } from '../parts-types.ts';
import { type Kept, SHOWN_FOR } from './plain-answers.ts';

/**
 * The prefix makes the browser insist on Secure and on this host alone, so that a page elsewhere in the domain can't
 * plant one; it leaves no room for a path.
 */
const COOKIE = '__Host-meldpunt-answer';
/** On http to this machine; see session-cookie.ts. */
const LOOPBACK_COOKIE = 'meldpunt-answer';
/** Browsers drop a cookie with a name and value of more than 4096 bytes, without a word. */
const LONGEST = 4000;

type CookieParts = Pick<Parts, 'siteUrl' | 'plainAnswers' | 'now'>;

const nameAt = (siteUrl: string) => (isLoopbackSite(siteUrl) ? LOOPBACK_COOKIE : COOKIE);

/** What the browser kept of its last report; null where it keeps nothing, or nothing that counts any more. */
export function keptBy(request: Request, { siteUrl, plainAnswers, now }: CookieParts): Kept | null {
  const value = cookieOf(request, nameAt(siteUrl));
  return value === null ? null : plainAnswers.open(value, now());
}

/** The header `Set-Cookie` that has it kept; null where it is too long for a browser. */
export function keepLine(kept: Kept, { siteUrl, plainAnswers }: CookieParts): string | null {
  const value = plainAnswers.close(kept);
  return value.length > LONGEST ? null : cookieLine(value, SHOWN_FOR, siteUrl);
}

/** The header `Set-Cookie` that takes it away. */
export function forgetLine(siteUrl: string): string {
  return cookieLine('', 0, siteUrl);
}

function cookieLine(value: string, seconds: number, siteUrl: string): string {
  const name = nameAt(siteUrl);
  const secure = name === LOOPBACK_COOKIE ? '' : ' Secure;';
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly;${secure} SameSite=Strict`;
}
