import type { Store } from '../store.ts';
import { PUT_ALERT } from './alerts.ts';
import type { KvClient } from './client.ts';
import { PUT_INDEX } from './lists.ts';
import { ADD_TEXT } from './messages.ts';
import { ADD_MAILS, mailShape } from './outbox.ts';
import { records, yesOrNo } from './replies.ts';
import { script, shared } from './script.ts';
import { FORGET_STATEMENTS } from './statements.ts';
import { TAKE_TALLY } from './tallies.ts';

/**
 * Takes a case out of the store: `eraseMails` its mails (but those of the kind `kept`), `eraseContents` the rest, with
 * what it counts for and its place in the indexes. What was announced of it stays.
 */
export const ERASE_CONTENTS = shared(
  [ADD_TEXT, FORGET_STATEMENTS, PUT_ALERT, PUT_INDEX],
  `
  local function eraseMails(reference, kept)
    local mails = prefix .. 'mails:' .. reference
    for _, id in ipairs(redis.call('SMEMBERS', mails)) do
      local entry = prefix .. 'outbox:' .. id
      if not kept or redis.call('HGET', entry, 'kind') ~= kept then
        redis.call('ZREM', prefix .. 'outbox', id)
        redis.call('ZREM', prefix .. 'outbox:added', id)
        redis.call('SREM', prefix .. 'outbox:failed', id)
        redis.call('DEL', entry)
        redis.call('SREM', mails, id)
      end
    end
  end
  local function eraseContents(reference)
    local case, chunks = prefix .. 'case:' .. reference, prefix .. 'chunks:' .. reference
    -- First: where memory is full Redis stops a script that begins with a command that could take more.
    unindex(reference)
    for _, name in ipairs(redis.call('SMEMBERS', chunks)) do
      redis.call('DEL', prefix .. 'chunk:' .. reference .. ':' .. name)
      redis.call('ZREM', prefix .. 'uploads', reference .. ':' .. string.match(name, '^[^:]*'))
    end
    redis.call('DECRBY', prefix .. 'stored', redis.call('HGET', case, 'stored') or '0')
    redis.call('ZREM', prefix .. 'sharings', reference)
    putAlert(reference)
    forgetStatements(reference)
    forgetTexts(prefix .. 'texts:' .. reference, reference)
    for _, kind in ipairs({'messages:', 'message-ids:', 'notes:', 'note-ids:', 'seen:', 'events:', 'sharing:', 'heads:'}) do
      redis.call('DEL', prefix .. kind .. reference)
    end
    redis.call('DEL', prefix .. 'receipt:' .. redis.call('HGET', case, 'receiptId'), chunks, case)
  end`,
);

/** An empty version stands for any. */
const eraseScript = script(
  {
    uses: [ADD_MAILS, ERASE_CONTENTS, TAKE_TALLY],
    keys: ['case'],
    values: ['reference', 'now', 'seenVersion', 'overdueIn'],
    lists: { mails: mailShape },
  },
  `
  local version = redis.call('HGET', case, 'version')
  if not version or (seenVersion ~= '' and version ~= seenVersion) then return '0' end
  eraseMails(reference)
  eraseContents(reference)
  takeOverdue(overdueIn, reference)
  redis.call('DEL', prefix .. 'announced:' .. reference)
  addMails(mails, now)
  return '1'`,
);

/**
 * Gives the references that were erased. The first that is written takes away, so that Redis lets it pass also where its
 * memory is full.
 */
const eraseSpamScript = script(
  {
    uses: [ERASE_CONTENTS, TAKE_TALLY],
    lists: { spam: { values: ['reference', 'seenVersion', 'month'] } },
  },
  `
  local erased = {}
  for _, one in ipairs(spam) do
    local reference, figures = one.reference, prefix .. 'figures:' .. one.month
    local version, notes = unpack(redis.call('HMGET', prefix .. 'case:' .. reference, 'version', 'notes'))
    local shared = redis.call('HGET', prefix .. 'sharing:' .. reference, 'version')
    if version == one.seenVersion and tonumber(notes or '0') <= tonumber(shared or '0') then
      eraseMails(reference)
      eraseContents(reference)
      local isOverdue = redis.call('SISMEMBER', prefix .. 'announced:' .. reference, 'tally.promise') == 1
      redis.call('DEL', prefix .. 'announced:' .. reference)
      local received = tonumber(redis.call('HGET', figures, 'received') or '0')
      if received > 0 then redis.call('HINCRBY', figures, 'received', -1) end
      takeTally(one.month, 'received')
      -- Nobody answered it, so that it can't have kept the promise.
      if isOverdue then takeTally(one.month, 'overdue') end
      erased[#erased + 1] = reference
    end
  end
  return erased`,
);

/** Erasing cases in the kv adapter. */
export function kvErasing({ run }: KvClient): Pick<Store, 'eraseCase' | 'eraseSpam'> {
  return {
    async eraseCase({ reference, seenVersion = null, overdueIn = null, mails, now }) {
      const given = { reference, now, seenVersion, overdueIn, mails };
      return run(yesOrNo, eraseScript, { case: `case:${reference}` }, given);
    },
    async eraseSpam(spam) {
      return run(records, eraseSpamScript, {}, { spam });
    },
  };
}
