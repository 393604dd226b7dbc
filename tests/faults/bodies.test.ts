import { createConnection } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { logOf } from '../support/faults.ts';
import type { RunningSite } from '../support/project.ts';
import { look, newReport, newVisitor, sendAndKeep } from '../support/reporter.ts';
import { type BuiltSite, buildSite } from '../support/site.ts';

let built: BuiltSite;
let site: RunningSite;
beforeAll(async () => {
  built = await buildSite();
  site = await built.serve({
    TIMES: JSON.stringify({ request: 1500, headers: 700, look: 100, silence: 1000 }),
  });
});
afterAll(() => built?.remove());

/** Sends `head`, then a character at a time, ten a second; gives the answer and how long it took, in ms. */
async function drip(head: string): Promise<{ answer: string; ms: number }> {
  const started = performance.now();
  const socket = createConnection(Number(new URL(site.url).port), '127.0.0.1');
  let answer = '';
  let isOver = false;
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('close', () => {
    isOver = true;
  });
  socket.on('error', () => undefined);
  socket.write(head);
  while (!isOver && performance.now() - started < 5000) {
    await wait(100);
    if (socket.writable) socket.write('x');
  }
  socket.destroy();
  return { answer, ms: performance.now() - started };
}

it('a body that moves gets its time, however slowly; one that stands still is cut off', async () => {
  const patient = await built.serve({
    DATA_DIR: '.data-slow',
    TIMES: JSON.stringify({ request: 30_000, headers: 700, look: 100, silence: 1000 }),
  });
  const report = JSON.stringify({ receiptId: 'a'.repeat(64) });
  async function send(pause: number): Promise<string> {
    const socket = createConnection(Number(new URL(patient.url).port), '127.0.0.1');
    let answer = '';
    let isOver = false;
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => {
      isOver = true;
    });
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/reports/challenge HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${report.length}\r\n\r\n`,
    );
    for (let at = 0; at < report.length && !isOver; at += 10) {
      socket.write(report.slice(at, at + 10));
      await wait(pause);
    }
    while (!isOver) await wait(50);
    return answer;
  }
  // Eight pieces: 2.4 s, of which no second passes without one.
  expect(await send(300)).toMatch(/^HTTP\/1.1 20[04]/);
  expect(await send(2500)).not.toMatch(/^HTTP\/1.1 2/);
});

it('headers and bodies that drip are cut off, others get their answer meanwhile, and no fault is logged', async () => {
  const request = (path: string, type: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n`;
  const body = (path: string, type: string) => `${request(path, type)}Content-Length: 100000\r\n\r\n`;
  const dripping = Promise.all([
    drip(`${request('/api/reports', 'application/json')}X-Slow: `),
    drip(body('/api/reports', 'application/json')),
    drip(body('/api/reports', 'application/pgp-encrypted')),
    drip(body('/api/reports', 'application/x-www-form-urlencoded')),
    drip(`${request('/api/reports', 'application/json')}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`),
    drip(body('/api/staff/challenge', 'application/json')),
    drip(body('/', 'text/plain')),
  ]);
  const report = await newReport(built.publicKey);
  await sendAndKeep(site.url, report);
  for (const { answer, ms } of await dripping) {
    expect(ms).toBeLessThan(3000);
    expect(answer).not.toMatch(/^HTTP\/1.1 (201|5)/);
  }
  expect((await look(site.url, report)).status).toBe(200);
  const codes = logOf(site).map(({ code }) => code);
  expect(codes.filter((code) => code === 'body-incomplete').length).toBeGreaterThanOrEqual(4);
  expect(logOf(site).some(({ event }) => event === 'fault')).toBe(false);
});

it('who asks for much and takes in nothing of it is cut off', async () => {
  const page = '/en/report';
  const one = (await (await fetch(site.url + page)).arrayBuffer()).byteLength;
  const times = Math.ceil((32 * 1024 * 1024) / one);
  const received = (silence: number) =>
    new Promise<number>((done) => {
      const socket = createConnection(Number(new URL(site.url).port), '127.0.0.1');
      let bytes = 0;
      socket.on('error', () => undefined);
      socket.on('close', () => done(bytes));
      // As a proxy asks, for many visitors: one alone may not have so much under way.
      const asks = Array.from(
        { length: times },
        () => `GET ${page} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${newVisitor()}\r\n`,
      );
      socket.write(`${asks.join('\r\n')}Connection: close\r\n\r\n`);
      setTimeout(() => {
        socket.on('data', (chunk) => {
          bytes += chunk.length;
        });
      }, silence);
    });
  expect(await received(0)).toBeGreaterThan(times * one);
  expect(await received(4000)).toBeLessThan(times * one);
});

it('JSON that is nested as deep as a body is long is refused at once, everywhere, and is no fault', async () => {
  const length = limits.body.json - 100;
  const nested = (open: string, close: string, around: (inside: string) => string) => {
    const times = Math.floor(length / (open.length + close.length));
    return around(open.repeat(times) + close.repeat(times));
  };
  const bodies = [
    nested('[', ']', (inside) => inside),
    nested('{"a":', '}', (inside) => inside.replace(':}', ':1}')),
    nested('[', ']', (inside) => `{"sealedReport":${inside}}`),
    nested('[', ']', (inside) => `{"attachments":${inside}}`),
    nested('[', ']', (inside) => `{"__proto__":${inside}}`),
    '['.repeat(length),
    '{"a":'.repeat(length / 5),
  ];
  const report = await newReport(built.publicKey);
  await sendAndKeep(site.url, report);
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${report.accessToken}` };
  const addresses = [
    ['POST', '/api/reports', bodies],
    ['POST', '/api/case/messages', bodies],
    // These take 4 KiB.
    ['PUT', '/api/case/alert', ['['.repeat(4000), `{"email":${'['.repeat(1900)}${']'.repeat(1900)}}`]],
    ['POST', '/api/staff/challenge', ['['.repeat(4000), `{"keyId":${'['.repeat(1900)}${']'.repeat(1900)}}`]],
  ] as const;
  for (const [method, path, all] of addresses) {
    for (const body of all) {
      const started = performance.now();
      const response = await fetch(site.url + path, {
        method,
        body,
        headers: { ...headers, Origin: site.url, 'X-Forwarded-For': newVisitor() },
      });
      const what = `${path} ${body.slice(0, 20)}`;
      expect([400, 422], what).toContain(response.status);
      expect((await response.json()).code, what).toMatch(/^invalid-(json|fields)$/);
      expect(performance.now() - started, what).toBeLessThan(1000);
    }
  }
  expect(logOf(site).some(({ event }) => event === 'fault')).toBe(false);
});
