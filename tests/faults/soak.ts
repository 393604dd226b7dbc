import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { quantile } from '../bench/section.ts';
import { randomId } from '../support/cases.ts';
import { ask, keepAlive } from './ask.ts';
import { type Adapter, makeBed } from './bed.ts';
import { atMost, type Check, exactly, figure, inMib } from './check.ts';
import { signIn } from './fuzz-world.ts';
import { bearer, from, JSON_TYPE, makeReports } from './reports.ts';
import type { Served, Servers } from './servers.ts';

export interface SoakSize {
  seconds: number;
  adapter: Adapter;
  /** Whether the end is held against the beginning: a short run says nothing of it. */
  isJudged: boolean;
}

/** Requests that are sent in each second, however fast they are answered. */
const RATE = 40;
/** What a second holds of each kind: one report with its attachment, and everybody else. */
const MIX = { page: 13, status: 9, health: 9, inbox: 7, report: 1, chunk: 1 } as const;
type Kind = keyof typeof MIX;
/** The server's clock runs faster: its limits on reports are for a quarter of an hour, and this is for less. */
const SPEED = 20;
/** Cases that are looked at: the latest ones. */
const LATEST = 20;
/** In bytes. */
const ATTACHMENT = 8000;
/** SQLite keeps what is in its file in memory up to this, and filling that is no leak. In bytes. */
const CACHE = 64 * 1024 ** 2;
/**
 * How much slower or larger the last tenth may be than the second, the first being there to warm up. Of 2400 answers the
 * p99 hangs on 24: on a machine whose disk others use as well it was 0.8 to 1.5 in four runs without any growth.
 */
const DRIFT = { p50: 1.2, p99: 2, memory: 1.1 };

interface Sample {
  at: number;
  ms: number;
}

/** Mixed load at an even rate; gives latency and memory of the beginning and of the end. */
export async function soak(servers: Servers, { seconds, adapter, isJudged }: SoakSize): Promise<Check[]> {
  const bed = await makeBed(adapter);
  const server = servers.launch(bed.settings, { speed: SPEED });
  try {
    await server.ready;
    const load = await makeLoad(servers);
    const kinds = order();
    const samples: Sample[] = [];
    const resident: Sample[] = [];
    const residentNow = async () =>
      residentOf(server) - (adapter === 'sqlite' ? Math.min(CACHE, await bed.size()) : 0);
    const heap: number[] = [];
    const failures: string[] = [];
    const under: Promise<void>[] = [];
    const began = performance.now();
    const share = () => (performance.now() - began) / 1000 / seconds;
    for (let number = 0; number < seconds * RATE; number += 1) {
      await wait(Math.max(0, began + (number * 1000) / RATE - performance.now()));
      if (number === Math.floor(seconds * RATE * 0.2)) heap.push((await server.memory()).heapUsed);
      if (number % RATE === 0) resident.push({ at: share(), ms: await residentNow() });
      const kind = kinds[number % kinds.length] ?? 'page';
      const at = share();
      const done = load[kind]().then(
        ({ status, ms, expected }) => {
          samples.push({ at, ms });
          if (status !== expected) failures.push(`${kind}: ${status}`);
        },
        (error: Error) => void failures.push(`${kind}: ${error.message}`),
      );
      under.push(done);
    }
    await Promise.all(under);
    resident.push({ at: 0.999, ms: await residentNow() });
    heap.push((await server.memory()).heapUsed);
    return [
      figure(
        'requests',
        `${samples.length} in ${seconds} s, ${Object.entries(MIX)
          .map(([kind, part]) => `${kind} ${part}`)
          .join(', ')} of ${RATE}`,
      ),
      {
        what: 'answers that nobody expected',
        figure: failures.slice(0, 5).join(', ') || 'none',
        holds: failures.length === 0,
      },
      exactly('faults in the log', server.output().split('"event":"fault"').length - 1, 0),
      compare('p50', { samples, part: 0.5, most: DRIFT.p50, isJudged, show: (ms) => `${ms.toFixed(2)} ms` }),
      compare('p99', { samples, part: 0.99, most: DRIFT.p99, isJudged, show: (ms) => `${ms.toFixed(1)} ms` }),
      compare('resident memory, less what SQLite caches', {
        ...{ samples: resident, part: 0.5, most: DRIFT.memory, isJudged, show: inMib },
      }),
      judged(
        `heap after two tenths and at the end, all garbage gone: ${heap.map(inMib).join(', ')}`,
        (heap[1] ?? 0) / (heap[0] ?? 1),
        DRIFT.memory,
        isJudged,
      ),
    ];
  } finally {
    await server.end('SIGTERM');
    await bed.stop();
  }
}

type Load = Record<Kind, () => Promise<{ status: number; ms: number; expected: number }>>;

/** What each kind of visitor asks. */
async function makeLoad({ url, site }: Servers): Promise<Load> {
  const agent = keepAlive(50);
  const [first] = await makeReports(1, site.publicKey);
  if (!first) throw new Error('no report was made');
  const planned = await planAttachment('evidence.bin', ATTACHMENT, [site.publicKey]);
  const attachment = await sealAttachment(planned, randomBytes(ATTACHMENT));
  const [, keyId = ''] = /^fpr:+([0-9A-F]{40}):/m.exec(site.team.run(['--list-keys', '--with-colons'])) ?? [];
  const cookie = await signIn(url, keyId, (sealed) => site.team.decrypt(sealed));
  const cases: { accessToken: string; attachmentId: string; isComplete: boolean }[] = [];
  let visitor = 0;
  const send = async (path: string, expected: number, options: Parameters<typeof ask>[1] = {}) => {
    visitor += 1;
    const headers = { ...from(visitor), ...options.headers };
    return { ...(await ask(url + path, { ...options, agent, headers })), expected };
  };
  const load: Load = {
    page: () => send(visitor % 2 ? '/' : '/melden', 200, { headers: { 'Accept-Encoding': 'gzip' } }),
    health: () => send('/api/health', 200),
    inbox: () => send('/api/staff/cases', 200, { headers: { Cookie: cookie } }),
    async status() {
      const one = cases.at(-1 - (visitor % Math.min(cases.length, LATEST)));
      return one ? send('/api/case', 200, { headers: bearer(one) }) : load.page();
    },
    async report() {
      const { accessToken, receiptId } = await deriveReceipt(makeReceipt());
      const attachmentId = randomId();
      const attachments = [{ id: attachmentId, size: planned.sealedSize }];
      const body = JSON.stringify({ ...first.submission, receiptId, attachments });
      const answer = await send('/api/reports', 201, { method: 'POST', headers: JSON_TYPE, body });
      cases.push({ accessToken, attachmentId, isComplete: false });
      return answer;
    },
    async chunk() {
      const one = cases.at(-1);
      if (!one) return load.page();
      const headers = { 'Content-Type': 'application/octet-stream', ...bearer(one) };
      return send(`/api/case/attachments/${one.attachmentId}/0`, 204, {
        method: 'PUT',
        headers,
        body: attachment,
      });
    },
  };
  // There is something to look at from the beginning.
  await load.report();
  return load;
}

/** The kinds of one second, evenly mixed. */
function order(): Kind[] {
  const all = Object.entries(MIX).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, at) => ({ kind: kind as Kind, place: (at + 0.5) / count })),
  );
  return all.sort((one, other) => one.place - other.place).map(({ kind }) => kind);
}

/** What a process holds in memory, in bytes; see proc(5). */
function residentOf({ child }: Served): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
}

function compare(
  what: string,
  {
    samples,
    part,
    most,
    isJudged,
    show,
  }: {
    samples: readonly Sample[];
    part: number;
    most: number;
    isJudged: boolean;
    show: (value: number) => string;
  },
): Check {
  const of = (from: number, to: number) =>
    quantile(
      samples.filter(({ at }) => at >= from && at < to).map(({ ms }) => ms),
      part,
    );
  const [begin, end] = [of(0.1, 0.2), of(0.9, 1)];
  return judged(`${what}, second tenth and last: ${show(begin)}, ${show(end)}`, end / begin, most, isJudged);
}

function judged(what: string, ratio: number, most: number, isJudged: boolean): Check {
  return isJudged ? atMost(what, ratio, most) : figure(what, ratio.toFixed(2));
}
