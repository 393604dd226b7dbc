import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getTransformedRoutes, type Route } from '@vercel/routing-utils';

type Rule = Exclude<Route, { handle: unknown }>;

/** Sets the headers for a request. True when it is redirected: all but the end of the answer is there then. */
export interface VercelRules {
  (request: IncomingMessage, response: ServerResponse): boolean;
  /** The headers of a path. */
  headersOf(path: string): Record<string, string>;
}

/**
 * The headers and redirects of vercel.json for the local server, read by the library with which Vercel itself
 * reads them. Of two rules that set the same header, the later one wins; a redirect ends the list, so that it carries
 * the headers of all rules above it. (The rules are in `routes`, because what stands in `redirects` and
 * `trailingSlash` comes before all `headers` at Vercel, and goes without them.)
 */
export function vercelRules(file: URL): VercelRules {
  const { routes, error } = getTransformedRoutes({ routes: JSON.parse(readFileSync(file, 'utf8')).routes });
  if (error || !routes) throw new Error(`vercel.json: ${error?.message ?? 'no routes'}`);
  const rules = routes
    .filter((route): route is Rule => !('handle' in route) && route.src !== undefined)
    .map((route) => ({ ...route, pattern: new RegExp(route.src ?? '') }));

  function look(path: string) {
    const found = new Map<string, [name: string, value: string]>();
    let redirect: { status: number; location: string } | undefined;
    for (const rule of rules) {
      const match = rule.pattern.exec(path);
      if (!match) continue;
      for (const [name, value] of Object.entries(rule.headers ?? {})) {
        const filled = value.replace(/\$(\d)/g, (_, index) => match[Number(index)] ?? '');
        if (name.toLowerCase() === 'location') redirect = { status: rule.status ?? 308, location: filled };
        else found.set(name.toLowerCase(), [name, filled]);
      }
      if (!rule.continue) break;
    }
    return { headers: Object.fromEntries(found.values()), redirect };
  }

  const apply = (request: IncomingMessage, response: ServerResponse) => {
    const [path = '/', query] = (request.url ?? '/').split('?', 2);
    const { headers, redirect } = look(path);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!redirect) return false;
    response.statusCode = redirect.status;
    response.setHeader('Location', withQuery(redirect.location, query));
    return true;
  };
  return Object.assign(apply, { headersOf: (path: string) => look(path).headers });
}

function withQuery(location: string, query: string | undefined): string {
  // A path that begins with two slashes leads to another host, and browsers read a backslash as a slash.
  const safe = location.replace(/^[/\\]+/, '/');
  return query === undefined || safe.includes('?') ? safe : `${safe}?${query}`;
}
