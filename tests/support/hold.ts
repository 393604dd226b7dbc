import type { Page } from 'playwright-core';

/** Requests of a page that wait. */
export interface Held {
  /** Resolves when the first is there. */
  asked: Promise<void>;
  /** Lets them go on or fail, and what is asked for afterwards goes on. */
  release(how: 'continue' | 'abort'): Promise<void>;
}

/** Holds the page's requests to an address until they are released. */
export async function hold(page: Page, address: string): Promise<Held> {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<'continue' | 'abort'>();
  const held: Promise<void>[] = [];
  await page.route(address, (route) => {
    asked.resolve();
    const one = released.promise.then((how) => route[how]());
    held.push(one);
    return one;
  });
  return {
    asked: asked.promise,
    async release(how) {
      released.resolve(how);
      await Promise.all(held);
      // What goes on stays routed: taking the route away at once could meet it half way.
      if (how === 'abort') await page.unroute(address);
    },
  };
}
