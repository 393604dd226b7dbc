import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ResendMail {
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  attachments: { filename: string; content: string }[];
}

/**
 * A server on this machine that takes mails as Resend does and keeps what it was given: every time that it comes, but
 * under one key never with another body.
 */
export async function startResend() {
  const received: { key: string; body: string; mail: ResendMail }[] = [];
  let fault: ((response: ServerResponse) => void) | undefined;
  let answer: ((response: ServerResponse) => void) | undefined;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (fault) return fault(response);
    const key = String(request.headers['idempotency-key']);
    const before = received.find((one) => one.key === key);
    if (before && before.body !== body) {
      const name = 'invalid_idempotent_request';
      response.writeHead(409, { 'Content-Type': 'application/json' });
      return response.end(JSON.stringify({ statusCode: 409, name, message: 'used with another payload' }));
    }
    received.push({ key, body, mail: JSON.parse(body) });
    if (answer) return answer(response);
    response.setHeader('Content-Type', 'application/json').end('{"id":"1"}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Answers all requests this way, and keeps no mail, until it is called without one. */
    breakWith(way?: (response: ServerResponse) => void) {
      fault = way;
    },
    /** Takes mails, and answers this way, until it is called without one. */
    answerWith(way?: (response: ServerResponse) => void) {
      answer = way;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
