import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getTransformedRoutes, type Route } from '@vercel/routing-utils';

type Rule = Exclude<Route, { handle: unknown }>;

/**
 * The headers and redirects of vercel.json for the local server, read by the library with which Vercel itself
 * reads them.
 * @returns a function that sets the headers for a request, and answers it when it is redirected (then true)
 */
export function vercelRules(file: URL): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { headers, redirects, trailingSlash } = JSON.parse(readFileSync(file, 'utf8'));
  const { routes, error } = getTransformedRoutes({ headers, redirects, trailingSlash });
  if (error || !routes) throw new Error(`vercel.json: ${error?.message ?? 'no routes'}`);
  const rules = routes
    .filter((route): route is Rule => !('handle' in route) && route.src !== undefined)
    .map((route) => ({ ...route, pattern: new RegExp(route.src ?? '') }));

  return (request, response) => {
    const [path = '/', query] = (request.url ?? '/').split('?', 2);
    let redirect: { status: number; location: string } | undefined;
    for (const { pattern, headers: set = {}, status } of rules) {
      const match = pattern.exec(path);
      if (!match) continue;
      for (const [name, value] of Object.entries(set)) {
        const filled = value.replace(/\$(\d)/g, (_, index) => match[Number(index)] ?? '');
        if (name.toLowerCase() === 'location') redirect ??= { status: status ?? 308, location: filled };
        else response.setHeader(name, filled);
      }
    }
    if (!redirect) return false;
    response.writeHead(redirect.status, { Location: withQuery(redirect.location, query) });
    response.end();
    return true;
  };
}

function withQuery(location: string, query: string | undefined): string {
  // A path that begins with two slashes leads to another host, and browsers read a backslash as a slash.
  const safe = location.replace(/^[/\\]+/, '/');
  return query === undefined || safe.includes('?') ? safe : `${safe}?${query}`;
}
