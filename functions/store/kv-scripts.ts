/**
 * The Lua scripts of the kv adapter. Redis runs each alone and to its end. A script checks everything before it
 * writes anything, so that a failure half-way leaves nothing half-written.
 */
export const scripts = {
  /**
   * KEYS receipt, case, messages, cases, outbox, outbox entry, then one per limit.
   * ARGV case prefix, reference, body hash, case record, message, list position, time, mail id, mail kind, mail
   * reference, then most and end (seconds) per limit.
   */
  createCase: `
    local known = redis.call('GET', KEYS[1])
    if known then
      local reference, bodyHash = string.match(known, '^(%S+) (%S+)$')
      if bodyHash ~= ARGV[3] then return {'conflict'} end
      return {'repeated', redis.call('GET', ARGV[1] .. reference)}
    end
    if redis.call('EXISTS', KEYS[2]) == 1 then return {'reference-taken'} end
    local waitUntil = 0
    for i = 7, #KEYS do
      local most, ends = tonumber(ARGV[11 + (i - 7) * 2]), tonumber(ARGV[12 + (i - 7) * 2])
      local count = tonumber(redis.call('GET', KEYS[i]) or '0')
      if count >= most and ends > waitUntil then waitUntil = ends end
    end
    if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
    for i = 7, #KEYS do
      redis.call('INCR', KEYS[i])
      redis.call('EXPIREAT', KEYS[i], ARGV[12 + (i - 7) * 2])
    end
    redis.call('SET', KEYS[1], ARGV[2] .. ' ' .. ARGV[3])
    redis.call('SET', KEYS[2], ARGV[4])
    redis.call('RPUSH', KEYS[3], ARGV[5])
    redis.call('ZADD', KEYS[4], 0, ARGV[6])
    redis.call('HSET', KEYS[6], 'kind', ARGV[9], 'reference', ARGV[10], 'attempts', 0)
    redis.call('ZADD', KEYS[5], ARGV[7], ARGV[8])
    return {'created'}`,

  /** KEYS cases. ARGV case prefix, where to begin, how many. */
  listCases: `
    local found = {}
    for _, position in ipairs(redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[2], '-', 'LIMIT', 0, ARGV[3])) do
      local record = redis.call('GET', ARGV[1] .. string.sub(position, 17))
      if record then found[#found + 1] = record end
    end
    return found`,

  /** KEYS outbox. ARGV entry prefix, now, lease end, how many. */
  takeDueMail: `
    local taken = {}
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])) do
      local entry = ARGV[1] .. id
      local attempts = redis.call('HINCRBY', entry, 'attempts', 1)
      local fields = redis.call('HMGET', entry, 'kind', 'reference')
      redis.call('ZADD', KEYS[1], ARGV[3], id)
      taken[#taken + 1] = {id, fields[1], fields[2], tostring(attempts)}
    end
    return taken`,

  /** KEYS outbox, failed, entry. ARGV id. */
  removeMail: `
    redis.call('ZREM', KEYS[1], ARGV[1])
    redis.call('SREM', KEYS[2], ARGV[1])
    redis.call('DEL', KEYS[3])
    return 'OK'`,

  /** KEYS outbox, failed. ARGV id, due. An entry that is gone stays gone. */
  postponeMail: `
    if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
      redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
      redis.call('SADD', KEYS[2], ARGV[1])
    end
    return 'OK'`,

  /** KEYS outbox, failed. */
  outboxState: `
    local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    return {tostring(redis.call('ZCARD', KEYS[1])), tostring(redis.call('SCARD', KEYS[2])), first[2] or ''}`,
} as const;
