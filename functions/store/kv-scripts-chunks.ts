import { ADD_MAILS, AFTER_LIST, COUNT_HITS, IS_WITH_REPORTER } from './kv-lua.ts';
import { COUNT_STORED } from './kv-lua-stored.ts';

/**
 * Scripts about the chunks of attachments. What an upload that is not complete holds stands in the hash of its case,
 * and its end in the sorted set `uploads`, so that it can be given back.
 */
export const chunkScripts = {
  /**
   * KEYS case, chunks, uploads. ARGV prefix, reference, attachment id, index, bytes, count, end (ms), time, quota (20); then limits.
   * A chunk that is in stays; with the last one none of them ends any more.
   */
  putChunk: `${AFTER_LIST}${ADD_MAILS}${COUNT_HITS}${COUNT_STORED}${IS_WITH_REPORTER}
    if not isWithReporter(KEYS[1]) then return {'gone'} end
    local stem = ARGV[1] .. 'chunk:' .. ARGV[2] .. ':' .. ARGV[3] .. ':'
    local upload = 'upload:' .. ARGV[3]
    local mails = 0
    if redis.call('EXISTS', stem .. ARGV[4]) == 0 then
      local quota, limits = 9, 29
      if isStorageFull(quota) then return refuse(quota, ARGV[8]) end
      local waitUntil = countHits(limits)
      if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
      redis.call('SET', stem .. ARGV[4], ARGV[5], 'PXAT', ARGV[7])
      redis.call('SADD', KEYS[2], ARGV[3] .. ':' .. ARGV[4])
      redis.call('HINCRBY', KEYS[1], upload, ARGV[9])
      redis.call('ZADD', KEYS[3], ARGV[7], ARGV[2] .. ':' .. ARGV[3])
      mails = addStored(KEYS[1], quota, ARGV[8])
    end
    for i = 0, tonumber(ARGV[6]) - 1 do
      if redis.call('EXISTS', stem .. i) == 0 then return {'stored', tostring(mails)} end
    end
    for i = 0, tonumber(ARGV[6]) - 1 do redis.call('PERSIST', stem .. i) end
    redis.call('HDEL', KEYS[1], upload)
    redis.call('ZREM', KEYS[3], ARGV[2] .. ':' .. ARGV[3])
    return {'stored', tostring(mails)}`,

  /** KEYS chunks. ARGV prefix, reference. Names of chunks whose time is over are left out. */
  listChunks: `
    local found = {}
    for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
      if redis.call('EXISTS', ARGV[1] .. 'chunk:' .. ARGV[2] .. ':' .. name) == 1 then found[#found + 1] = name end
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
