import { CASE_PAGE } from '../../src/disclosure/case-commands.ts';
import { cookieOf } from '../http/cookies.ts';
import { isLoopbackSite } from '../http/own-site.ts';
import type { Parts } from '../parts-types.ts';

/** The prefix makes the browser insist on Secure; see functions/staff/session-cookie.ts for the other. */
const COOKIE = '__Secure-meldpunt-case';
const LOOPBACK_COOKIE = 'meldpunt-case';
const PURPOSE = 'case page';
/** How long a page stays open without the code, in ms. */
const OPEN_FOR = 30 * 60 * 1000;

type CookieParts = Pick<Parts, 'cookies' | 'siteUrl' | 'now'>;

/**
 * The header `Set-Cookie` by which a browser opens the page of a case for half an hour. In it is the receipt id, which
 * the store has as well; the code, and what follows from it, is not. It is for that page alone, and goes with the browser.
 */
export function setCaseCookie(receiptId: string, { cookies, siteUrl, now }: CookieParts): string {
  return cookieLine(cookies.close(PURPOSE, receiptId, now().getTime() + OPEN_FOR), siteUrl);
}

/** The header `Set-Cookie` that takes it away. */
export function clearCaseCookie(siteUrl: string): string {
  return `${cookieLine('', siteUrl)}; Max-Age=0`;
}

/** The receipt id of the case whose page a request may open; null for none. */
export function openedCase(request: Request, { cookies, siteUrl, now }: CookieParts): string | null {
  const closed = cookieOf(request, nameFor(siteUrl));
  return closed === null ? null : cookies.open(PURPOSE, closed, now().getTime());
}

function cookieLine(value: string, siteUrl: string): string {
  const secure = isLoopbackSite(siteUrl) ? '' : ' Secure;';
  return `${nameFor(siteUrl)}=${value}; Path=${CASE_PAGE}; HttpOnly;${secure} SameSite=Strict`;
}

function nameFor(siteUrl: string): string {
  return isLoopbackSite(siteUrl) ? LOOPBACK_COOKIE : COOKIE;
}
