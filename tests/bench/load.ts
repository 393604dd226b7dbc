import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { quantile } from './section.ts';
import type { Bodies } from './submission.ts';

/** Requests to send: POSTs of fresh bodies, each to be answered with `status`. */
export interface Load {
  url: string;
  bodies: Bodies;
  status: number;
  seconds: number;
  connections: number;
  /** Number of the visitor that comes first; each request has one of its own. */
  firstVisitor: number;
}

export interface LoadOutcome {
  answered: number;
  /** Requests answered in a second. */
  rate: number;
  /** ms that 99 of 100 requests took at most. */
  p99: number;
  /** ms of processor time that the server spent on a request, after its answer included. */
  cpu: number;
}

/** Clock ticks of Linux, in ms. */
const TICK = 10;

/** Sends requests from a thread of its own; counts what the server with this process id spends on them. */
export async function load(what: Load, pid: number): Promise<LoadOutcome> {
  const before = cpuTime(pid);
  const worker = new Worker(new URL('load-worker.ts', import.meta.url), { workerData: what });
  const { latencies, seconds } = await new Promise<{ latencies: number[]; seconds: number }>(
    (resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    },
  );
  await worker.terminate();
  await settled(pid);
  const answered = latencies.length;
  return {
    answered,
    rate: answered / seconds,
    p99: quantile(latencies, 0.99),
    cpu: (cpuTime(pid) - before) / answered,
  };
}

/** Waits until a process has nothing left to do: mail of the last submissions, say. */
async function settled(pid: number): Promise<void> {
  for (let last = cpuTime(pid), quiet = 0; quiet < 3; ) {
    await wait(100);
    const now = cpuTime(pid);
    quiet = now - last > TICK ? 0 : quiet + 1;
    last = now;
  }
}

/** Processor time of a process so far, in ms; see proc(5). */
function cpuTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}
