/** Scripts about the outbox. */
export const outboxScripts = {
  /** KEYS outbox. ARGV prefix, now, lease end, how many. */
  takeDueMail: `
    local taken = {}
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])) do
      local entry = ARGV[1] .. 'outbox:' .. id
      local attempts = redis.call('HINCRBY', entry, 'attempts', 1)
      local fields = redis.call('HMGET', entry, 'kind', 'reference', 'about')
      redis.call('ZADD', KEYS[1], ARGV[3], id)
      taken[#taken + 1] = {id, fields[1], fields[2], fields[3], tostring(attempts)}
    end
    return taken`,

  /** KEYS outbox, failed, added, entry. ARGV prefix, id. */
  removeMail: `
    local reference = redis.call('HGET', KEYS[4], 'reference')
    if reference then redis.call('SREM', ARGV[1] .. 'mails:' .. reference, ARGV[2]) end
    redis.call('ZREM', KEYS[1], ARGV[2])
    redis.call('SREM', KEYS[2], ARGV[2])
    redis.call('ZREM', KEYS[3], ARGV[2])
    redis.call('DEL', KEYS[4])
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
