import { cookieLine, cookieOf, HOST_ONLY, ownCookieName } from '../http/cookies.ts';

const NAME = 'meldpunt-session';
/** 32 bytes, base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The cookie that a request brings, when it could be of a session. */
export interface SessionCookie {
  name: string;
  secret: string;
}

/** What a request brings for a session; null for nothing, or something that is none. */
export function sessionCookieOf(request: Request, siteUrl: string): SessionCookie | null {
  for (const name of new Set([ownCookieName(NAME, siteUrl), HOST_ONLY + NAME])) {
    const secret = cookieOf(request, name);
    if (secret !== null && SECRET.test(secret)) return { name, secret };
  }
  return null;
}

/** The header `Set-Cookie` of a session that begins. @param seconds how long it lasts */
export function setSessionCookie(secret: string, seconds: number, siteUrl: string): string {
  return cookieLine(ownCookieName(NAME, siteUrl), secret, seconds);
}

/** The header `Set-Cookie` that takes a cookie away: the one that came, or the one that a session here has. */
export function clearSessionCookie(found: SessionCookie | null, siteUrl: string): string {
  return found === null ? setSessionCookie('', 0, siteUrl) : cookieLine(found.name, '', 0);
}
