import { z } from 'zod';
import { type HitLimit, type Store, secondsUntil, windowOf } from '../store.ts';
import type { KvClient } from './client.ts';
import { type Given, type Shape, script, shared } from './script.ts';

/** A limit in its window: the key of what is counted, and its end, in seconds since 1970 and from now. */
export const limitShape = {
  values: ['key', 'weight', 'most', 'endsAt', 'left'],
} as const satisfies Shape;

/**
 * Counts hits. Gives the end of a limit that is reached, or 0; and the place, from 0, of the first that is. Keys go after
 * what is left, so that clocks that differ do no harm.
 */
export const COUNT_HITS = shared(
  [],
  `
  local function countHits(limits)
    local waitUntil, reached = 0, nil
    for place, limit in ipairs(limits) do
      local count = tonumber(redis.call('GET', prefix .. limit.key) or '0') + tonumber(limit.weight)
      if count > tonumber(limit.most) then
        waitUntil, reached = math.max(waitUntil, tonumber(limit.endsAt)), reached or place - 1
      end
    end
    if waitUntil > 0 then return waitUntil, reached end
    for _, limit in ipairs(limits) do
      redis.call('INCRBY', prefix .. limit.key, limit.weight)
      redis.call('EXPIRE', prefix .. limit.key, limit.left)
    end
    return 0
  end
  -- For reading what is counted as it is read: a store that takes nothing more can still be read.
  local function countIfRoom(limits)
    local isCounted, waitUntil = pcall(countHits, limits)
    return isCounted and waitUntil or 0
  end`,
);

const countScript = script(
  { uses: [COUNT_HITS], lists: { limits: limitShape } },
  'return tostring(countHits(limits))',
);

/** The limits of the kv adapter. */
export function kvHits({ run }: KvClient): Pick<Store, 'countHit'> {
  return {
    async countHit({ limits, now }) {
      const given = { limits: limitsAt(limits, now) };
      const waitUntil = await run(z.coerce.number(), countScript, {}, given);
      return waitUntil === 0 ? null : secondsUntil(waitUntil * 1000, now);
    },
  };
}

/** Limits as the scripts take them. */
export function limitsAt(limits: readonly HitLimit[], now: number): Given<typeof limitShape>[] {
  return limits.map((limit) => limitAt(limit, now));
}

/** A limit as the scripts take it. */
export function limitAt(limit: HitLimit, now: number): Given<typeof limitShape> {
  const { key, endsAt } = windowOf(limit, now);
  const left = secondsUntil(endsAt, now);
  return { key: hitsKey(key), weight: limit.weight ?? 1, most: limit.most, endsAt: endsAt / 1000, left };
}

/** The key under which hits are counted, of that of a window. */
export function hitsKey(windowKey: string): string {
  return `hits:${windowKey}`;
}
