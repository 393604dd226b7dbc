import { AFTER_LIST, COUNT_HITS } from './lua.ts';

/**
 * Scripts about limits and about values with an end. Redis erases a value some time after its end; what
 * holds for the caller is the caller's clock, so the end is compared as well.
 */
export const tokenScripts = {
  /** ARGV prefix; then limits. */
  countHit: `${AFTER_LIST}${COUNT_HITS}
    return tostring(countHits(2))`,

  /** KEYS token. ARGV prefix, value, end, when to erase it (ms). */
  putToken: `
    redis.call('HSET', KEYS[1], 'value', ARGV[2], 'endsAt', ARGV[3])
    redis.call('PEXPIREAT', KEYS[1], ARGV[4])
    return '1'`,

  /** KEYS token. ARGV prefix, time; then the limit of a known token, then limits on guesses. */
  readToken: `${AFTER_LIST}${COUNT_HITS}
    local now, own = tonumber(ARGV[2]), 3
    local guesses = afterList(own, 5)
    local value, endsAt = unpack(redis.call('HMGET', KEYS[1], 'value', 'endsAt'))
    local isKnown = value and tonumber(endsAt) > now
    local waitUntil = countIfRoom(isKnown and own or guesses)
    if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
    if not isKnown then return {'none'} end
    return {'value', value}`,

  /** KEYS token. ARGV prefix, time. */
  takeToken: `
    local token = redis.call('HMGET', KEYS[1], 'value', 'endsAt')
    redis.call('DEL', KEYS[1])
    if not token[1] or tonumber(token[2]) <= tonumber(ARGV[2]) then return {'none'} end
    return {'value', token[1]}`,
} as const;
