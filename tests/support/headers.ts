import { readFileSync } from 'node:fs';

const vercel = JSON.parse(readFileSync(new URL('../../vercel.json', import.meta.url), 'utf8'));
const everywhere: Record<string, string> = vercel.routes[0].headers;

/** The headers of the first rule of vercel.json, which stand on every response. */
export const securityHeaders: Record<string, string> = Object.fromEntries(
  Object.entries(everywhere).map(([name, value]) => [name.toLowerCase(), value]),
);

/** Files for everyone's programs: any site may read them, and a cache may keep them for a few minutes. */
const open =
  /^\/(security\.txt|((team|signing)-key|former-team-keys)\.asc|desk-key\.(txt|pem)|report\.schema\.json|([a-z]{2}\/report|report|rapport)\.md|\.well-known\/(security\.txt|openpgpkey\/.+|csaf\/.+))$/;
/** The log: likewise, and no page. */
const log = /^\/log\//;
const feed = /^\/(lessen|[a-z]{2}\/lessons)\/feed\.xml$/;
const hidden = /^\/(([a-z]{2}\/)?(status|inbox)$|api\/)/;

/** What the headers of an answer must be, by its path; null where there must be none. */
export function expectedHeaders(path: string): Record<string, string | null> {
  return {
    ...securityHeaders,
    'cache-control': cacheControl(path),
    'x-robots-tag': hidden.test(path) || log.test(path) ? 'noindex' : null,
    'access-control-allow-origin': open.test(path) || log.test(path) ? '*' : null,
    ...(open.test(path) || log.test(path) ? { 'cross-origin-resource-policy': 'cross-origin' } : {}),
  };
}

function cacheControl(path: string): string {
  if (path.startsWith('/_astro/')) return 'public, max-age=31536000, immutable';
  if (path.startsWith('/api/')) return 'no-store';
  if (path === '/log/checkpoint') return 'public, max-age=60';
  if (path.startsWith('/log/tile/')) return 'public, max-age=31536000, immutable';
  if (open.test(path) || feed.test(path) || /^\/(([a-z]{2}\/)?privacy|cijfers|[a-z]{2}\/figures)$/.test(path))
    return 'public, max-age=300';
  return 'public, max-age=0, must-revalidate';
}

const types: [RegExp, RegExp][] = [
  [/^\/\.well-known\/openpgpkey\/(.+\/)?policy$/, /^text\/plain; charset=utf-8$/],
  [/^\/\.well-known\/openpgpkey\//, /^application\/octet-stream$/],
  [/^\/\.well-known\/csaf\/.+\.(asc|sha256|sha512)$/, /^text\/plain; charset=us-ascii$/],
  [/^\/\.well-known\/csaf\/(white|openvex)(\/\d{4})?$/, /^text\/html(; charset=utf-8)?$/i],
  [/^\/\.well-known\/csaf\/.+\.json$/, /^application\/json$/],
  [/^\/\.well-known\/csaf\/.+\.csv$/, /^text\/csv; charset=utf-8$/],
  [feed, /^application\/rss\+xml; charset=utf-8$/],
  [/^\/((team|signing)-key|former-team-keys)\.asc$/, /^application\/pgp-keys$/],
  [/^\/log\/checkpoint$/, /^text\/plain; charset=utf-8$/],
  [/^\/log\/tile\//, /^application\/octet-stream$/],
  [/\.txt$|^\/desk-key\.pem$/, /^text\/plain; charset=utf-8$/],
  [/^\/report\.schema\.json$/, /^application\/schema\+json$/],
  [/\.md$/, /^text\/markdown; charset=utf-8$/],
  [/\.m?js$/, /^(text|application)\/javascript(; charset=utf-8)?$/i],
  [/\.css$/, /^text\/css(; charset=utf-8)?$/i],
  [/\.svg$/, /^image\/svg\+xml$/],
  [/\.woff2$/, /^font\/woff2$/],
  [/\.xml$/, /^(application|text)\/xml/],
  [/\.wasm$/, /^application\/wasm$/],
  [/^\/api\/case\/page/, /^text\/html; charset=utf-8$/],
  [/^\/api\//, /^application\/(problem\+)?json$/],
  [/^\/[^.]*$/, /^text\/html; charset=utf-8$/i],
];

/** What the media type of an answer must be, by its path; a path of an unknown kind has none that is right. */
export function expectedType(path: string): RegExp {
  return types.find(([pattern]) => pattern.test(path))?.[1] ?? /^a kind of file that this table lacks$/;
}
