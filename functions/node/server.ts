import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { constants } from 'node:zlib';
import compression from 'compression';
import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { REQUEST_CONTEXT } from '../http/background.ts';
import { logToStdout } from '../http/log.ts';
import { HOST } from '../http/own-site.ts';
import { hangUp, parserErrors, rawAnswer, refuse } from './answers.ts';
import { CountedRequest, CROWD, createCrowd } from './crowd.ts';
import { vercelRules } from './vercel-rules.ts';
import { isThisMachine, visitorOf } from './visitor.ts';

export interface LocalServer {
  server: Server;
  /** Has the functions say that the site that is served is an old one, of `builtAt` (ISO 8601): the newest build failed. */
  tellOld(builtAt: string): void;
  /** Takes no new requests, finishes those under way and what they left to do. */
  drain(): Promise<void>;
}

/**
 * How long a visitor may take to send a whole request, and its headers, in ms; what takes longer is cut off at the next
 * look. A body that moves gets as long as a very slow line needs. Who sends nothing of one for as long as `silence`, or
 * takes in nothing of an answer, is cut off as well.
 */
const TIMES = { request: 15 * 60_000, headers: 15_000, look: 5_000, silence: 120_000 };
/** Connections of all visitors at once; what each may have, and the bytes that they hold: see `CROWD`. */
const MOST_CONNECTIONS = 2000;
/** How long requests under way may take once the server stops, in ms. */
const DRAIN_TIME = 10_000;

/**
 * An HTTP server that does for the built site what Vercel does: headers and redirects of vercel.json on every
 * response, the visitor's address in `x-real-ip`, compression, limits, and `waitUntil` for the functions.
 * @param handle the handler of the built site
 */
export function createLocalServer(
  handle: RequestListener,
  vercelJson: URL,
  times: typeof TIMES = TIMES,
  limits: typeof CROWD = CROWD,
): LocalServer {
  const applyRules = vercelRules(vercelJson);
  const compress = compression({ brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } } });
  const pending = new Set<Promise<unknown>>();
  let oldBuild: string | undefined;
  const context = {
    oldBuild: () => oldBuild,
    waitUntil(work: Promise<unknown>) {
      pending.add(work);
      void work.finally(() => pending.delete(work));
    },
    port: () => (server.address() as AddressInfo | null)?.port,
  };
  Object.assign(globalThis, { [REQUEST_CONTEXT]: { get: () => context } });

  const answering = new WeakMap<Duplex, ServerResponse>();
  const crowd = createCrowd(limits);
  const logCut = createCutLog();
  const listener = (request: CountedRequest, response: ServerResponse) => {
    answering.set(request.socket, response);
    const visitor = visitorOf(request);
    const cut = (code: ProblemCode) => {
      logCut(code);
      // A request that came behind another on its connection has no socket to answer on yet.
      const hasAnswer = response.headersSent || response.socket === null;
      hangUp(request.socket, code, applyRules.headersOf('/api/'), hasAnswer);
    };
    if (!crowd.enter(visitor, request, response, cut)) return;
    request.headers['x-real-ip'] = visitor;
    const path = pathOf(request.url ?? '/');
    request.url = path ?? '/';
    const isRedirected = applyRules(request, response);
    neverKeepErrors(response);
    if (path === null || !hasHost(request)) {
      return refuse(response, 400);
    }
    // There is no `Request` with this method, so the site would answer that something is wrong with it.
    if (request.method === 'TRACE') {
      response.setHeader('Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE');
      return refuse(response, 405);
    }
    if (isRedirected) return response.end();
    // The rules stand above what a static file says of itself, as they do on Vercel.
    keepHeaders(response);
    // The types of `compression` are Express's; it needs no more than Node's own objects.
    compress(request as never, response as never, () => handle(request, response));
  };
  const server = createServer(
    {
      IncomingMessage: CountedRequest,
      requestTimeout: times.request,
      headersTimeout: times.headers,
      connectionsCheckingInterval: times.look,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16 * 1024,
      requireHostHeader: false,
    },
    listener,
  );
  server.timeout = times.silence;
  server.maxConnections = MOST_CONNECTIONS;
  server.on('connection', (socket: Socket) => {
    // A proxy's connections are of all its visitors: those are told apart by request.
    const peer = socket.remoteAddress ?? '';
    if (isThisMachine(peer)) return;
    if (crowd.connect(peer, (closed) => socket.once('close', closed))) return;
    logCut('too-many-open');
    hangUp(socket, 'too-many-open', applyRules.headersOf('/api/'));
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    request.url = '/';
    applyRules(request, response);
    neverKeepErrors(response);
    refuse(response, 417);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isUnderWay = answering.get(socket)?.headersSent && !answering.get(socket)?.writableFinished;
    if (!socket.writable || error.code === 'ECONNRESET' || isUnderWay) socket.destroy();
    else socket.end(rawAnswer(parserErrors[error.code ?? ''] ?? 400, applyRules.headersOf('/')));
  });
  return {
    server,
    tellOld(builtAt) {
      oldBuild = builtAt;
    },
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

/** HTTP/1.1 asks for one `Host` (RFC 9112 section 3.2). Node's own answer where it lacks would lack the headers. */
function hasHost({ headersDistinct, httpVersion }: IncomingMessage): boolean {
  const [host, ...more] = headersDistinct['host'] ?? [];
  return host === undefined ? httpVersion !== '1.1' : more.length === 0 && HOST.test(host);
}

/** How often what was cut off is told in the log, in ms: how much it was since then, whoever it was. */
const LOG_EVERY = 60_000;

function createCutLog(): (code: ProblemCode) => void {
  let [count, loggedAt] = [0, 0];
  return (code) => {
    count += 1;
    if (Math.abs(Date.now() - loggedAt) < LOG_EVERY) return;
    logToStdout({ event: 'cut-off', code, count });
    [count, loggedAt] = [0, Date.now()];
  };
}

/** The path and query that a request asks for, also when it names the whole address; null when it is none. */
function pathOf(url: string): string | null {
  const path =
    /^https?:\/\//i.test(url) && URL.canParse(url) ? url.replace(/^https?:\/\/[^/?]*\/?/i, '/') : url;
  if (!path.startsWith('/')) return null;
  try {
    decodeURI(path);
    return path;
  } catch {
    return null;
  }
}

/** Makes every answer that is an error `no-store`: a cache must not hold on to what is missing for a moment. */
function neverKeepErrors(response: ServerResponse): void {
  const writeHead: (...args: unknown[]) => ServerResponse = response.writeHead.bind(response) as never;
  const { setHeader } = response;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (status >= 400) setHeader.call(response, 'Cache-Control', 'no-store');
    return writeHead(status, ...rest);
  };
}

/** Keeps the headers that are set now, whatever later code sets under the same names. */
function keepHeaders(response: ServerResponse): void {
  const kept = new Set(response.getHeaderNames());
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => (kept.has(name.toLowerCase()) ? response : setHeader(name, value));
}
