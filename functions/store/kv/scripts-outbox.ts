import { AFTER_LIST, COUNT_HITS } from './lua.ts';

/**
 * Puts entries in digests; needs COUNT_HITS. ARGV from `first` on holds the number of rules, then of each its kind, the
 * name of its digest, after (ms), apart (ms), most, and its limits. `outbox:digest:<name>` is when the last digest of
 * that name was due, `outbox:gathered:<id>` what is in one: ids by the time at which they were added.
 */
const GATHER = `
  local function readRules(first)
    local rules, at = {}, first + 1
    for _ = 1, tonumber(ARGV[first]) do
      rules[ARGV[at]] = {name = ARGV[at + 1], after = tonumber(ARGV[at + 2]), apart = tonumber(ARGV[at + 3]),
        most = tonumber(ARGV[at + 4]), limits = at + 5}
      at = afterList(at + 5, 5)
    end
    return rules
  end
  local function openDigest(outbox, rule, now)
    local latest = redis.call('GET', outbox .. ':digest:' .. rule.name)
    local id = 'digest.' .. rule.name .. '.' .. (latest or '')
    local isUntried = redis.call('HGET', outbox .. ':' .. id, 'attempts') == '0'
    if isUntried and redis.call('ZCARD', outbox .. ':gathered:' .. id) < rule.most then return id end
    local free = latest and (math.floor(tonumber(latest) / rule.apart) + 1) * rule.apart or 0
    local soonest = tonumber(now) + rule.after
    if isUntried and free > soonest + rule.apart then return id end
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
  end`;

/** Scripts about the outbox. */
export const outboxScripts = {
  /** KEYS outbox. ARGV prefix, now, lease end, how many, how many to gather at most; then the rules for that. */
  takeDueMail: `${AFTER_LIST}${COUNT_HITS}${GATHER}
    local outbox, now, leaseUntil, limit = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
    local mostDue = limit + tonumber(ARGV[5])
    local rules = readRules(6)
    local taken = {}
    local function take(isDigestsTurn)
      for _, id in ipairs(redis.call('ZRANGEBYSCORE', outbox, '-inf', now, 'LIMIT', 0, mostDue)) do
        if #taken == limit then return end
        local entry = outbox .. ':' .. id
        local fields = redis.call('HMGET', entry, 'kind', 'reference', 'about', 'attempts')
        local rule = fields[4] == '0' and rules[fields[1]]
        local isTurn = (fields[1] == 'digest') == isDigestsTurn
        if isTurn and rule and countHits(rule.limits) > 0 then
          gatherInto(outbox, rule, id, now)
        elseif isTurn then
          local attempts = redis.call('HINCRBY', entry, 'attempts', 1)
          redis.call('ZADD', outbox, leaseUntil, id)
          taken[#taken + 1] = {id, fields[1], fields[2], fields[3], tostring(attempts)}
        end
      end
    end
    take(false)
    -- By then everything else that is due has joined them.
    if #taken < limit then take(true) end
    return taken`,

  /** KEYS outbox, what was gathered. Those of cases that were erased since have no entry any more. */
  readGathered: `
    local found = {}
    local members = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
    for at = 1, #members, 2 do
      local fields = redis.call('HMGET', KEYS[1] .. ':' .. members[at], 'kind', 'reference', 'about')
      if fields[1] then found[#found + 1] = {members[at], fields[1], fields[2], fields[3], members[at + 1]} end
    end
    return found`,

  /** KEYS outbox, failed, added, what was gathered in it. ARGV prefix, id. */
  removeMail: `
    local outbox, failed, added, gathered, id = KEYS[1], KEYS[2], KEYS[3], KEYS[4], ARGV[2]
    local function forget(one)
      local entry = outbox .. ':' .. one
      local reference = redis.call('HGET', entry, 'reference')
      if reference then redis.call('SREM', ARGV[1] .. 'mails:' .. reference, one) end
      redis.call('DEL', entry)
    end
    for _, one in ipairs(redis.call('ZRANGE', gathered, 0, -1)) do forget(one) end
    redis.call('DEL', gathered)
    redis.call('ZREM', outbox, id)
    redis.call('SREM', failed, id)
    redis.call('ZREM', added, id)
    forget(id)
    return '1'`,

  /** KEYS outbox, failed. ARGV prefix, id, due. An entry that is gone stays gone. */
  postponeMail: `
    if redis.call('ZSCORE', KEYS[1], ARGV[2]) then
      redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
      redis.call('SADD', KEYS[2], ARGV[2])
    end
    return '1'`,

  /** KEYS outbox, failed, added. */
  outboxState: `
    local oldest = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
    return {tostring(redis.call('ZCARD', KEYS[1])), tostring(redis.call('SCARD', KEYS[2])), oldest[2] or ''}`,
} as const;
