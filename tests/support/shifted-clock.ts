import type { BrowserContext } from 'playwright-core';

/**
 * Has the pages of a context, and the workers that they start, live with a clock that is `ahead` of the true one, in ms;
 * behind it where that is negative. Timers run as they do.
 */
export async function shiftClock(context: BrowserContext, ahead: number): Promise<void> {
  const shift = `{
    const True = Date;
    globalThis.Date = class extends True {
      constructor(...given) { super(...(given.length === 0 ? [True.now() + ${ahead}] : given)); }
      static now() { return True.now() + ${ahead}; }
    };
  }`;
  await context.addInitScript(shift);
  await context.route(/\.worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${shift}\n${await response.text()}` });
  });
}
