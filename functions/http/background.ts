/** What the platform hands to functions; Vercel sets it for each request, the local server once. */
interface RequestContext {
  waitUntil?: (work: Promise<unknown>) => void;
  /** On which port the local server listens; Vercel has none of this. */
  port?: () => number | undefined;
  /** When the site was built that the local server serves, ISO 8601, where a newer build failed. */
  oldBuild?: () => string | undefined;
}

/** The name under which Vercel's runtime keeps the context (the package `@vercel/functions` reads it the same way). */
export const REQUEST_CONTEXT = Symbol.for('@vercel/request-context');

/** What the platform hands to functions; undefined with the development server. */
export function requestContext(): RequestContext | undefined {
  const holder = (globalThis as { [REQUEST_CONTEXT]?: { get?: () => RequestContext } })[REQUEST_CONTEXT];
  return holder?.get?.();
}

/** Requests that store nothing new take the work along at most this often in one process, in ms. */
const LEAST_APART = 60_000;

/** What this process does in the background, after answers, since cron may run only once a day: reminders and mail. */
export interface Background {
  /** Has it done after this answer: something was stored that asks for it. */
  run(): void;
  /** The same for any other request, whatever it is about: not more than once a minute, so that the bill stays flat. */
  runNowAndThen(): void;
}

/**
 * The platform keeps the process alive until the work is done, and no visitor waits for it.
 * @param work must not throw
 */
export function createBackground(work: () => Promise<void>): Background {
  let lastAt = 0;
  const run = () => {
    lastAt = Date.now();
    const done = work();
    requestContext()?.waitUntil?.(done);
  };
  return {
    run,
    runNowAndThen() {
      if (Math.abs(Date.now() - lastAt) >= LEAST_APART) run();
    },
  };
}
