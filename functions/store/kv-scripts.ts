/**
 * The Lua scripts of the kv adapter. Redis runs each alone and to its end. A script checks everything before it
 * writes anything, so that a failure half-way leaves nothing half-written. ARGV[1] is the prefix of all keys.
 */

/** Stores outbox entries: ARGV from `first` on holds their number, then id, kind, reference and message of each. */
const ADD_MAILS = `
  local function addMails(first, dueAt)
    for i = 0, tonumber(ARGV[first]) - 1 do
      local at = first + 1 + i * 4
      local id, reference = ARGV[at], ARGV[at + 2]
      redis.call('HSET', ARGV[1] .. 'outbox:' .. id, 'kind', ARGV[at + 1], 'reference', reference,
        'messageId', ARGV[at + 3], 'attempts', 0)
      redis.call('ZADD', ARGV[1] .. 'outbox', dueAt, id)
      redis.call('SADD', ARGV[1] .. 'mails:' .. reference, id)
    end
    return first + 1 + tonumber(ARGV[first]) * 4
  end`;

/**
 * Counts hits: ARGV from `first` on holds key, weight, most and end (s) of each. Gives the end of one that is
 * reached, or 0.
 */
const COUNT_HITS = `
  local function countHits(first)
    local waitUntil = 0
    for i = first, #ARGV, 4 do
      local count = tonumber(redis.call('GET', ARGV[1] .. ARGV[i]) or '0') + tonumber(ARGV[i + 1])
      if count > tonumber(ARGV[i + 2]) then waitUntil = math.max(waitUntil, tonumber(ARGV[i + 3])) end
    end
    if waitUntil > 0 then return waitUntil end
    for i = first, #ARGV, 4 do
      redis.call('INCRBY', ARGV[1] .. ARGV[i], ARGV[i + 1])
      redis.call('EXPIREAT', ARGV[1] .. ARGV[i], ARGV[i + 3])
    end
    return 0
  end`;

/** Sets the alert of a case, or takes it away when \`record\` is empty. */
const PUT_ALERT = `
  local function putAlert(reference, id, record)
    local old = redis.call('HGET', ARGV[1] .. 'alert:' .. reference, 'id')
    if old then redis.call('DEL', ARGV[1] .. 'alert-id:' .. old) end
    redis.call('DEL', ARGV[1] .. 'alert:' .. reference)
    if record == '' then return end
    redis.call('HSET', ARGV[1] .. 'alert:' .. reference, 'id', id, 'record', record)
    redis.call('SET', ARGV[1] .. 'alert-id:' .. id, reference)
  end`;

export const scripts = {
  /**
   * KEYS receipt, case, messages, message ids, cases. ARGV prefix, reference, receipt id, body hash, version,
   * record, position in the list, time, message id, message, alert id, alert; then mails, then limits.
   */
  createCase: `${ADD_MAILS}${COUNT_HITS}${PUT_ALERT}
    local known = redis.call('GET', KEYS[1])
    if known then
      local old = ARGV[1] .. 'case:' .. known
      if redis.call('HGET', old, 'bodyHash') ~= ARGV[4] then return {'conflict'} end
      return {'repeated', redis.call('HGET', old, 'record')}
    end
    if redis.call('EXISTS', KEYS[2]) == 1 then return {'reference-taken'} end
    local limitsFrom = 14 + tonumber(ARGV[13]) * 4
    local waitUntil = countHits(limitsFrom)
    if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
    redis.call('SET', KEYS[1], ARGV[2])
    redis.call('HSET', KEYS[2], 'record', ARGV[6], 'version', ARGV[5], 'bodyHash', ARGV[4], 'receiptId', ARGV[3],
      'position', ARGV[7], 'size', string.len(ARGV[10]))
    redis.call('RPUSH', KEYS[3], ARGV[10])
    redis.call('SADD', KEYS[4], ARGV[9])
    redis.call('ZADD', KEYS[5], 0, ARGV[7])
    putAlert(ARGV[2], ARGV[11], ARGV[12])
    addMails(13, ARGV[8])
    return {'created'}`,

  /**
   * KEYS receipt, misses. ARGV prefix, most, end (s); then the limit of the case itself. A known and an unknown
   * receipt take the same steps.
   */
  findCaseByReceipt: `${COUNT_HITS}
    local misses = tonumber(redis.call('GET', KEYS[2]) or '0')
    local known = redis.call('GET', KEYS[1])
    local record = redis.call('HGET', ARGV[1] .. 'case:' .. (known or '-'), 'record')
    if misses >= tonumber(ARGV[2]) then return {'limited', ARGV[3]} end
    if record then
      local waitUntil = countHits(4)
      if waitUntil > 0 then return {'busy', tostring(waitUntil)} end
      return {'found', record}
    end
    redis.call('INCR', KEYS[2])
    redis.call('EXPIREAT', KEYS[2], ARGV[3])
    return {'unknown', tostring(misses + 1)}`,

  /** KEYS case. ARGV prefix, version seen, new version, record, time, reference, whether closed (1 or 0); then mails. */
  changeCase: `${ADD_MAILS}${PUT_ALERT}
    if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then return '0' end
    redis.call('HSET', KEYS[1], 'version', ARGV[3], 'record', ARGV[4])
    if ARGV[7] == '1' then putAlert(ARGV[6], '', '') end
    addMails(8, ARGV[5])
    return '1'`,

  /** KEYS case, cases. ARGV prefix, reference, time; then mails. */
  eraseCase: `${ADD_MAILS}${PUT_ALERT}
    local fields = redis.call('HMGET', KEYS[1], 'receiptId', 'position')
    if not fields[1] then return '0' end
    for _, id in ipairs(redis.call('SMEMBERS', ARGV[1] .. 'mails:' .. ARGV[2])) do
      redis.call('ZREM', ARGV[1] .. 'outbox', id)
      redis.call('SREM', ARGV[1] .. 'outbox:failed', id)
      redis.call('DEL', ARGV[1] .. 'outbox:' .. id)
    end
    for _, name in ipairs(redis.call('SMEMBERS', ARGV[1] .. 'chunks:' .. ARGV[2])) do
      redis.call('DEL', ARGV[1] .. 'chunk:' .. ARGV[2] .. ':' .. name)
    end
    putAlert(ARGV[2], '', '')
    for _, kind in ipairs({'messages:', 'message-ids:', 'mails:', 'chunks:'}) do
      redis.call('DEL', ARGV[1] .. kind .. ARGV[2])
    end
    redis.call('DEL', ARGV[1] .. 'receipt:' .. fields[1])
    redis.call('ZREM', KEYS[2], fields[2])
    redis.call('DEL', KEYS[1])
    addMails(4, ARGV[3])
    return '1'`,

  /** KEYS case, messages, message ids. ARGV prefix, message id, message, most, most bytes, time; then mails, then limits. */
  appendMessage: `${ADD_MAILS}${COUNT_HITS}
    if redis.call('EXISTS', KEYS[1]) == 0 then return {'gone'} end
    if redis.call('SISMEMBER', KEYS[3], ARGV[2]) == 1 then return {'repeated'} end
    local size = tonumber(redis.call('HGET', KEYS[1], 'size')) + string.len(ARGV[3])
    if redis.call('LLEN', KEYS[2]) >= tonumber(ARGV[4]) or size > tonumber(ARGV[5]) then return {'full'} end
    local waitUntil = countHits(8 + tonumber(ARGV[7]) * 4)
    if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
    redis.call('RPUSH', KEYS[2], ARGV[3])
    redis.call('SADD', KEYS[3], ARGV[2])
    redis.call('HSET', KEYS[1], 'size', size)
    addMails(7, ARGV[6])
    return {'appended'}`,

  /** KEYS cases. ARGV prefix, where to begin, how many. */
  listCases: `
    local found = {}
    for _, position in ipairs(redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[2], '-', 'LIMIT', 0, ARGV[3])) do
      local record = redis.call('HGET', ARGV[1] .. 'case:' .. string.sub(position, 17), 'record')
      if record then found[#found + 1] = record end
    end
    return found`,

  /**
   * KEYS case, chunks. ARGV prefix, reference, attachment id, index, bytes, count, end (ms). A chunk that is in
   * stays; with the last one none of them ends any more.
   */
  putChunk: `
    if redis.call('EXISTS', KEYS[1]) == 0 then return '0' end
    local stem = ARGV[1] .. 'chunk:' .. ARGV[2] .. ':' .. ARGV[3] .. ':'
    redis.call('SET', stem .. ARGV[4], ARGV[5], 'NX', 'PXAT', ARGV[7])
    redis.call('SADD', KEYS[2], ARGV[3] .. ':' .. ARGV[4])
    for i = 0, tonumber(ARGV[6]) - 1 do
      if redis.call('EXISTS', stem .. i) == 0 then return '1' end
    end
    for i = 0, tonumber(ARGV[6]) - 1 do redis.call('PERSIST', stem .. i) end
    return '1'`,

  /** KEYS chunks. ARGV prefix, reference. Names of chunks whose time is over are left out. */
  listChunks: `
    local found = {}
    for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
      if redis.call('EXISTS', ARGV[1] .. 'chunk:' .. ARGV[2] .. ':' .. name) == 1 then found[#found + 1] = name end
    end
    return found`,

  /** KEYS case. ARGV prefix, reference, alert id, alert, time; then mails. */
  setAlert: `${ADD_MAILS}${PUT_ALERT}
    if redis.call('EXISTS', KEYS[1]) == 0 then return '0' end
    putAlert(ARGV[2], ARGV[3], ARGV[4])
    addMails(6, ARGV[5])
    return '1'`,

  /** KEYS alert id. ARGV prefix, whether it is wanted (1 or 0). */
  answerAlert: `${PUT_ALERT}
    local reference = redis.call('GET', KEYS[1])
    if not reference then return '0' end
    if ARGV[2] == '1' then
      redis.call('HSET', ARGV[1] .. 'alert:' .. reference, 'confirmed', '1')
    else
      putAlert(reference, '', '')
    end
    return '1'`,

  /** ARGV prefix; then one limit. */
  countHit: `${COUNT_HITS}
    return tostring(countHits(2))`,

  /** KEYS outbox. ARGV prefix, now, lease end, how many. */
  takeDueMail: `
    local taken = {}
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])) do
      local entry = ARGV[1] .. 'outbox:' .. id
      local attempts = redis.call('HINCRBY', entry, 'attempts', 1)
      local fields = redis.call('HMGET', entry, 'kind', 'reference', 'messageId')
      redis.call('ZADD', KEYS[1], ARGV[3], id)
      taken[#taken + 1] = {id, fields[1], fields[2], fields[3], tostring(attempts)}
    end
    return taken`,

  /** KEYS outbox, failed, entry. ARGV prefix, id. */
  removeMail: `
    local reference = redis.call('HGET', KEYS[3], 'reference')
    if reference then redis.call('SREM', ARGV[1] .. 'mails:' .. reference, ARGV[2]) end
    redis.call('ZREM', KEYS[1], ARGV[2])
    redis.call('SREM', KEYS[2], ARGV[2])
    redis.call('DEL', KEYS[3])
    return '1'`,

  /** KEYS outbox, failed. ARGV prefix, id, due. An entry that is gone stays gone. */
  postponeMail: `
    if redis.call('ZSCORE', KEYS[1], ARGV[2]) then
      redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
      redis.call('SADD', KEYS[2], ARGV[2])
    end
    return '1'`,

  /** KEYS outbox, failed. */
  outboxState: `
    local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    return {tostring(redis.call('ZCARD', KEYS[1])), tostring(redis.call('SCARD', KEYS[2])), first[2] or ''}`,
} as const;
