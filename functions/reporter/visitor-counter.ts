import { visitorAddress, visitorNetwork } from '../http/request.ts';
import { secondsUntil } from '../store/store.ts';
import { NETWORK_FACTOR } from './visitor-limits.ts';

/** Visitors and networks that are counted at once; where there are more, those that came first are forgotten. */
const MOST_ENTRIES = 5000;

/** Counts by visitor and, with IPv6, by the network around them, in the memory of this process alone. */
export interface VisitorCounter {
  /** How many seconds a visitor has to wait, who has used up what they may; else null. */
  waitOf(request: Request, group?: string): number | null;
  /** Counts one for the visitor and the network. */
  add(request: Request, group?: string): void;
}

/**
 * For what should cost the store nothing. Several processes (on Vercel: instances) count each on their own. A request
 * without an address, as the development server has them, is not counted. What is counted together has one `group`.
 * @param most what one visitor may do in a window; their network four times as much
 * @param length of a window in ms; it begins with the first that is counted
 */
export function createVisitorCounter(most: number, length: number): VisitorCounter {
  const windows = new Map<string, { count: number; endsAt: number }>();
  const windowOf = (key: string) => {
    const window = windows.get(key);
    const left = (window?.endsAt ?? 0) - Date.now();
    // Nobody waits for longer than a window, also where the clock was set back.
    if (window && left > 0 && left <= length) return window;
    windows.delete(key);
    return undefined;
  };
  return {
    waitOf(request, group = '') {
      for (const { key, most: allowed } of keysOf(request, group, most)) {
        const window = windowOf(key);
        if (window && window.count >= allowed) return secondsUntil(window.endsAt, Date.now());
      }
      return null;
    },
    add(request, group = '') {
      for (const { key } of keysOf(request, group, most)) {
        const window = windowOf(key);
        if (window) {
          window.count += 1;
          continue;
        }
        const [oldest] = windows.keys();
        if (windows.size >= MOST_ENTRIES && oldest !== undefined) windows.delete(oldest);
        windows.set(key, { count: 1, endsAt: Date.now() + length });
      }
    },
  };
}

/** Under which keys a request counts, and how much each may have. */
function keysOf(request: Request, group: string, most: number): { key: string; most: number }[] {
  if (!request.headers.has('x-real-ip')) return [];
  const network = visitorNetwork(request);
  const visitor = { key: `${group} ${visitorAddress(request)}`, most };
  return network === null
    ? [visitor]
    : [visitor, { key: `${group} ${network}`, most: most * NETWORK_FACTOR }];
}
