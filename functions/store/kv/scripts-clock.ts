import { ADD_MAILS, AFTER_LIST, PUT_TIME, RECORDS_OF } from './lua.ts';

/** Scripts about what time brings: reminders, retention, figures. */
export const clockScripts = {
  /** KEYS sorted set. ARGV prefix, latest time, how many. */
  listByTime: `${RECORDS_OF}
    return recordsOf(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3]), 1)`,

  /** KEYS case. ARGV prefix, reference, version seen, time for the clock (empty: none), time; then mails. */
  remind: `${AFTER_LIST}${ADD_MAILS}${PUT_TIME}
    if redis.call('HGET', KEYS[1], 'version') ~= ARGV[3] then return '0' end
    putTime('clock', ARGV[4], ARGV[2])
    addMails(6, ARGV[5], 'announced:' .. ARGV[2])
    return '1'`,

  /** ARGV prefix, time; then mails. */
  announce: `${AFTER_LIST}${ADD_MAILS}
    addMails(3, ARGV[2], 'announced')
    return '1'`,

  /** KEYS the figures of each month. */
  readFigures: `
    local found = {}
    for i, figures in ipairs(KEYS) do
      found[i] = redis.call('HMGET', figures, 'received', 'answered', 'late', 'totalMs', 'slowestMs')
    end
    return found`,
} as const;
