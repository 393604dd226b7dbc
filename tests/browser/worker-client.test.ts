import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root, serveBarePage } from '../support/bare-page.ts';
import { launchChromium } from '../support/chromium.ts';

declare global {
  interface Window {
    ended: string[];
    ask(task: 'count' | 'spin' | 'wait' | 'crash', input: number): Promise<unknown>;
    stop(): void;
  }
}

const worker = `
import { answerTasks } from '${root}src/browser/workers/serve.ts';
let count = 0;
answerTasks({
  async count() { count += 1; return count; },
  async spin(ms) { const end = Date.now() + ms; while (Date.now() < end); return 'spun'; },
  async wait(ms) { await new Promise((done) => setTimeout(done, ms)); return 'waited'; },
  async crash() { setTimeout(() => { throw new Error('on purpose'); }); await new Promise(() => {}); },
}, () => undefined);
`;
const entry = `
import { createWorkerClient } from '${root}src/browser/workers/client.ts';
import script from './test.worker.ts?worker&url';
window.ended = [];
const client = createWorkerClient(script, {
  patience: { spin: 500, wait: 500 },
  ended: (why) => window.ended.push(why),
});
window.ask = (task, input) => client.ask(task, input).catch((error) => error.reason);
window.stop = client.stop;
document.title = 'ready';
`;

describe('a worker', () => {
  let served: Awaited<ReturnType<typeof serveBarePage>>;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    served = await serveBarePage({ 'entry.ts': entry, 'test.worker.ts': worker });
    browser = await launchChromium();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(`${served.origin}/`);
    await page.waitForFunction(() => document.title === 'ready');
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });
  /** Asks for all of these at once. */
  const ask = (...tasks: [Parameters<Window['ask']>[0], number][]) =>
    page.evaluate((asked) => Promise.all(asked.map(([task, input]) => window.ask(task, input))), tasks);

  it('that takes too long is ended, not just waited for no longer, and what waits behind it gets a fresh one', async () => {
    expect(await ask(['count', 0], ['count', 0])).toEqual([1, 2]);
    const [first] = page.workers();
    const closed = new Promise((resolve) => first?.on('close', resolve));
    const started = performance.now();
    // Ten minutes: only a worker that is ended can be through with it.
    expect(await ask(['spin', 600_000], ['count', 0])).toEqual(['too-slow', 1]);
    await closed;
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(page.workers()).toHaveLength(1);
    expect(await page.evaluate(() => window.ended)).toEqual(['too-slow']);
  });

  it('gives each task the whole of its time, and is kept as long as all goes well', async () => {
    const four = Array.from({ length: 4 }, (): ['wait', number] => ['wait', 300]);
    expect(await ask(['count', 0], ...four, ['count', 0])).toEqual([1, ...four.map(() => 'waited'), 2]);
    expect(await page.evaluate(() => window.ended)).toEqual([]);
  });

  it('that loads slowly is not taken for one that works slowly', async () => {
    await page.route(/test\.worker/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    expect(await ask(['wait', 10], ['count', 0])).toEqual(['waited', 1]);
    expect(await page.evaluate(() => window.ended)).toEqual([]);
  });

  it('that breaks down, or does not load, fails its task alone', async () => {
    expect(await ask(['crash', 0], ['count', 0])).toEqual(['WorkerError', 1]);
    expect(await page.evaluate(() => window.ended)).toEqual(['WorkerError']);
  });

  it('that is asked with what no worker can be handed fails that task alone, and is not ended for it later', async () => {
    const outcome = await page.evaluate(async () => {
      const before = await window.ask('count', 0);
      const failed = await window.ask('wait', (() => 0) as unknown as number);
      // Longer than that task may take.
      await new Promise((resolve) => setTimeout(resolve, 800));
      return [before, failed, await window.ask('count', 0)];
    });
    expect(outcome).toEqual([1, 'DataCloneError', 2]);
    expect(await page.evaluate(() => window.ended)).toEqual([]);
  });

  it('that is stopped takes what waits for it along, and nobody hears that it ended by itself', async () => {
    const outcome = await page.evaluate(async () => {
      const asked = [window.ask('wait', 400), window.ask('count', 0)];
      await new Promise((resolve) => setTimeout(resolve, 100));
      window.stop();
      return [...(await Promise.all(asked)), await window.ask('count', 0)];
    });
    expect(outcome).toEqual(['WorkerError', 'WorkerError', 1]);
    expect(await page.evaluate(() => window.ended)).toEqual([]);
  });
});
