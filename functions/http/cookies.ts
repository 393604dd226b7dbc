import { isLoopbackSite } from './own-site.ts';

/** The longest `Cookie` header that is looked at, in characters; browsers send a few hundred. */
const LONGEST = 8192;

/**
 * The value of a cookie that a request brings, as it stands in the header (RFC 6265, section 4.2): pairs between `;`,
 * with spaces and tabs around them and nothing else taken for one. Null when there is none of exactly this name, and
 * also when there are several: a page elsewhere in the domain may have set one of them, and neither the first nor the
 * last says which. Null as well for a header that no browser sends.
 */
export function cookieOf(request: Request, name: string): string | null {
  const header = request.headers.get('cookie') ?? '';
  if (header.length > LONGEST) return null;
  const values = header.split(';').flatMap((text) => {
    const pair = withoutBlanks(text);
    return pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : [];
  });
  const [value = null] = values;
  return values.length === 1 ? value : null;
}

/**
 * The prefix makes the browser insist on Secure, on this host alone and on the whole site: a page elsewhere in the domain
 * can't plant such a cookie.
 */
export const HOST_ONLY = '__Host-';

/**
 * What a cookie of this site is called. On http to this machine, where nothing passes over a network, it goes without the
 * prefix: WebKit takes no Secure cookie there, and the prefix asks for one.
 */
export function ownCookieName(name: string, siteUrl: string): string {
  return isLoopbackSite(siteUrl) ? name : `${HOST_ONLY}${name}`;
}

/**
 * The header `Set-Cookie` (RFC 6265) for a cookie that no script reads and no other site has sent along.
 * @param seconds how long the browser keeps it: 0 takes it away, null is until the browser ends
 */
export function cookieLine(name: string, value: string, seconds: number | null): string {
  const age = seconds === null ? '' : ` Max-Age=${seconds};`;
  const secure = name.startsWith(HOST_ONLY) ? ' Secure;' : '';
  return `${name}=${value}; Path=/;${age} HttpOnly;${secure} SameSite=Strict`;
}

/** Without spaces and tabs around it. `trim` would take away what else Unicode has for a space. */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
