import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogSite } from './log-site.ts';

/** What a server answers at a path in the place of the desk's own answer. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** A real server with the public files of a desk: its keys and its log. */
export class LogServer {
  readonly desk: LogSite;
  readonly url: string;
  /** Every path that was asked for. */
  readonly asked: string[] = [];
  /** Answers in the place of its own. */
  readonly answers = new Map<string, Answer>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
    this.desk = new LogSite(this.url);
    server.on('request', async (request, response) => {
      const path = request.url ?? '';
      this.asked.push(`${request.method} ${path}`);
      const { status = 200, headers, body } = this.answers.get(path) ?? (await this.#answerTo(path));
      response.writeHead(status, headers).end(body);
    });
  }

  static async start(): Promise<LogServer> {
    const server = createServer().listen(0, 'localhost');
    await once(server, 'listening');
    return new LogServer(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answerTo(path: string): Promise<Answer> {
    if (path === '/desk-key.txt') return { body: this.desk.keyFile };
    if (path === '/log/checkpoint') return { body: this.desk.checkpoint() };
    const tile = path.startsWith('/log/tile/') ? path.slice('/log/tile/'.length) : '';
    return this.desk.log.tile(tile).then(
      (body) => ({ body }),
      () => ({ status: 404 }),
    );
  }
}
