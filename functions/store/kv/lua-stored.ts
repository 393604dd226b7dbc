/**
 * How many bytes are stored; needs ADD_MAILS. ARGV from `first` on holds what `quotaValues` gives: what comes in, the
 * most there may be, from where on a mail is announced, then the mail for that and the one for a refusal, each as a
 * list of one; then the key of the hits that are watched, or nothing, up to where they may go unsaid, and the mail for
 * that. Hits are counted before what is stored.
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
    local warnAt, watched, most = tonumber(ARGV[first + 2]), ARGV[first + 13], tonumber(ARGV[first + 14])
    local mails = 0
    if stored >= warnAt then mails = addMails(first + 3, now, 'announced') end
    if watched ~= '' and tonumber(redis.call('GET', ARGV[1] .. watched) or '0') > most then
      mails = mails + addMails(first + 15, now, 'announced')
    end
    return mails
  end`;
