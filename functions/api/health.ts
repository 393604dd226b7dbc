import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json } from '../http/problem.ts';
import type { Store } from '../store/store.ts';

export interface HealthParts {
  store: Store;
  notify: () => void;
  log: Log;
}

/**
 * `GET /api/health`, for an uptime monitor: 200 while reports can be stored and mail is not stuck, else 503.
 * Tells only which of the two is wrong.
 */
export function createHealthHandler(parts: HealthParts): Handler {
  return endpoint('health', ['GET', 'HEAD'], parts.log, async () => {
    const outbox = await parts.store.outboxState().catch(() => null);
    if (outbox) parts.notify();
    const state = {
      store: outbox ? 'ok' : 'unavailable',
      mail: outbox ? (outbox.failing > 0 ? 'delayed' : 'ok') : 'unknown',
    };
    return json(state, state.store === 'ok' && state.mail === 'ok' ? 200 : 503);
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createHealthHandler(await getParts());
});
