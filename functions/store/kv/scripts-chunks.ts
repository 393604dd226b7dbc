import { ADD_MAILS, AFTER_LIST, COUNT_HITS, IS_WITH_REPORTER } from './lua.ts';
import { COUNT_STORED } from './lua-stored.ts';

/**
 * Scripts about the chunks of attachments. What an upload that is not complete holds stands in the hash of its case,
 * and its end in the sorted set `uploads`, so that it can be given back.
 */
export const chunkScripts = {
  /**
   * KEYS case, chunks, uploads. ARGV prefix, reference, attachment id, index, bytes, count, end (ms), time, where in its
   * chunk the part begins, whether it is the last (1), quota (20); then limits.
   * A chunk that is in stays; with the last one none of them ends any more. Bytes are in base64, also where they are
   * counted. Parts are joined under the name of their chunk with a ~ behind it.
   */
  putChunk: `${AFTER_LIST}${ADD_MAILS}${COUNT_HITS}${COUNT_STORED}${IS_WITH_REPORTER}
    local case, chunks, uploads = KEYS[1], KEYS[2], KEYS[3]
    local prefix, reference, id, index, bytes = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
    local count, eraseAt, now, start, isLast = tonumber(ARGV[6]), ARGV[7], ARGV[8], tonumber(ARGV[9]), ARGV[10] == '1'
    local quota, limits = 11, 31
    local stem = prefix .. 'chunk:' .. reference .. ':' .. id .. ':'
    local name = id .. ':' .. index
    local upload = 'upload:' .. id
    local mails = 0
    if not isWithReporter(case) then return {'gone'} end
    if redis.call('EXISTS', stem .. index) == 0 then
      local joined = stem .. index .. '~'
      local present = redis.call('STRLEN', joined)
      local isIn = present >= start + #bytes
      if present ~= start and not isIn then return {'gap'} end
      if not isIn then
        if isStorageFull(quota) then return refuse(quota, now) end
        local waitUntil = countHits(limits)
        if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
        if start == 0 and isLast then
          redis.call('SET', stem .. index, bytes, 'PXAT', eraseAt)
          redis.call('SADD', chunks, name)
        else
          redis.call('APPEND', joined, bytes)
          redis.call('PEXPIREAT', joined, eraseAt)
          redis.call('SADD', chunks, name .. '~')
          if isLast then
            redis.call('RENAME', joined, stem .. index)
            redis.call('SREM', chunks, name .. '~')
            redis.call('SADD', chunks, name)
          end
        end
        redis.call('HINCRBY', case, upload, ARGV[quota])
        redis.call('ZADD', uploads, eraseAt, reference .. ':' .. id)
        mails = addStored(case, quota, now)
      end
    end
    for i = 0, count - 1 do
      if redis.call('EXISTS', stem .. i) == 0 then return {'stored', tostring(mails)} end
    end
    for i = 0, count - 1 do redis.call('PERSIST', stem .. i) end
    redis.call('HDEL', case, upload)
    redis.call('ZREM', uploads, reference .. ':' .. id)
    return {'stored', tostring(mails)}`,

  /** KEYS chunks. ARGV prefix, reference. Names of chunks whose time is over, or of which a part is missing, are left out. */
  listChunks: `
    local found = {}
    for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
      local isWhole = string.sub(name, -1) ~= '~'
      if isWhole and redis.call('EXISTS', ARGV[1] .. 'chunk:' .. ARGV[2] .. ':' .. name) == 1 then found[#found + 1] = name end
    end
    return found`,

  /** KEYS chunks. ARGV prefix, reference, attachment id. Gives index and length of each chunk of which a part is in. */
  listParts: `
    local prefix, reference, id = ARGV[1], ARGV[2], ARGV[3]
    local found = {}
    for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
      local own, index = string.match(name, '^(%w+):(%d+)~$')
      if own == id then
        local length = redis.call('STRLEN', prefix .. 'chunk:' .. reference .. ':' .. name)
        if length > 0 then
          found[#found + 1] = index
          found[#found + 1] = tostring(length)
        end
      end
    end
    return found`,

  /** KEYS uploads. ARGV prefix, time, how many. Gives how many uploads were over. */
  eraseStale: `
    local over = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])
    for _, member in ipairs(over) do
      local reference, id = string.match(member, '^(.*):(.*)$')
      local case = ARGV[1] .. 'case:' .. reference
      local names = ARGV[1] .. 'chunks:' .. reference
      for _, name in ipairs(redis.call('SMEMBERS', names)) do
        if string.match(name, '^[^:]*') == id then
          redis.call('DEL', ARGV[1] .. 'chunk:' .. reference .. ':' .. name)
          redis.call('SREM', names, name)
        end
      end
      local bytes = redis.call('HGET', case, 'upload:' .. id)
      redis.call('HDEL', case, 'upload:' .. id)
      redis.call('HINCRBY', case, 'stored', '-' .. bytes)
      redis.call('DECRBY', ARGV[1] .. 'stored', bytes)
      redis.call('ZREM', KEYS[1], member)
    end
    return tostring(#over)`,
} as const;
