import { ADD_TEXT, AFTER_LIST, ERASE_CONTENTS, PUT_ALERT, PUT_INDEX } from './lua.ts';

/** Scripts that erase many cases. */
export const erasingScripts = {
  /**
   * ARGV prefix, how many; then reference, version seen and month of each. Gives the references that were erased. The
   * first that is written takes away, so that Redis lets it pass also where its memory is full.
   */
  eraseSpam: `${AFTER_LIST}${ADD_TEXT}${PUT_ALERT}${PUT_INDEX}${ERASE_CONTENTS}
    local prefix, erased = ARGV[1], {}
    for at = 3, afterList(2, 3) - 1, 3 do
      local reference, seen, figures = ARGV[at], ARGV[at + 1], prefix .. 'figures:' .. ARGV[at + 2]
      if redis.call('HGET', prefix .. 'case:' .. reference, 'version') == seen then
        eraseMails(reference)
        eraseContents(reference)
        redis.call('DEL', prefix .. 'announced:' .. reference)
        local received = tonumber(redis.call('HGET', figures, 'received') or '0')
        if received > 0 then redis.call('HINCRBY', figures, 'received', -1) end
        erased[#erased + 1] = reference
      end
    end
    return erased`,
} as const;
