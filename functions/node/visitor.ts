import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Whether a peer is on this machine, as a reverse proxy is. */
export function isThisMachine(peer: string): boolean {
  return LOOPBACK.test(peer);
}

/**
 * The visitor's address for a request to the local server. A peer on this machine is taken for a reverse proxy:
 * then the last entry of `X-Forwarded-For` is the one that the proxy wrote itself. All other entries, and the
 * header from any other peer, are a visitor's own invention.
 */
export function visitorOf(request: IncomingMessage): string {
  const peer = request.socket.remoteAddress ?? '';
  if (!isThisMachine(peer)) return peer;
  const forwarded =
    String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? '';
  return isIP(forwarded) ? forwarded : peer;
}
