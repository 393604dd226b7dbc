// Serves a folder `.vercel/output` as its config.json says (Vercel's Build Output API, version 3), in a process of its
// own, so that the bundled function finds its settings in the environment. Arguments: the folder, the port.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Route {
  handle?: string;
  src?: string;
  dest?: string;
  status?: number;
  headers?: Record<string, string>;
  continue?: boolean;
}

const [folder = '', port = '0'] = process.argv.slice(2);
const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as { routes: Route[] };
const phases = new Map<string, Route[]>();
let phase = '';
for (const route of config.routes) {
  if (route.handle !== undefined) phase = route.handle;
  else phases.set(phase, [...(phases.get(phase) ?? []), route]);
}

/** What Vercel's file server takes a file for. */
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'application/javascript; charset=utf-8',
  '.mjs': 'application/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
};

// Vercel hands each function a context; what it is asked to wait for is done after the answer.
const pending = new Set<Promise<unknown>>();
const context = {
  waitUntil(work: Promise<unknown>) {
    pending.add(work);
    void work.finally(() => pending.delete(work));
  },
};
Object.assign(globalThis, { [Symbol.for('@vercel/request-context')]: { get: () => context } });
const entry = pathToFileURL(join(folder, 'functions/_render.func/entry.mjs')).href;
const loaded = (await import(entry)) as { default: { fetch: (request: Request) => Promise<Response> } };

function fileAt(path: string): string | undefined {
  const plain = normalize(decodeURIComponent(path));
  return [plain, join(plain, 'index.html')]
    .map((name) => join(folder, 'static', name))
    .find((name) => existsSync(name) && statSync(name).isFile());
}

/** Goes through the routes of a phase; gives the one that ends it, with the headers of all that matched. */
function follow(name: string, path: string, headers: Headers): Route | undefined {
  for (const route of phases.get(name) ?? []) {
    const match = new RegExp(route.src ?? '^$').exec(path);
    if (!match) continue;
    for (const [key, value] of Object.entries(route.headers ?? {}))
      headers.set(
        key,
        value.replace(/\$(\d)/g, (_, index: string) => match[Number(index)] ?? ''),
      );
    if (!route.continue) return route;
  }
  return undefined;
}

async function callFunction(incoming: IncomingMessage): Promise<Response> {
  const { method = 'GET' } = incoming;
  const headers = new Headers(incoming.headersDistinct as Record<string, never>);
  // TLS and the name of the site are what stands before it on Vercel.
  const { SITE_URL } = process.env;
  if (SITE_URL !== undefined) {
    headers.set('host', new URL(SITE_URL).host);
    if (headers.get('origin') === `http://${incoming.headers.host}`) headers.set('origin', SITE_URL);
  }
  for (const name of ['x-real-ip', 'x-vercel-forwarded-for', 'x-forwarded-for'])
    headers.set(name, incoming.socket.remoteAddress ?? '');
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return loaded.default.fetch(
    new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method,
      headers,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    }),
  );
}

async function answer(incoming: IncomingMessage): Promise<Response> {
  const { pathname: path } = new URL(incoming.url ?? '/', 'http://localhost');
  const headers = new Headers();
  const first = follow('', path, headers);
  if (first?.status !== undefined && headers.has('location'))
    return new Response(null, { status: first.status, headers });
  const file = fileAt(path);
  if (file !== undefined) return serve(file, 200, headers);
  const last = follow('filesystem', path, headers);
  if (last?.dest === '_render') {
    const response = await callFunction(incoming);
    const merged = new Headers(headers);
    for (const [key, value] of response.headers) if (key !== 'set-cookie') merged.set(key, value);
    for (const cookie of response.headers.getSetCookie()) merged.append('set-cookie', cookie);
    return new Response(response.body, { status: response.status, headers: merged });
  }
  return serve(join(folder, 'static', last?.dest ?? '404.html'), last?.status ?? 404, headers);
}

function serve(file: string, status: number, headers: Headers): Response {
  if (!headers.has('content-type'))
    headers.set('content-type', types[extname(file)] ?? 'application/octet-stream');
  return new Response(new Uint8Array(readFileSync(file)), { status, headers });
}

const server = createServer(async (incoming, outgoing) => {
  const response = await answer(incoming).catch(() => new Response('the server failed', { status: 500 }));
  for (const [key, value] of response.headers) if (key !== 'set-cookie') outgoing.setHeader(key, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(response.status);
  outgoing.end(incoming.method === 'HEAD' ? undefined : Buffer.from(await response.arrayBuffer()));
});
server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await Promise.all(pending);
  process.exit(0);
});
