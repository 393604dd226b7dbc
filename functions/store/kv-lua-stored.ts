/**
 * How many bytes are stored; needs ADD_MAILS. ARGV from `first` on holds what `quotaValues` gives: what comes in, the
 * most there may be, from where on a mail is announced, then the mail for that and the one for a refusal, each as a
 * list of one.
 */
export const COUNT_STORED = `
  local function isStorageFull(first)
    local stored = tonumber(redis.call('GET', ARGV[1] .. 'stored') or '0')
    return stored + tonumber(ARGV[first]) > tonumber(ARGV[first + 1])
  end
  local function refuse(first, now)
    return {'storage-full', tostring(addMails(first + 8, now, 'announced'))}
  end
  local function addStored(case, first, now)
    redis.call('HINCRBY', case, 'stored', ARGV[first])
    local stored = redis.call('INCRBY', ARGV[1] .. 'stored', ARGV[first])
    if stored < tonumber(ARGV[first + 2]) then return 0 end
    return addMails(first + 3, now, 'announced')
  end`;
