import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy does not let pass: bodies larger than so many bytes, or that take longer than so many ms. */
export interface Pickiness {
  /** Answers larger ones with 413. */
  largest?: number;
  /** Answers slower ones with 408. */
  longest?: number;
  /** Cuts the connection after so many bytes of a body, without a word. */
  cutAfter?: number;
}

export interface Proxy {
  url: string;
  /** How often it did not let something pass. */
  refused: () => number;
  close(): Promise<void>;
}

/** A proxy on this machine in front of a site, which takes in every request whole before it passes it on. */
export async function startProxy(site: string, picky: Pickiness): Promise<Proxy> {
  let refused = 0;
  const server = createServer(async (incoming, response) => {
    const refuse = (status: number | null) => {
      refused += 1;
      if (status === null) incoming.socket.destroy();
      else response.writeHead(status, { Connection: 'close' }).end();
    };
    const { largest = Number.POSITIVE_INFINITY, longest, cutAfter = Number.POSITIVE_INFINITY } = picky;
    if (Number(incoming.headers['content-length'] ?? 0) > largest) return refuse(413);
    const timer = longest === undefined ? undefined : setTimeout(() => refuse(408), longest);
    const body: Buffer[] = [];
    let size = 0;
    incoming.on('data', (piece: Buffer) => {
      body.push(piece);
      size += piece.length;
      if (size > cutAfter && !incoming.socket.destroyed) refuse(null);
    });
    incoming.on('error', () => undefined);
    incoming.on('close', () => clearTimeout(timer));
    incoming.on('end', () => {
      clearTimeout(timer);
      if (!response.headersSent) passOn(incoming, Buffer.concat(body), response);
    });
  });
  // To the site it is a visitor of its own, under the site's name.
  function passOn({ method, url, headers }: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const { host } = new URL(site);
    const own = { ...headers, host, ...(headers.origin === undefined ? {} : { origin: site }) };
    const onward = request(site + url, { method: method ?? 'GET', headers: own, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
