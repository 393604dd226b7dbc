import { createConnection } from 'node:net';
import { NoAnswer } from './ask.ts';
import type { Random } from './fuzz-random.ts';

const HOST = 'Host: localhost\r\n';
const post = (headers: string, body: string) => `POST /api/reports HTTP/1.1\r\n${HOST}${headers}\r\n${body}`;
const JSON_TYPE = 'Content-Type: application/json\r\n';

/** Requests with something wrong in the head, or between head and body. */
const broken: readonly string[] = [
  ...[
    '',
    '\r\n\r\n',
    '\0'.repeat(100),
    'hello\r\n\r\n',
    'GET\r\n\r\n',
    'GET /\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
  ],
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ...['GET / HTTP/1.1\r\n\r\n', `GET /\xff HTTP/1.1\r\n${HOST}\r\n`, `GET /a b HTTP/1.1\r\n${HOST}\r\n`],
  ...[
    `GET / HTTP/1.1\n${HOST}\n`,
    `GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`,
    `GET //x/../.. HTTP/1.1\r\n${HOST}\r\n`,
  ],
  ...[
    `GET / HTTP/1.1\r\n${HOST}X\r\n\r\n`,
    `GET / HTTP/1.1\r\n${HOST}X : y\r\n\r\n`,
    `GET / HTTP/1.1\r\n${HOST} x: y\r\n\r\n`,
  ],
  ...[
    `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`,
    `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(20_000)}\r\n\r\n`,
  ],
  `GET /api/health HTTP/1.1\r\n${HOST}${'A: b\r\n'.repeat(3000)}\r\n`,
  ...[
    `CONNECT x:1 HTTP/1.1\r\n${HOST}\r\n`,
    `GET / HTTP/1.1\r\n${HOST}Upgrade: websocket\r\nConnection: upgrade\r\n\r\n`,
  ],
  ...[post(`${JSON_TYPE}Content-Length: -1\r\n`, ''), post(`${JSON_TYPE}Content-Length: 1e3\r\n`, '{}')],
  ...[
    post(`${JSON_TYPE}Content-Length: 99999999999999999999\r\n`, '{}'),
    post(`${JSON_TYPE}Content-Length: 100\r\n`, '{}'),
  ],
  ...[
    post(`${JSON_TYPE}Content-Length: 1\r\n`, '{}{}{}'),
    post(`${JSON_TYPE}Content-Length: 2\r\nContent-Length: 3\r\n`, '{}'),
  ],
  post(
    `${JSON_TYPE}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n`,
    '0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n',
  ),
  ...[
    post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, 'zz\r\n{}\r\n'),
    post(`${JSON_TYPE}Transfer-Encoding: x\r\n`, '{}'),
  ],
  post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, `2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
  post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, 'ffffffffff\r\n{}'),
  post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, '2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n'),
  post(`${JSON_TYPE}Expect: 100-continue\r\nContent-Length: 2\r\n`, '{}'),
  ...[
    '/..%2f..%2fetc/passwd',
    '/%00',
    '/%c0%ae',
    '/?%',
    '/api/case/attachments/%',
    '*',
    'http://',
    'http://x:99999/',
  ].map((path) => `GET ${path} HTTP/1.1\r\n${HOST}\r\n`),
];

/** The bytes of a broken request; some of them broken once more. */
export function brokenBytes(random: Random): Buffer {
  // Each is another visitor: who is refused too often is stopped before anything is looked at.
  const visitor = `X-Forwarded-For: 10.${[1, 2, 3].map(() => random.below(256)).join('.')}\r\n`;
  const bytes = Buffer.from(random.pick(broken).replace(HOST, HOST + visitor), 'latin1');
  if (bytes.length > 0 && random.chance(0.4)) bytes[random.below(bytes.length)] = random.below(256);
  return random.chance(0.2) ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
}

/**
 * Sends raw bytes and the end; gives the status of the first answer, or 0 when the server hung up without one.
 * @throws NoAnswer when neither comes in time
 */
export function sendRaw(port: number, bytes: Uint8Array, patience: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = createConnection(port, '127.0.0.1');
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new NoAnswer('no answer'));
    }, patience);
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(Buffer.concat(parts).toString('latin1'))?.[1] ?? 0));
    });
    socket.end(bytes);
  });
}
