import { z } from 'zod';
import { type Quota, type Store, windowOf } from '../store.ts';
import type { KvClient } from './client.ts';
import { hitsKey } from './hits.ts';
import { ADD_MAILS, mailShape } from './outbox.ts';
import { type Given, type Shape, shared } from './script.ts';

/** The quota for a step, with the bytes that it adds; see `Quota`. */
export const quotaShape = {
  values: ['added', 'most', 'warnAt'],
  one: { warning: mailShape, refusal: mailShape },
  maybe: { budget: { values: ['key', 'warnAt'], one: { warning: mailShape } } },
} as const satisfies Shape;

/** How many bytes are stored. Hits are counted before what is stored. */
export const COUNT_STORED = shared(
  [ADD_MAILS],
  `
  local function isStorageFull(quota)
    local stored = tonumber(redis.call('GET', prefix .. 'stored') or '0')
    return stored + tonumber(quota.added) > tonumber(quota.most)
  end
  local function refuse(quota, now)
    return {'storage-full', tostring(addMails({quota.refusal}, now, 'announced'))}
  end
  local function addStored(case, quota, now)
    local mails, budget = {}, quota.budget
    redis.call('HINCRBY', case, 'stored', quota.added)
    local stored = redis.call('INCRBY', prefix .. 'stored', quota.added)
    if stored >= tonumber(quota.warnAt) then mails[1] = quota.warning end
    if budget and tonumber(redis.call('GET', prefix .. budget.key) or '0') > tonumber(budget.warnAt) then
      mails[#mails + 1] = budget.warning
    end
    return addMails(mails, now, 'announced')
  end`,
);

const count = z.coerce
  .number()
  .nullable()
  .transform((number) => number ?? 0);

/** How much is stored in the kv adapter: each case knows what it counts for, and one key the sum. */
export function kvStored({ client, ask, key }: KvClient): Pick<Store, 'storedBytes' | 'readUse'> {
  return {
    async storedBytes() {
      const stored = await ask(z.string().nullable(), () => client.get(key('stored')));
      return Number(stored ?? 0);
    },
    async readUse(limits, now) {
      const names = ['stored', ...limits.map((limit) => hitsKey(windowOf(limit, now).key))].map(key);
      const [stored = 0, ...hits] = await ask(z.array(count), () => client.mget(...names));
      return { stored, hits };
    },
  };
}

/** The quota as the scripts take it. @param added the bytes that come in */
export function quotaAt(
  { most, warnAt, warning, refusal, budget }: Quota,
  added: number,
  now: number,
): Given<typeof quotaShape> {
  const watched = budget && {
    key: hitsKey(windowOf(budget.limit, now).key),
    warnAt: budget.warnAt,
    warning: budget.warning,
  };
  return { added, most, warnAt, warning, refusal, budget: watched ?? null };
}
