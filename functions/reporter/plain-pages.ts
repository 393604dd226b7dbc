// The cookies of who has no scripts: one for the page of a case, one for the answer to a report.
import { cookieLine, cookieOf, ownCookieName } from '../http/cookies.ts';
import type { Parts } from '../parts-types.ts';
import { type Kept, SHOWN_FOR } from './plain-answers.ts';

const CASE = 'meldpunt-case';
const ANSWER = 'meldpunt-answer';
const CASE_PURPOSE = 'case page';
/** How long a page stays open without the code, in ms. */
const OPEN_FOR = 30 * 60 * 1000;
/** Browsers drop a cookie with a name and value of more than 4096 bytes, without a word. */
const LONGEST = 4000;

type CaseParts = Pick<Parts, 'cookies' | 'siteUrl' | 'now'>;
type AnswerParts = Pick<Parts, 'plainAnswers' | 'siteUrl' | 'now'>;

/**
 * The header `Set-Cookie` by which a browser opens the page of a case for half an hour. In it is the receipt id, which
 * the store has as well; the code, and what follows from it, is not. It goes with the browser.
 */
export function openCaseLine(receiptId: string, { cookies, siteUrl, now }: CaseParts): string {
  const value = cookies.close(CASE_PURPOSE, receiptId, now().getTime() + OPEN_FOR);
  return cookieLine(ownCookieName(CASE, siteUrl), value, null);
}

/** The receipt id of the case whose page a request may open; null for none. */
export function openedCase(request: Request, { cookies, siteUrl, now }: CaseParts): string | null {
  const value = cookieOf(request, ownCookieName(CASE, siteUrl));
  return value === null ? null : cookies.open(CASE_PURPOSE, value, now().getTime());
}

/** The header `Set-Cookie` that closes the page. */
export function closeCaseLine(siteUrl: string): string {
  return cookieLine(ownCookieName(CASE, siteUrl), '', 0);
}

/** What the browser kept of its last report; null where it keeps nothing, or nothing that counts any more. */
export function keptBy(request: Request, { plainAnswers, siteUrl, now }: AnswerParts): Kept | null {
  const value = cookieOf(request, ownCookieName(ANSWER, siteUrl));
  return value === null ? null : plainAnswers.open(value, now());
}

/** The header `Set-Cookie` that has it kept for ten minutes from now; null where it is too long for a browser. */
export function keepLine(kept: Kept, { plainAnswers, siteUrl, now }: AnswerParts): string | null {
  const value = plainAnswers.close(kept, now());
  return value.length > LONGEST ? null : cookieLine(ownCookieName(ANSWER, siteUrl), value, SHOWN_FOR);
}

/** The header `Set-Cookie` that takes it away. */
export function forgetLine(siteUrl: string): string {
  return cookieLine(ownCookieName(ANSWER, siteUrl), '', 0);
}

/** Headers that take away what opens nothing any more: nothing of it is to go along with each request until the browser ends. */
export function withoutOver(request: Request, siteUrl: string): Record<string, string> {
  const isOver = cookieOf(request, ownCookieName(CASE, siteUrl)) !== null;
  return isOver ? { 'Set-Cookie': closeCaseLine(siteUrl) } : {};
}
