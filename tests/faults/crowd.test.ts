import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logOf } from '../support/faults.ts';
import { type RunningSite, until } from '../support/project.ts';
import { look, newReport, sendAndKeep } from '../support/reporter.ts';
import { type BuiltSite, buildSite } from '../support/site.ts';

const MIB = 1024 * 1024;
let built: BuiltSite;
let site: RunningSite;
const sockets: Socket[] = [];
beforeAll(async () => {
  built = await buildSite();
  site = await built.serve();
}, 300_000);
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await built?.remove();
});

/** What the server holds in memory, in MiB. */
function memory(): number {
  const status = readFileSync(`/proc/${site.child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** Begins a report or a chunk for a visitor, sends that much of it, and then nothing more; gives what it got. */
function stall(visitor: string, path: string, type: string, bytes: number) {
  const socket = createConnection(Number(new URL(site.url).port), '127.0.0.1');
  sockets.push(socket);
  const stalled = { answer: '' };
  socket.on('data', (data) => {
    stalled.answer += data;
  });
  socket.on('error', () => undefined);
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${visitor}\r\nContent-Type: ${type}\r\n`;
  socket.write(`${head}Content-Length: ${bytes + 1}\r\n\r\n`);
  socket.write(Buffer.alloc(bytes, 'x'));
  return stalled;
}

it('hundreds of stalled uploads from one address hold little, while another reports and reads as ever', async () => {
  const before = memory();
  const stalled = Array.from({ length: 400 }, (_, index) =>
    index % 2 === 0
      ? stall('203.0.113.1', '/api/reports', 'application/json', 300_000)
      : stall('203.0.113.1', '/api/reports', 'application/pgp-encrypted', 250_000),
  );
  const report = await newReport(built.publicKey);
  await sendAndKeep(site.url, report);
  expect((await look(site.url, report)).status).toBe(200);
  const refused = () => stalled.filter(({ answer }) => answer !== '');
  await until(() => (refused().length >= 376 ? true : undefined), 'the refusals');
  expect(refused()).toHaveLength(376);
  for (const { answer } of refused()) {
    expect(answer).toMatch(/^HTTP\/1\.1 429 /);
    expect(answer).toContain('"code":"too-many-open"');
    expect(answer).toMatch(/retry-after: 60/i);
  }
  expect(memory() - before).toBeLessThan(150);
  await sendAndKeep(site.url, await newReport(built.publicKey));
});

it('stalled uploads from ever so many addresses hold 256 MiB at most, and a report still comes through', async () => {
  const before = memory();
  // 1 500 MiB are offered, in bodies that the endpoint would take.
  const stalled = Array.from({ length: 1500 }, (_, index) =>
    stall(`203.0.${index % 100}.2`, '/api/reports', 'application/x-www-form-urlencoded', 0.25 * MIB),
  );
  const report = await newReport(built.publicKey);
  await sendAndKeep(site.url, report);
  await until(() => (memory() - before > 100 ? true : undefined), 'the bytes').catch(() => undefined);
  expect(memory() - before).toBeLessThan(700);
  expect(stalled.filter(({ answer }) => /^HTTP\/1\.1 5(?!03)/.test(answer))).toEqual([]);
  await sendAndKeep(site.url, await newReport(built.publicKey));
  expect(logOf(site).filter(({ event }) => event === 'fault')).toEqual([]);
});
