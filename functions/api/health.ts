import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json } from '../http/problem.ts';
import { isDelayed } from '../mail/outbox.ts';
import type { Store } from '../store/store.ts';

export interface HealthParts {
  store: Store;
  now: () => Date;
  notify: () => void;
  log: Log;
}

/**
 * How long an answer is good for, in ms: however often anyone asks, the store is asked no more than this, and a look
 * costs four commands.
 */
const FRESH = 60_000;

interface Health {
  store: 'ok' | 'unavailable';
  mail: 'ok' | 'delayed' | 'unknown';
}

/**
 * `GET /api/health`, for an uptime monitor: 200 while reports can be stored and mail is not stuck, else 503.
 * Tells only which of the two is wrong. Drains the outbox on the way.
 */
export function createHealthHandler(parts: HealthParts): Handler {
  let last: { at: number; health: Promise<Health> } | undefined;
  return endpoint('health', ['GET', 'HEAD'], parts.log, async () => {
    const at = parts.now().getTime();
    if (!last || at - last.at >= FRESH) {
      last = { at, health: look(at, parts) };
      if ((await last.health).store === 'ok') parts.notify();
    }
    const health = await last.health;
    return json(health, health.store === 'ok' && health.mail === 'ok' ? 200 : 503);
  });
}

async function look(now: number, { store }: HealthParts): Promise<Health> {
  // A store that is full can be read and yet takes no report: only something written tells.
  const written = store.putToken({ name: 'health', value: '', endsAt: now + FRESH });
  const [outbox] = await Promise.all([store.outboxState(), written]).catch(() => [null]);
  if (!outbox) return { store: 'unavailable', mail: 'unknown' };
  return { store: 'ok', mail: isDelayed(outbox, now) ? 'delayed' : 'ok' };
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createHealthHandler(await getParts());
});
