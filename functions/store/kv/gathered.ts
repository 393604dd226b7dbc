import type { Gathering } from '../store.ts';
import { COUNT_HITS, limitShape, limitsAt } from './hits.ts';
import { type Given, type Shape, shared } from './script.ts';

/** When mails of one kind are gathered, and the digest that they go into, or the other one; times in ms. See `Gathering`. */
export const ruleShape = {
  values: ['kind', 'name', 'after', 'apart', 'most'],
  maybe: { scarce: { values: ['name', 'after', 'apart', 'most'], lists: { limits: limitShape } } },
  lists: { limits: limitShape },
} as const satisfies Shape;

/**
 * Puts an entry in a digest. `outbox:digest:<name>` is when the last digest of that name was due, `outbox:gathered:<id>`
 * what is in one: ids by the time at which they were added.
 */
export const GATHER = shared(
  [COUNT_HITS],
  `
  local function openDigest(outbox, digest, now)
    local apart = tonumber(digest.apart)
    local latest = redis.call('GET', outbox .. ':digest:' .. digest.name)
    local id = 'digest.' .. digest.name .. '.' .. (latest or '')
    local isUntried = redis.call('HGET', outbox .. ':' .. id, 'attempts') == '0'
    if isUntried and redis.call('ZCARD', outbox .. ':gathered:' .. id) < tonumber(digest.most) then return id end
    local free = latest and (math.floor(tonumber(latest) / apart) + 1) * apart or 0
    local soonest = tonumber(now) + tonumber(digest.after)
    if isUntried and free > soonest + apart then return id end
    local scarce = digest.scarce
    if scarce and countHits(scarce.limits) > 0 then return openDigest(outbox, scarce, now) end
    local dueAt = string.format('%.0f', math.max(soonest, free))
    id = 'digest.' .. digest.name .. '.' .. dueAt
    redis.call('SET', outbox .. ':digest:' .. digest.name, dueAt)
    redis.call('HSET', outbox .. ':' .. id, 'kind', 'digest', 'reference', '', 'about', digest.name, 'attempts', 0)
    redis.call('ZADD', outbox, dueAt, id)
    redis.call('ZADD', outbox .. ':added', dueAt, id)
    return id
  end
  local function gatherInto(outbox, rule, id, now)
    local digest = openDigest(outbox, rule, now)
    local addedAt = redis.call('ZSCORE', outbox .. ':added', id) or now
    redis.call('ZADD', outbox .. ':gathered:' .. digest, addedAt, id)
    redis.call('ZREM', outbox, id)
    redis.call('ZREM', outbox .. ':added', id)
  end`,
);

/** The rules for gathering mails as the scripts take them. */
export function rulesAt(gather: readonly Gathering[], now: number): Given<typeof ruleShape>[] {
  return gather.map(({ kind, limits, digest: { scarce, ...digest } }) => ({
    ...{ kind, ...digest },
    scarce: scarce ? { ...scarce.otherwise, limits: limitsAt(scarce.limits, now) } : null,
    limits: limitsAt(limits, now),
  }));
}
