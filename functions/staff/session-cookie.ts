import { cookieOf } from '../http/cookies.ts';
import { isLoopbackSite } from '../http/own-site.ts';

/** The prefix makes the browser insist on Secure, this host alone, and the whole site. */
const COOKIE = '__Host-meldpunt-session';
/**
 * On http to this machine, where nothing passes over a network. WebKit takes no Secure cookie there, and the prefix
 * asks for one.
 */
const LOOPBACK_COOKIE = 'meldpunt-session';
/** 32 bytes, base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The cookie that a request brings, when it could be of a session. */
export interface SessionCookie {
  name: string;
  secret: string;
}

/** What a request brings for a session; null for nothing, or something that is none. */
export function sessionCookieOf(request: Request, siteUrl: string): SessionCookie | null {
  for (const name of isLoopbackSite(siteUrl) ? [LOOPBACK_COOKIE, COOKIE] : [COOKIE]) {
    const secret = cookieOf(request, name);
    if (secret !== null && SECRET.test(secret)) return { name, secret };
  }
  return null;
}

/** The header `Set-Cookie` of a session that begins. @param seconds how long it lasts */
export function setSessionCookie(secret: string, seconds: number, siteUrl: string): string {
  return cookieLine(isLoopbackSite(siteUrl) ? LOOPBACK_COOKIE : COOKIE, secret, seconds);
}

/** The header `Set-Cookie` that takes a cookie away: the one that came, or the one that a session here has. */
export function clearSessionCookie(found: SessionCookie | null, siteUrl: string): string {
  return found === null ? setSessionCookie('', 0, siteUrl) : cookieLine(found.name, '', 0);
}

function cookieLine(name: string, value: string, seconds: number): string {
  const secure = name === LOOPBACK_COOKIE ? '' : ' Secure;';
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly;${secure} SameSite=Strict`;
}
