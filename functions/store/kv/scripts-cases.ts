import {
  ADD_MAILS,
  ADD_TEXT,
  AFTER_LIST,
  COUNT_HITS,
  ERASE_CONTENTS,
  IS_WITH_REPORTER,
  PUT_ALERT,
  PUT_INDEX,
  RECORDS_OF,
} from './lua.ts';
import { COUNT_STORED } from './lua-stored.ts';

/** Counts a first response in the figures of its month; an empty month stands for none. */
const COUNT_RESPONSE = `
  local function countResponse(month, ms, late)
    if month == '' then return end
    local figures = ARGV[1] .. 'figures:' .. month
    local slowest = tonumber(redis.call('HGET', figures, 'slowestMs') or '0')
    redis.call('HINCRBY', figures, 'answered', 1)
    redis.call('HINCRBY', figures, 'late', late)
    redis.call('HINCRBY', figures, 'totalMs', ms)
    if tonumber(ms) > slowest then redis.call('HSET', figures, 'slowestMs', ms) end
  end`;

/** Scripts about cases and what belongs to them. */
export const caseScripts = {
  /**
   * KEYS receipt, case, messages, message ids, figures, text, texts. ARGV prefix, reference, receipt id, body hash, version,
   * record, time, message id, message, alert id, alert, index entries (4), quota (20); then mails, then the mails of
   * the alert, then its limits, then limits. Alert id and alert are empty when there is none.
   */
  createCase: `${AFTER_LIST}${ADD_MAILS}${ADD_TEXT}${COUNT_STORED}${COUNT_HITS}${PUT_ALERT}${PUT_INDEX}
    local function alertIn(reference)
      return tostring(redis.call('EXISTS', ARGV[1] .. 'alert:' .. reference))
    end
    local known = redis.call('GET', KEYS[1])
    if known then
      local old = ARGV[1] .. 'case:' .. known
      if redis.call('HGET', old, 'bodyHash') ~= ARGV[4] then return {'conflict'} end
      return {'repeated', redis.call('HGET', old, 'record'), alertIn(known)}
    end
    if redis.call('EXISTS', KEYS[2]) == 1 then return {'reference-taken'} end
    local quota, mails = 16, 36
    if isStorageFull(quota) then return refuse(quota, ARGV[7]) end
    local alertMails = afterList(mails, 4)
    local alertLimits = afterList(alertMails, 4)
    local waitUntil, reached = countHits(afterList(alertLimits, 5))
    if waitUntil > 0 then return {'limited', tostring(waitUntil), tostring(reached)} end
    redis.call('SET', KEYS[1], ARGV[2])
    local sameAs = addText(KEYS[6], KEYS[7], ARGV[2])
    redis.call('HSET', KEYS[2], 'record', withSameAs(ARGV[6], sameAs), 'version', ARGV[5], 'bodyHash', ARGV[4], 'receiptId', ARGV[3],
      'size', string.len(ARGV[9]))
    redis.call('RPUSH', KEYS[3], withSameAs(ARGV[9], sameAs))
    redis.call('SADD', KEYS[4], ARGV[8])
    redis.call('HINCRBY', KEYS[5], 'received', 1)
    index(ARGV[2], 12)
    addStored(KEYS[2], quota, ARGV[7])
    addMails(mails, ARGV[7])
    if ARGV[11] ~= '' and countHits(alertLimits) == 0 then
      putAlert(ARGV[2], ARGV[10], ARGV[11])
      addMails(alertMails, ARGV[7])
    end
    return {'created', alertIn(ARGV[2])}`,

  /**
   * KEYS receipt, misses. ARGV prefix; then the limit of the case itself, then limits on guesses, of which KEYS names
   * the first. A known and an unknown receipt take the same steps.
   */
  findCaseByReceipt: `${AFTER_LIST}${COUNT_HITS}
    local receipt, missed = KEYS[1], KEYS[2]
    local prefix, own = ARGV[1], 2
    local guesses = afterList(own, 5)
    local misses = tonumber(redis.call('GET', missed) or '0')
    local known = redis.call('GET', receipt)
    local record = redis.call('HGET', prefix .. 'case:' .. (known or '-'), 'record')
    if record then
      local waitUntil = countIfRoom(own)
      if waitUntil > 0 then return {'busy', tostring(waitUntil)} end
      return {'found', record}
    end
    local waitUntil = countHits(guesses)
    if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
    return {'unknown', tostring(misses + 1)}`,

  /**
   * KEYS case, messages, message ids, events, text, texts. ARGV prefix, reference, version seen, new version, record, time,
   * index entries (4), message id, message, most, most bytes, month, response time (ms), whether late (1 or 0),
   * quota (20); then mails, then events, then limits. Message and month are empty when there is none.
   */
  changeCase: `${AFTER_LIST}${ADD_MAILS}${ADD_TEXT}${COUNT_STORED}${COUNT_HITS}${PUT_INDEX}${COUNT_RESPONSE}
    local old = redis.call('HMGET', KEYS[1], 'version', 'size')
    if not old[1] then return {'gone'} end
    local hasMessage = ARGV[12] ~= ''
    if hasMessage and redis.call('SISMEMBER', KEYS[3], ARGV[11]) == 1 then return {'repeated'} end
    if old[1] ~= ARGV[3] then return {'stale'} end
    local size = tonumber(old[2]) + string.len(ARGV[12])
    if hasMessage and (redis.call('LLEN', KEYS[2]) >= tonumber(ARGV[13]) or size > tonumber(ARGV[14])) then
      return {'full'}
    end
    local quota, mails = 18, 38
    if hasMessage and isStorageFull(quota) then return refuse(quota, ARGV[6]) end
    local eventsFrom = afterList(mails, 4)
    local limitsFrom = afterList(eventsFrom, 1)
    local waitUntil = countHits(limitsFrom)
    if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
    redis.call('HSET', KEYS[1], 'version', ARGV[4], 'record', ARGV[5], 'size', size)
    index(ARGV[2], 7)
    if hasMessage then
      redis.call('RPUSH', KEYS[2], withSameAs(ARGV[12], addText(KEYS[5], KEYS[6], ARGV[2])))
      redis.call('SADD', KEYS[3], ARGV[11])
      addStored(KEYS[1], quota, ARGV[6])
    end
    for at = eventsFrom + 1, limitsFrom - 1 do redis.call('RPUSH', KEYS[4], ARGV[at]) end
    countResponse(ARGV[15], ARGV[16], ARGV[17])
    addMails(mails, ARGV[6])
    return {'changed'}`,

  /** KEYS case. ARGV prefix, reference, time, version seen or empty; then mails. */
  eraseCase: `${AFTER_LIST}${ADD_MAILS}${PUT_ALERT}${PUT_INDEX}${ADD_TEXT}${ERASE_CONTENTS}
    local reference, now, seen = ARGV[2], ARGV[3], ARGV[4]
    local version = redis.call('HGET', KEYS[1], 'version')
    if not version or (seen ~= '' and version ~= seen) then return '0' end
    eraseMails(reference)
    eraseContents(reference)
    redis.call('DEL', ARGV[1] .. 'announced:' .. reference)
    addMails(5, now)
    return '1'`,

  /**
   * KEYS case. ARGV prefix, reference, time, version seen, new version, record, receipt id, bytes of the stub, index
   * entries (4); then mails, then events.
   */
  withdrawCase: `${AFTER_LIST}${ADD_MAILS}${PUT_ALERT}${PUT_INDEX}${ADD_TEXT}${ERASE_CONTENTS}
    local reference, now, seen, version = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
    local record, receiptId, bytes = ARGV[6], ARGV[7], ARGV[8]
    if redis.call('HGET', KEYS[1], 'version') ~= seen then return '0' end
    eraseMails(reference, 'duty-reminder')
    eraseContents(reference)
    redis.call('HSET', KEYS[1], 'record', record, 'version', version, 'bodyHash', '', 'receiptId', receiptId,
      'size', 0, 'stored', bytes, 'withdrawn', 1)
    redis.call('INCRBY', ARGV[1] .. 'stored', bytes)
    index(reference, 9)
    local events = afterList(13, 4)
    for at = events + 1, afterList(events, 1) - 1 do
      redis.call('RPUSH', ARGV[1] .. 'events:' .. reference, ARGV[at])
    end
    addMails(13, now)
    return '1'`,

  /** KEYS cases. */
  findCases: `
    local found = {}
    for _, name in ipairs(KEYS) do
      local record = redis.call('HGET', name, 'record')
      if record then found[#found + 1] = record end
    end
    return found`,

  /** KEYS sorted set. ARGV prefix, first member, last member, how many, where in a member the reference begins. */
  listByText: `${RECORDS_OF}
    return recordsOf(redis.call('ZRANGEBYLEX', KEYS[1], ARGV[2], ARGV[3], 'LIMIT', 0, ARGV[4]), tonumber(ARGV[5]))`,

  /** As `listByText`, from the end. */
  listByTextReversed: `${RECORDS_OF}
    return recordsOf(redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[2], ARGV[3], 'LIMIT', 0, ARGV[4]), tonumber(ARGV[5]))`,

  /**
   * KEYS codes. ARGV prefix, first member, last member, status (empty: all), how many to give, how many to look at.
   * Gives the last member looked at when there may be more, else nothing; then the records.
   */
  searchCases: `
    local from, limit, left, last = ARGV[2], tonumber(ARGV[5]), tonumber(ARGV[6]), ''
    local found = {}
    while left > 0 do
      local asked = math.min(left, 100)
      local members = redis.call('ZRANGEBYLEX', KEYS[1], from, ARGV[3], 'LIMIT', 0, asked)
      for _, member in ipairs(members) do
        local name = ARGV[1] .. 'case:' .. string.sub(member, 8)
        if ARGV[4] == '' or redis.call('HGET', name, 'status') == ARGV[4] then
          if #found == limit then return {last, found} end
          found[#found + 1] = redis.call('HGET', name, 'record')
        end
        last = member
      end
      if #members < asked then return {'', found} end
      from, left = '(' .. last, left - asked
    end
    return {last, found}`,

  /** KEYS case. ARGV prefix, reference, alert id, alert, time; then mails, then limits. Gives what `countHits` does. */
  setAlert: `${AFTER_LIST}${ADD_MAILS}${COUNT_HITS}${PUT_ALERT}${IS_WITH_REPORTER}
    if not isWithReporter(KEYS[1]) then return '0' end
    local waitUntil = countHits(afterList(6, 4))
    if waitUntil > 0 then return tostring(waitUntil) end
    putAlert(ARGV[2], ARGV[3], ARGV[4])
    addMails(6, ARGV[5])
    return '0'`,

  /** KEYS alert id. ARGV prefix, whether it is wanted (1 or 0). */
  answerAlert: `${PUT_ALERT}
    local reference = redis.call('GET', KEYS[1])
    if not reference then return {} end
    local alert = ARGV[1] .. 'alert:' .. reference
    local old = redis.call('HMGET', alert, 'record', 'confirmed')
    if ARGV[2] == '1' then
      redis.call('HSET', alert, 'confirmed', '1')
    else
      putAlert(reference, '', '')
    end
    return {reference, old[1], old[2] or '0'}`,
} as const;
