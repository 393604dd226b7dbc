import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createConnection, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CROWD, createCrowd } from '../../functions/node/crowd.ts';
import { createLocalServer, type LocalServer } from '../../functions/node/server.ts';
import { until } from '../support/project.ts';

const MIB = 1024 * 1024;
const CHUNK = 3 * MIB;

let local: LocalServer;
let port: number;
const sockets: Socket[] = [];
/** Reads a body to its end and says how long it was. */
async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let size = 0;
  try {
    for await (const piece of request) size += piece.length;
    response.end(String(size));
  } catch {
    response.destroy();
  }
}
async function start(limits = CROWD): Promise<void> {
  local = createLocalServer(handle, new URL('../../vercel.json', import.meta.url), undefined, limits);
  await new Promise<void>((done) => local.server.listen(0, '127.0.0.1', done));
  port = (local.server.address() as AddressInfo).port;
}
beforeEach(() => {
  // What is cut off is told in the log.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await local?.drain();
  vi.restoreAllMocks();
});

interface Upload {
  socket: Socket;
  answer: () => string;
  isClosed: () => boolean;
}
/** Begins an upload of a chunk for a visitor of the proxy on this machine, with the first bytes of it. */
function upload(visitor: string, bytes: number, length = CHUNK): Upload {
  const socket = createConnection(port, '127.0.0.1');
  sockets.push(socket);
  let [answer, isClosed] = ['', false];
  socket.on('data', (data) => {
    answer += data;
  });
  socket.on('close', () => {
    isClosed = true;
  });
  socket.on('error', () => undefined);
  const head = `PUT /x HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${visitor}\r\nContent-Length: ${length}\r\n\r\n`;
  socket.write(Buffer.concat([Buffer.from(head), Buffer.alloc(bytes)]));
  return { socket, answer: () => answer, isClosed: () => isClosed };
}
const answered = (uploads: readonly Upload[]) => uploads.filter(({ answer }) => answer() !== '');
/** Waits until nothing more happens to these. */
async function settled(uploads: readonly Upload[], wanted: number): Promise<void> {
  await until(() => (answered(uploads).length >= wanted ? true : undefined), `${wanted} answers`);
  await wait(200);
}

describe('stalled uploads', () => {
  it('of one visitor are so many and no more: the rest get a problem document and are hung up on', async () => {
    await start();
    const uploads = Array.from({ length: 300 }, () => upload('192.0.2.1', 1000));
    await settled(uploads, 300 - CROWD.bodies);
    const refused = answered(uploads);
    expect(refused).toHaveLength(300 - CROWD.bodies);
    await until(() => (refused.every(({ isClosed }) => isClosed()) ? true : undefined), 'the end');
    const [head = '', body = ''] = refused[0]?.answer().split('\r\n\r\n') ?? [];
    expect(head).toMatch(/^HTTP\/1\.1 429 /);
    for (const line of ['Retry-After: 60', 'Connection: close', 'Content-Type: application/problem+json'])
      expect(head).toContain(line);
    expect(head).toMatch(/content-security-policy: default-src 'none'/i);
    expect(JSON.parse(body)).toMatchObject({ status: 429, code: 'too-many-open' });
    // Another visitor of the same proxy gets an answer meanwhile.
    const other = upload('192.0.2.2', 1000, 1000);
    await settled([other], 1);
    expect(other.answer()).toMatch(/^HTTP\/1\.1 200 /);
    // And this one again, once there is room.
    for (const { socket } of uploads) socket.destroy();
    await wait(200);
    const again = upload('192.0.2.1', 1000, 1000);
    await settled([again], 1);
    expect(again.answer()).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('hold so many bytes for one visitor and no more', async () => {
    await start({ ...CROWD, bytes: 8 * MIB });
    const uploads = Array.from({ length: 6 }, () => upload('192.0.2.1', 2 * MIB));
    await settled(uploads, 2);
    expect(answered(uploads)).toHaveLength(2);
    for (const { answer } of answered(uploads)) expect(answer()).toContain('"too-many-open"');
  });

  it('from the /64s of one IPv6 network are bounded together', async () => {
    await start({ ...CROWD, bodies: 2 });
    const uploads = Array.from({ length: 30 }, (_, index) => upload(`2001:db8:1:${index}::1`, 10));
    await settled(uploads, 22);
    expect(answered(uploads)).toHaveLength(22);
    const far = upload('2001:db8:2::1', 10, 10);
    await settled([far], 1);
    expect(far.answer()).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('of all visitors hold so many bytes together, and who has most of them goes first', async () => {
    await start({ ...CROWD, allBytes: 16 * MIB });
    const honest = upload('192.0.2.99', MIB);
    await wait(100);
    const uploads = Array.from({ length: 20 }, (_, index) => upload(`192.0.2.${index % 4}`, 2 * MIB));
    await settled(uploads, 12);
    expect(answered(uploads).length).toBeGreaterThanOrEqual(12);
    for (const { answer } of answered(uploads)) {
      expect(answer()).toMatch(/^HTTP\/1\.1 503 /);
      expect(answer()).toContain('"server-busy"');
    }
    expect(honest.answer()).toBe('');
    honest.socket.write(Buffer.alloc(CHUNK - MIB));
    await settled([honest], 1);
    expect(honest.answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(honest.answer()).toContain(String(CHUNK));
  });

  it('do not hinder a slow and honest upload: six connections of a browser, 3 MiB each, a bit at a time', async () => {
    await start();
    const stalled = Array.from({ length: 200 }, () => upload('192.0.2.1', MIB / 4));
    const honest = Array.from({ length: 6 }, () => upload('192.0.2.2', 0));
    const piece = Buffer.alloc(CHUNK / 24);
    for (let index = 0; index < 24; index += 1) {
      for (const { socket } of honest) socket.write(piece);
      await wait(50);
    }
    await settled(honest, 6);
    for (const { answer } of honest)
      expect(answer()).toMatch(new RegExp(`^HTTP/1\\.1 200 [^]*\\n${CHUNK}\\r\\n`));
    expect(answered(stalled)).toHaveLength(200 - CROWD.bodies);
  });
});

describe('requests', () => {
  it('that come one behind the other on a connection are so many and no more, and no answer is torn by another', async () => {
    await start();
    const { socket, answer, isClosed } = upload('192.0.2.1', 0, 0);
    const ask = 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n';
    socket.write(ask.repeat(5000));
    await until(() => (isClosed() ? true : undefined), 'the end');
    expect(answer()).not.toMatch(/HTTP\/1\.1 [^2]/);
    const next = upload('192.0.2.1', 10, 10);
    await settled([next], 1);
    expect(next.answer()).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('connections', () => {
  it('of one address, and of the /64s of one network, are so many and no more, until they close', () => {
    const crowd = createCrowd();
    const closing: (() => void)[] = [];
    const connect = (address: string) => crowd.connect(address, (closed) => closing.push(closed));
    for (let index = 0; index < CROWD.connections; index += 1) expect(connect('198.51.100.1')).toBe(true);
    expect(connect('198.51.100.1')).toBe(false);
    expect(connect('198.51.100.2')).toBe(true);
    for (const closed of closing.splice(0)) closed();
    expect(connect('198.51.100.1')).toBe(true);
    const inTurn = Array.from({ length: 500 }, (_, index) => connect(`2001:db8:1:${index}::1`));
    expect(inTurn.filter(Boolean)).toHaveLength(4 * CROWD.connections);
  });

  it('that name two hosts, or none, are refused', async () => {
    await start();
    for (const hosts of ['', 'Host: localhost\r\nHost: evil.example\r\n']) {
      const socket = createConnection(port, '127.0.0.1');
      sockets.push(socket);
      let answer = '';
      socket.on('data', (data) => {
        answer += data;
      });
      socket.write(`GET / HTTP/1.1\r\n${hosts}\r\n`);
      await until(() => (answer ? true : undefined), 'an answer');
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    }
  });
});
