import type { Gathering } from '../store.ts';
import { COUNT_HITS, limitShape, limitsAt } from './hits.ts';
import { type Given, type Shape, shared } from './script.ts';

/** When mails of one kind are gathered, and the digest that they go into; times in ms. See `Gathering`. */
export const ruleShape = {
  values: ['kind', 'name', 'after', 'apart', 'most'],
  lists: { limits: limitShape },
} as const satisfies Shape;

/**
 * Puts an entry in a digest. `outbox:digest:<name>` is when the last digest of that name was due, `outbox:gathered:<id>`
 * what is in one: ids by the time at which they were added.
 */
export const GATHER = shared(
  [COUNT_HITS],
  `
  local function openDigest(outbox, rule, now)
    local apart = tonumber(rule.apart)
    local latest = redis.call('GET', outbox .. ':digest:' .. rule.name)
    local id = 'digest.' .. rule.name .. '.' .. (latest or '')
    local isUntried = redis.call('HGET', outbox .. ':' .. id, 'attempts') == '0'
    if isUntried and redis.call('ZCARD', outbox .. ':gathered:' .. id) < tonumber(rule.most) then return id end
    local free = latest and (math.floor(tonumber(latest) / apart) + 1) * apart or 0
    local soonest = tonumber(now) + tonumber(rule.after)
    if isUntried and free > soonest + apart then return id end
    local dueAt = string.format('%.0f', math.max(soonest, free))
    id = 'digest.' .. rule.name .. '.' .. dueAt
    redis.call('SET', outbox .. ':digest:' .. rule.name, dueAt)
    redis.call('HSET', outbox .. ':' .. id, 'kind', 'digest', 'reference', '', 'about', rule.name, 'attempts', 0)
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
  return gather.map(({ kind, limits, digest: { name, after, apart, most } }) => ({
    ...{ kind, name, after, apart, most },
    limits: limitsAt(limits, now),
  }));
}
