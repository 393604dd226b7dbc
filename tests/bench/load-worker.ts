// Sends requests as fast as they are answered, over so many connections; a thread of its own (see load.ts).
import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import type { Load } from './load.ts';
import { freshBody, visitor } from './submission.ts';

const { url, bodies, status, seconds, connections, firstVisitor } = workerData as Load;
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const latencies: number[] = [];
let next = firstVisitor;
const begin = performance.now();
const end = begin + seconds * 1000;

function send(): Promise<void> {
  const body = Buffer.from(freshBody(bodies));
  next += 1;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      // Each comes from a visitor of its own: what the local server takes from a proxy on the same machine.
      'X-Forwarded-For': visitor(next),
    };
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.once('end', () => {
        latencies.push(performance.now() - started);
        if (response.statusCode === status) resolve();
        else reject(new Error(`${url} answered ${response.statusCode} instead of ${status}`));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function client(): Promise<void> {
  while (performance.now() < end) await send();
}

await Promise.all(Array.from({ length: connections }, client));
const took = (performance.now() - begin) / 1000;
agent.destroy();
parentPort?.postMessage({ latencies, seconds: took });
