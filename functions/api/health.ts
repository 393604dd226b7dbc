import { hasExpired } from '../../src/openpgp/lifetime.ts';
import { isKeyPublished } from '../../src/settings/desk-key.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json } from '../http/problem.ts';
import { readWatched } from '../log/watched.ts';
import { isDelayed } from '../mail/outbox.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { sharedBudgets } from '../reporter/byte-budgets.ts';
import { keptFor } from '../reporter/kept-for.ts';
import { route } from '../route.ts';
import { isNearlyFull } from '../store/quota.ts';

type HealthParts = Pick<
  Parts,
  EndpointPart | 'store' | 'now' | 'storageQuota' | 'team' | 'desk' | 'deskKeys' | 'background' | 'oldBuild'
>;

/**
 * How long an answer is good for, in ms: however often anyone asks, the store is asked no more than this, and a look
 * costs seven commands.
 */
const FRESH = 60_000;

interface Health {
  /** `full` from where on the next thing that a visitor sends may be refused; nothing has been by then. */
  store: 'ok' | 'full' | 'unavailable';
  mail: 'ok' | 'delayed' | 'unknown';
  /**
   * `missing` when the key of somebody of the team has run out, so that nothing new reaches them; `none` when all have;
   * `unpublished` when the desk signs with a key that the site does not publish, so that nobody can check it.
   */
  keys: 'ok' | 'missing' | 'none' | 'unpublished';
  /** `failing` when something was wrong with the published log as the daily job looked last. */
  log: 'ok' | 'failing' | 'unknown';
  /** `old` when the newest build failed, so that the one before it is served. */
  site: 'ok' | 'old';
  /** `unreadable` when there are cases whose record can't be read: they stand in no list, and no clock runs for them. */
  cases: 'ok' | 'unreadable' | 'unknown';
}

/**
 * `GET /api/health`, for an uptime monitor: 200 while reports can be stored and sealed to the whole team, mail is not
 * stuck, what the desk signs can be checked, every case that a list met can be read, and the site is the newest one, else 503. That the store is full, or that nearly as much came in as may in a day or an hour, it says before
 * anything is refused. Tells only which of them is wrong. Drains the outbox on the way.
 */
export function createHealthHandler(parts: HealthParts): Handler {
  const healthAt = keptFor(FRESH, async (now) => {
    const health = await look(now, parts);
    if (health.store !== 'unavailable') parts.background.run();
    return health;
  });
  return endpoint('health', ['GET', 'HEAD'], parts, async () => {
    const health = await healthAt(parts.now().getTime());
    return json(health, Object.values(health).every((part) => part === 'ok') ? 200 : 503);
  });
}

async function look(now: number, parts: HealthParts): Promise<Health> {
  const { store, storageQuota } = parts;
  // A store that is full can be read and yet takes no report: only something written tells.
  const written = store.putToken({ name: 'health', value: '', endsAt: now + FRESH });
  const budgets = sharedBudgets(storageQuota);
  const use = store.readUse(
    budgets.map(({ limit }) => limit),
    now,
  );
  const asked = [store.outboxState(), use, readWatched(store), store.listUnreadable(), written] as const;
  const seen = await Promise.all(asked).catch(() => null);
  const keys = keysOf(parts, now);
  const site = parts.oldBuild() === null ? 'ok' : 'old';
  if (!seen) return { store: 'unavailable', mail: 'unknown', keys, log: 'unknown', site, cases: 'unknown' };
  const [outbox, { stored, hits }, watched, unreadable] = seen;
  const isFull =
    isNearlyFull(stored, storageQuota) || budgets.some(({ warnAt }, index) => (hits[index] ?? 0) > warnAt);
  return {
    store: isFull ? 'full' : 'ok',
    mail: isDelayed(outbox, now) ? 'delayed' : 'ok',
    keys,
    log: watched?.finding ? 'failing' : 'ok',
    site,
    cases: unreadable.length > 0 ? 'unreadable' : 'ok',
  };
}

function keysOf(parts: HealthParts, now: number): Health['keys'] {
  const expired = parts.team.filter((one) => hasExpired(one, now)).length;
  if (expired > 0) return expired === parts.team.length ? 'none' : 'missing';
  return isKeyPublished(parts) ? 'ok' : 'unpublished';
}

export const ALL = route(createHealthHandler);
