import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';

const server = createServer((request, response) => {
  response.setHeader('content-type', request.url === '/' ? 'text/html' : 'text/javascript');
  response.end(request.url === '/' ? '<!doctype html><script src="/held.js"></script>' : 'void 0;');
});
beforeEach(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterEach(() => server.close());

it.each(['context', 'browser'] as const)(
  'a request that a test answers itself fails nobody once its %s is closed',
  async (which) => {
    const browser = await launchChromium();
    const context = await browser.newContext();
    const page = await context.newPage();
    const fetched = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const unhandled: unknown[] = [];
    // The runner's own would fail the run, and not this test.
    const others = process.listeners('unhandledRejection');
    process
      .removeAllListeners('unhandledRejection')
      .on('unhandledRejection', (error) => unhandled.push(error));
    try {
      await context.route('**/held.js', async (route) => {
        const response = await route.fetch();
        fetched.resolve();
        await closed.promise;
        await route.fulfill({ response, body: await response.text() });
      });
      const { port } = server.address() as AddressInfo;
      const gone = page.goto(`http://127.0.0.1:${port}/`).catch(() => undefined);
      await fetched.promise;
      await (which === 'context' ? context : browser).close();
      closed.resolve();
      await gone;
      await wait(100);
      expect(unhandled).toEqual([]);
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const other of others) process.on('unhandledRejection', other);
      await browser.close();
    }
  },
);
