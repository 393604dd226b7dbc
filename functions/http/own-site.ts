import { requestContext } from './background.ts';

/** The names under which the API answers, beside that of the site. */
export interface OwnSite {
  /** The site's origin, as built. */
  siteUrl: string;
  /** Further hosts, over https: those of a preview on Vercel, say. */
  furtherHosts: readonly string[];
}

/** A host name or address, perhaps with a port, and nothing else that may stand in an address (RFC 3986, section 3.2). */
export const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
/** Names that lead to this machine and nowhere else, whatever a name server says. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a site is on plain http and under a name of this machine: a demonstration, or a look at what was built. */
export function isLoopbackSite(siteUrl: string): boolean {
  const { protocol, hostname } = URL.parse(siteUrl) ?? {};
  return protocol === 'http:' && LOOPBACK.includes(hostname ?? '');
}

/**
 * Whether a request was made to this site under a name of its own. A page elsewhere whose name was pointed at this
 * server (DNS rebinding) has its own name in `Host`, which no script can change; so has a server on the same machine.
 *
 * With an https site that is its host and no other. A site on http (this machine, in a demonstration) answers under its
 * host and under the names of this machine, with the port on which it listens or without any.
 */
export function isOwnHost(request: Request, own: OwnSite): boolean {
  return originOf(request, own) !== null;
}

/**
 * Whether a page with this origin is one of this site, scheme included, asking under the name that it was opened under.
 * @param origin the header `Origin`
 */
export function isOwnOrigin(origin: string | null, request: Request, own: OwnSite): boolean {
  return origin !== null && (origin === own.siteUrl || origin === originOf(request, own));
}

/** The origin that a request was made to, when it is one of the site's own; else null. */
function originOf(request: Request, { siteUrl, furtherHosts }: OwnSite): string | null {
  const site = new URL(siteUrl);
  const host = hostOf(request, site.protocol);
  if (host === null) return null;
  if (host === site.host) return siteUrl;
  if (furtherHosts.includes(host)) return `https://${host}`;
  return site.protocol === 'http:' && isLoopback(host) ? `http://${host}` : null;
}

/** The host in its usual form: lower case, and without the port that goes without saying. Null when it is none. */
function hostOf(request: Request, protocol: string): string | null {
  const given = request.headers.get('host') ?? new URL(request.url).host;
  if (!HOST.test(given)) return null;
  return URL.canParse(`${protocol}//${given}`) ? new URL(`${protocol}//${given}`).host : null;
}

function isLoopback(host: string): boolean {
  const { hostname, port } = new URL(`http://${host}`);
  const listening = requestContext()?.port?.();
  return (
    LOOPBACK.includes(hostname) && (port === '' || listening === undefined || port === String(listening))
  );
}
