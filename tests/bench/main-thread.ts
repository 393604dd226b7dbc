import type { CDPSession, Page } from 'playwright-core';

/** The longest task of a page's main thread, in ms: by what it took of a processor, and by the clock. */
export interface Longest {
  cpu: number;
  clock: number;
}

/** An event of a trace; times in millionths of a second, `tdur` by the clock of its thread. */
interface Traced {
  name: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** What a page's main thread is traced for: its tasks, and which thread it is. */
const CATEGORIES = ['toplevel', '__metadata'];

/**
 * Does something with a page, and gives the longest task that it took there. By the time of the thread, which is the same on
 * a machine that does other things as well; by the clock it is not.
 */
export async function longestTask(page: Page, work: () => Promise<unknown>): Promise<Longest> {
  const browser = await page.context().newCDPSession(page);
  try {
    await browser.send('Tracing.start', {
      transferMode: 'ReturnAsStream',
      traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
    });
    await work();
    const complete = new Promise<{ stream?: string }>((resolve) =>
      browser.once('Tracing.tracingComplete', resolve),
    );
    await browser.send('Tracing.end');
    const { stream = '' } = await complete;
    return longestIn(JSON.parse(await readAll(browser, stream)).traceEvents as Traced[]);
  } finally {
    await browser.detach();
  }
}

async function readAll(browser: CDPSession, handle: string): Promise<string> {
  const parts: string[] = [];
  for (let isEnd = false; !isEnd; ) {
    const { data, eof, base64Encoded } = await browser.send('IO.read', { handle });
    parts.push(base64Encoded === true ? Buffer.from(data, 'base64').toString() : data);
    isEnd = eof;
  }
  await browser.send('IO.close', { handle });
  return parts.join('');
}

function longestIn(events: readonly Traced[]): Longest {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  // Chromium keeps a page or two ready that nobody looks at.
  const [busiest = []] = mains
    .map(({ pid, tid }) => events.filter((one) => one.pid === pid && one.tid === tid && isTask(one)))
    .sort((one, other) => sumOf(other) - sumOf(one));
  if (sumOf(busiest) === 0) throw new Error('this Chromium does not tell what a task took of a processor');
  const longest = (times: number[]) => times.reduce((most, time) => Math.max(most, time), 0) / 1000;
  return {
    cpu: longest(busiest.map(({ tdur = 0 }) => tdur)),
    clock: longest(busiest.map(({ dur = 0 }) => dur)),
  };
}

const isTask = ({ name }: Traced) => name.endsWith('RunTask');
const sumOf = (tasks: readonly Traced[]) => tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0);
