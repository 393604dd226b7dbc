/** What the platform hands to functions; Vercel sets it for each request, the local server once. */
interface RequestContext {
  waitUntil?: (work: Promise<unknown>) => void;
  /** On which port the local server listens; Vercel has none of this. */
  port?: () => number | undefined;
}

/** The name under which Vercel's runtime keeps the context (the package `@vercel/functions` reads it the same way). */
export const REQUEST_CONTEXT = Symbol.for('@vercel/request-context');

/** Keeps the process alive until `work` is done, without making the visitor wait for it. `work` must not throw. */
export function afterAnswer(work: Promise<unknown>): void {
  requestContext()?.waitUntil?.(work);
}

/** What the platform hands to functions; undefined with the development server. */
export function requestContext(): RequestContext | undefined {
  const holder = (globalThis as { [REQUEST_CONTEXT]?: { get?: () => RequestContext } })[REQUEST_CONTEXT];
  return holder?.get?.();
}
