import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright } from 'playwright-core';

/** Not those of the package that it comes with: they switch web security off. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The headless Chromium that comes with npm; needs no download. @param more arguments of its command line */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    args: [...CHROMIUM_ARGS, ...more],
  });
  return closingQuietly(browser);
}

/**
 * Has a context that closes forget the requests which a test answers itself: one that is being answered just then would
 * fail later on, beside every test, and with it the whole run.
 */
export function closingQuietly(browser: Browser): Browser {
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    const close = context.close.bind(context);
    context.close = async (options) => {
      await forgetRoutes(context);
      await close(options);
    };
    return context;
  };
  const close = browser.close.bind(browser);
  browser.close = async (options) => {
    await Promise.all(browser.contexts().map(forgetRoutes));
    await close(options);
  };
  return browser;
}

async function forgetRoutes(context: BrowserContext): Promise<void> {
  const owners = [context, ...context.pages()];
  // One that is gone already has none.
  await Promise.all(owners.map((one) => one.unrouteAll({ behavior: 'ignoreErrors' }).catch(() => undefined)));
}
