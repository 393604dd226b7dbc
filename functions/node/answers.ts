import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ProblemCode, problems } from '../../src/disclosure/problems.ts';
import { problemTitles } from '../http/problem-titles.ts';

/** How long a socket goes on taking in what comes once it has got its last answer, in ms; else the answer may be lost. */
const LINGER = 1000;

/** What the HTTP parser could not read, by Node's code: the status; anything else is 400. */
export const parserErrors: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** A whole answer for a request that could not be read, so that there is no response to write to. */
export function rawAnswer(status: number, headers: Record<string, string>, body = ''): string {
  const length = String(Buffer.byteLength(body));
  const all = { ...headers, 'Cache-Control': 'no-store', Connection: 'close', 'Content-Length': length };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}

/** Refuses a request that the site has no answer for, and the rest of what its visitor sends. */
export function refuse(response: ServerResponse, status: number): void {
  response.removeHeader('Location');
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`${STATUS_CODES[status] ?? status}\n`);
}

/**
 * Ends a connection with a problem (RFC 9457), whatever its visitor is sending: what still comes is thrown away for a
 * moment, so that the answer arrives. Without an answer where another one is on its way.
 */
export function hangUp(
  socket: Duplex,
  code: ProblemCode,
  headers: Record<string, string>,
  hasAnswer = false,
): void {
  if (hasAnswer || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = problems[code];
  const title = problemTitles[code];
  const body = `${JSON.stringify({ type: `urn:meldpunt:problem:${code}`, title, status, code })}\n`;
  const own = { 'Content-Type': 'application/problem+json', 'Retry-After': '60' };
  socket.end(rawAnswer(status, { ...headers, ...own }, body));
  setTimeout(() => socket.destroy(), LINGER).unref();
}
