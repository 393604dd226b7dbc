import { readFileSync } from 'node:fs';
import type { Browser, CDPSession } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { sendReport } from './send-page.ts';

/** Longest task on the page's main thread, in ms, from the choice of these files to the last chunk. */
export async function longestTask(browser: Browser, siteUrl: string, files: string[]): Promise<number> {
  let trace: Buffer | undefined;
  await sendReport(browser, siteUrl, files, 'both', {
    begin: (page) => browser.startTracing(page, { categories: ['toplevel', '__metadata'] }),
    async end() {
      trace = await browser.stopTracing();
    },
  });
  const { traceEvents } = JSON.parse(String(trace)) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) => event.name.endsWith('RunTask') && mainThreads.has(threadOf(event)),
  );
  if (tasks.length === 0) throw new Error('the trace has no tasks');
  return Math.max(...tasks.map(({ dur }) => dur ?? 0)) / 1000;
}

/** As Chromium traces: times in µs. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  dur?: number;
  args?: { name?: string };
}

export interface Memory {
  /** Most that a renderer held at once (its resident set), in MiB. */
  renderer: number;
  /** Most that all processes of the browser held together, what they share counted once, in MiB. */
  all: number;
}

/** How often the processes are looked at, in ms. */
const EVERY = 40;

/** What a fresh browser needs at most while it sends these files. */
export async function peakMemory(siteUrl: string, files: string[]): Promise<Memory> {
  const browser = await launchChromium();
  try {
    const session = await browser.newBrowserCDPSession();
    let all = 0;
    let isOver = false;
    const watch = (async () => {
      while (!isOver) {
        const sum = (await processesOf(session)).reduce((total, { id }) => total + sharedOut(id), 0);
        all = Math.max(all, sum);
        await new Promise((done) => setTimeout(done, EVERY));
      }
    })();
    let renderer = 0;
    await sendReport(browser, siteUrl, files, 'both', {
      async end() {
        for (const { id, type } of await processesOf(session))
          if (type === 'renderer') renderer = Math.max(renderer, kibOf(id, 'status', 'VmHWM'));
      },
    }).finally(() => {
      isOver = true;
    });
    await watch;
    return { renderer: renderer / 1024, all: all / 1024 };
  } finally {
    await browser.close();
  }
}

async function processesOf(session: CDPSession): Promise<{ id: number; type: string }[]> {
  return (await session.send('SystemInfo.getProcessInfo')).processInfo;
}

/** Memory of a process in KiB, its share of what it has in common with others; 0 once it is gone. */
function sharedOut(pid: number): number {
  try {
    return kibOf(pid, 'smaps_rollup', 'Pss');
  } catch {
    return 0;
  }
}

function kibOf(pid: number, file: string, name: string): number {
  const [, value] =
    new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8')) ?? [];
  return Number(value);
}
