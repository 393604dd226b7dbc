import type { BrowserContext } from 'playwright-core';

/**
 * Has the pages of a context, and the workers that they start, live with a clock that is `ahead` of the true one, in ms;
 * behind it where that is negative. Timers run as they do.
 * @returns the addresses of workers that got this clock, as they start
 */
export async function shiftClock(context: BrowserContext, ahead: number): Promise<string[]> {
  const shifted: string[] = [];
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
    shifted.push(route.request().url());
    await route.fulfill({ response, body: `${shift}\n${await response.text()}` });
  });
  return shifted;
}
