import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { constants } from 'node:zlib';
import compression from 'compression';
import { REQUEST_CONTEXT } from '../http/after.ts';
import { vercelRules } from './vercel-rules.ts';
import { visitorOf } from './visitor.ts';

export interface LocalServer {
  server: Server;
  /** Takes no new requests, finishes those under way and what they left to do. */
  drain(): Promise<void>;
}

/** How long a visitor may take to send a whole request, and its headers, in ms. */
const REQUEST_TIME = 60_000;
const HEADERS_TIME = 15_000;
/** How long requests under way may take once the server stops, in ms. */
const DRAIN_TIME = 10_000;

/**
 * An HTTP server that does for the built site what Vercel does: headers and redirects of vercel.json on every
 * response, the visitor's address in `x-real-ip`, compression, limits, and `waitUntil` for the functions.
 * @param handle the handler of the built site
 */
export function createLocalServer(handle: RequestListener, vercelJson: URL): LocalServer {
  const applyRules = vercelRules(vercelJson);
  const compress = compression({ brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } } });
  const pending = new Set<Promise<unknown>>();
  const context = {
    waitUntil(work: Promise<unknown>) {
      pending.add(work);
      void work.finally(() => pending.delete(work));
    },
  };
  Object.assign(globalThis, { [REQUEST_CONTEXT]: { get: () => context } });

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    request.headers['x-real-ip'] = visitorOf(request);
    if (applyRules(request, response)) return;
    // The rules stand above what a static file says of itself, as they do on Vercel.
    keepHeaders(response);
    // The types of `compression` are Express's; it needs no more than Node's own objects.
    compress(request as never, response as never, () => handle(request, response));
  };
  const server = createServer(
    {
      requestTimeout: REQUEST_TIME,
      headersTimeout: HEADERS_TIME,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16 * 1024,
    },
    listener,
  );
  return {
    server,
    async drain() {
      // Who never finishes a request must not keep the server from stopping.
      const impatience = setTimeout(() => server.closeAllConnections(), DRAIN_TIME);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      clearTimeout(impatience);
      await Promise.allSettled(pending);
    },
  };
}

/** Keeps the headers that are set now, whatever later code sets under the same names. */
function keepHeaders(response: ServerResponse): void {
  const kept = new Set(response.getHeaderNames());
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => (kept.has(name.toLowerCase()) ? response : setHeader(name, value));
}
