/** Lua functions that several scripts share. ARGV[1] is the prefix of all keys. */

/** Where in ARGV what follows a list begins: at `first` stands how many entries it has, of `width` values each. */
export const AFTER_LIST = `
  local function afterList(first, width)
    return first + 1 + tonumber(ARGV[first]) * width
  end`;

/**
 * Stores outbox entries, due at once; needs AFTER_LIST, as what counts hits does: ARGV from `first` on holds their number, then id, kind, reference and `about` of each.
 * With the name of a set, only those whose id is new to it. Gives how many were stored.
 */
export const ADD_MAILS = `
  local function addMails(first, now, announced)
    local added = 0
    for at = first + 1, afterList(first, 4) - 1, 4 do
      local id, reference = ARGV[at], ARGV[at + 2]
      if not announced or redis.call('SADD', ARGV[1] .. announced, id) == 1 then
        redis.call('HSET', ARGV[1] .. 'outbox:' .. id, 'kind', ARGV[at + 1], 'reference', reference,
          'about', ARGV[at + 3], 'attempts', 0)
        redis.call('ZADD', ARGV[1] .. 'outbox', now, id)
        redis.call('ZADD', ARGV[1] .. 'outbox:added', now, id)
        if reference ~= '' then redis.call('SADD', ARGV[1] .. 'mails:' .. reference, id) end
        added = added + 1
      end
    end
    return added
  end`;

/**
 * Counts hits: ARGV from `first` on holds their number, then key, weight, most, end (s) and what is left until then (s)
 * of each. Gives the end of one that is reached, or 0; and the place, from 0, of the first that is. Keys go after what
 * is left, so that clocks that differ do no harm.
 */
export const COUNT_HITS = `
  local function countHits(first)
    local waitUntil, reached = 0, nil
    local last = afterList(first, 5) - 1
    for i = first + 1, last, 5 do
      local count = tonumber(redis.call('GET', ARGV[1] .. ARGV[i]) or '0') + tonumber(ARGV[i + 1])
      if count > tonumber(ARGV[i + 2]) then
        waitUntil, reached = math.max(waitUntil, tonumber(ARGV[i + 3])), reached or (i - first - 1) / 5
      end
    end
    if waitUntil > 0 then return waitUntil, reached end
    for i = first + 1, last, 5 do
      redis.call('INCRBY', ARGV[1] .. ARGV[i], ARGV[i + 1])
      redis.call('EXPIRE', ARGV[1] .. ARGV[i], ARGV[i + 4])
    end
    return 0
  end
  -- For reading what is counted as it is read: a store that takes nothing more can still be read.
  local function countIfRoom(first)
    local isCounted, waitUntil = pcall(countHits, first)
    return isCounted and waitUntil or 0
  end`;

/**
 * Sealed messages by their hash. `text` is the sorted set of cases with that message, in the order in which it came in,
 * and `texts` the set of such names of one case.
 */
export const ADD_TEXT = `
  -- Gives the case where the message was first; nil where it is new.
  local function addText(text, texts, reference)
    local first = redis.call('ZRANGE', text, 0, 0)[1]
    local last = redis.call('ZRANGE', text, -1, -1, 'WITHSCORES')[2] or 0
    redis.call('ZADD', text, 'NX', last + 1, reference)
    redis.call('SADD', texts, text)
    return first
  end
  -- A record that came without it says so. In none of its texts can the same be found: there, quotes are escaped.
  local function withSameAs(record, first)
    if not first then return record end
    return (string.gsub(record, '"sameAs":null', '"sameAs":"' .. first .. '"', 1))
  end
  local function forgetTexts(texts, reference)
    for _, text in ipairs(redis.call('SMEMBERS', texts)) do redis.call('ZREM', text, reference) end
    redis.call('DEL', texts)
  end`;

/** Whether there is a case in this hash that its reporter has not withdrawn. */
export const IS_WITH_REPORTER = `
  local function isWithReporter(case)
    return redis.call('EXISTS', case) == 1 and redis.call('HEXISTS', case, 'withdrawn') == 0
  end`;

/** Sets the alert of a case, or takes it away when `record` is empty. */
export const PUT_ALERT = `
  local function putAlert(reference, id, record)
    local old = redis.call('HGET', ARGV[1] .. 'alert:' .. reference, 'id')
    if old then redis.call('DEL', ARGV[1] .. 'alert-id:' .. old) end
    redis.call('DEL', ARGV[1] .. 'alert:' .. reference)
    if record == '' then return end
    redis.call('HSET', ARGV[1] .. 'alert:' .. reference, 'id', id, 'record', record)
    redis.call('SET', ARGV[1] .. 'alert-id:' .. id, reference)
  end`;

/** Puts a member in a sorted set by its time, or takes it out when the time is empty. */
export const PUT_TIME = `
  local function putTime(set, time, member)
    if time == '' then
      redis.call('ZREM', ARGV[1] .. set, member)
    else
      redis.call('ZADD', ARGV[1] .. set, time, member)
    end
  end`;

/**
 * The index entries of a case. Those in the lists are found by what its hash says of it, so `unindex` comes
 * before the hash goes; a fresh case is in none yet. ARGV from `first` on holds position, status, time for the
 * clock and time of closing.
 */
export const PUT_INDEX = `${PUT_TIME}
  local function unlist(reference)
    local old = redis.call('HMGET', ARGV[1] .. 'case:' .. reference, 'status', 'position')
    if not old[1] then return end
    redis.call('ZREM', ARGV[1] .. 'list', old[2])
    redis.call('ZREM', ARGV[1] .. 'list:' .. old[1], old[2])
  end
  local function codeOf(reference)
    return string.sub(reference, -6) .. ':' .. reference
  end
  local function index(reference, first)
    local position, status = ARGV[first], ARGV[first + 1]
    unlist(reference)
    redis.call('HSET', ARGV[1] .. 'case:' .. reference, 'position', position, 'status', status)
    redis.call('ZADD', ARGV[1] .. 'list', 0, position)
    redis.call('ZADD', ARGV[1] .. 'list:' .. status, 0, position)
    redis.call('ZADD', ARGV[1] .. 'codes', 0, codeOf(reference))
    putTime('clock', ARGV[first + 2], reference)
    putTime('closed', ARGV[first + 3], reference)
  end
  local function unindex(reference)
    unlist(reference)
    redis.call('ZREM', ARGV[1] .. 'codes', codeOf(reference))
    putTime('clock', '', reference)
    putTime('closed', '', reference)
  end`;

/**
 * Takes a case out of the store: `eraseMails` its mails (but those of the kind `kept`), `eraseContents` the rest, with
 * what it counts for and its place in the indexes. What was announced of it stays. Needs ADD_TEXT, PUT_ALERT and PUT_INDEX.
 */
export const ERASE_CONTENTS = `
  local function eraseMails(reference, kept)
    local mails = ARGV[1] .. 'mails:' .. reference
    for _, id in ipairs(redis.call('SMEMBERS', mails)) do
      local entry = ARGV[1] .. 'outbox:' .. id
      if not kept or redis.call('HGET', entry, 'kind') ~= kept then
        redis.call('ZREM', ARGV[1] .. 'outbox', id)
        redis.call('ZREM', ARGV[1] .. 'outbox:added', id)
        redis.call('SREM', ARGV[1] .. 'outbox:failed', id)
        redis.call('DEL', entry)
        redis.call('SREM', mails, id)
      end
    end
  end
  local function eraseContents(reference)
    local case, chunks = ARGV[1] .. 'case:' .. reference, ARGV[1] .. 'chunks:' .. reference
    -- First: where memory is full Redis stops a script that begins with a command that could take more.
    unindex(reference)
    for _, name in ipairs(redis.call('SMEMBERS', chunks)) do
      redis.call('DEL', ARGV[1] .. 'chunk:' .. reference .. ':' .. name)
      redis.call('ZREM', ARGV[1] .. 'uploads', reference .. ':' .. string.match(name, '^[^:]*'))
    end
    redis.call('DECRBY', ARGV[1] .. 'stored', redis.call('HGET', case, 'stored') or '0')
    putAlert(reference, '', '')
    forgetTexts(ARGV[1] .. 'texts:' .. reference, reference)
    for _, kind in ipairs({'messages:', 'message-ids:', 'events:'}) do
      redis.call('DEL', ARGV[1] .. kind .. reference)
    end
    redis.call('DEL', ARGV[1] .. 'receipt:' .. redis.call('HGET', case, 'receiptId'), chunks, case)
  end`;

/** The records of the cases whose reference stands in each member, from the character `from` on. */
export const RECORDS_OF = `
  local function recordsOf(members, from)
    local found = {}
    for _, member in ipairs(members) do
      local record = redis.call('HGET', ARGV[1] .. 'case:' .. string.sub(member, from), 'record')
      if record then found[#found + 1] = record end
    end
    return found
  end`;
