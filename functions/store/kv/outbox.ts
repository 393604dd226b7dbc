import { z } from 'zod';
import { mailKindSchema } from '../records.ts';
import { MOST_GATHERED, mailKinds, type OutboxStore } from '../store.ts';
import type { KvClient } from './client.ts';
import { GATHER, ruleShape, rulesAt } from './gathered.ts';
import { yesOrNo } from './replies.ts';
import { type Shape, script, shared } from './script.ts';

/** An entry of the outbox. */
export const mailShape = { values: ['id', 'kind', 'reference', 'about'] } as const satisfies Shape;

/**
 * Stores outbox entries, due at once. With the name of a set, only those whose id is new to it. Gives how many were
 * stored.
 */
export const ADD_MAILS = shared(
  [],
  `
  local function addMails(mails, now, announced)
    local added = 0
    for _, mail in ipairs(mails) do
      local id, reference = mail.id, mail.reference
      if not announced or redis.call('SADD', prefix .. announced, id) == 1 then
        redis.call('HSET', prefix .. 'outbox:' .. id, 'kind', mail.kind, 'reference', reference,
          'about', mail.about, 'attempts', 0)
        redis.call('ZADD', prefix .. 'outbox', now, id)
        redis.call('ZADD', prefix .. 'outbox:added', now, id)
        if reference ~= '' then redis.call('SADD', prefix .. 'mails:' .. reference, id) end
        added = added + 1
      end
    end
    return added
  end`,
);

const takeScript = script(
  {
    uses: [GATHER],
    keys: ['outbox'],
    values: ['now', 'leaseUntil', 'limit', 'mostGathered'],
    lists: { rules: ruleShape, kinds: 'text' },
  },
  `
  local most = tonumber(limit)
  local mostDue = most + tonumber(mostGathered)
  local taken, ruleOf = {}, {}
  for _, rule in ipairs(rules) do ruleOf[rule.kind] = rule end
  local isKnown = {}
  for _, kind in ipairs(kinds) do isKnown[kind] = true end
  local function take(isDigestsTurn)
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', outbox, '-inf', now, 'LIMIT', 0, mostDue)) do
      if #taken == most then return end
      local entry = outbox .. ':' .. id
      local kind, reference, about, attempts = unpack(redis.call('HMGET', entry, 'kind', 'reference', 'about', 'attempts'))
      local rule = attempts == '0' and ruleOf[kind]
      local isTurn = kind and isKnown[kind] and (kind == 'digest') == isDigestsTurn
      if isTurn and rule and countHits(rule.limits) > 0 then
        gatherInto(outbox, rule, id, now)
      elseif isTurn then
        attempts = redis.call('HINCRBY', entry, 'attempts', 1)
        redis.call('ZADD', outbox, leaseUntil, id)
        taken[#taken + 1] = {id, kind, reference, about, tostring(attempts)}
      end
    end
  end
  take(false)
  -- By then everything else that is due has joined them.
  if #taken < most then take(true) end
  return taken`,
);

/** Those of cases that were erased since have no entry any more. */
const readGatheredScript = script(
  { keys: ['outbox', 'gathered'] },
  `
  local found = {}
  local members = redis.call('ZRANGE', gathered, 0, -1, 'WITHSCORES')
  for at = 1, #members, 2 do
    local id, addedAt = members[at], members[at + 1]
    local kind, reference, about = unpack(redis.call('HMGET', outbox .. ':' .. id, 'kind', 'reference', 'about'))
    if kind then found[#found + 1] = {id, kind, reference, about, addedAt} end
  end
  return found`,
);

/** Those of cases that were erased since have no entry any more, and are only taken out. */
const putBackScript = script(
  { keys: ['outbox', 'added', 'gathered'], values: ['now'], lists: { ids: 'text' } },
  `
  for _, id in ipairs(ids) do
    local addedAt = redis.call('ZSCORE', gathered, id)
    if addedAt and redis.call('EXISTS', outbox .. ':' .. id) == 1 then
      redis.call('ZADD', outbox, now, id)
      redis.call('ZADD', added, addedAt, id)
    end
    redis.call('ZREM', gathered, id)
  end
  return '1'`,
);

const removeScript = script(
  { keys: ['outbox', 'failed', 'added', 'gathered'], values: ['id'] },
  `
  local function forget(one)
    local entry = outbox .. ':' .. one
    local reference = redis.call('HGET', entry, 'reference')
    if reference then redis.call('SREM', prefix .. 'mails:' .. reference, one) end
    redis.call('DEL', entry)
  end
  for _, one in ipairs(redis.call('ZRANGE', gathered, 0, -1)) do forget(one) end
  redis.call('DEL', gathered)
  redis.call('ZREM', outbox, id)
  redis.call('SREM', failed, id)
  redis.call('ZREM', added, id)
  forget(id)
  return '1'`,
);

/** An entry that is gone stays gone. */
const postponeScript = script(
  { keys: ['outbox', 'failed'], values: ['id', 'dueAt'] },
  `
  if redis.call('ZSCORE', outbox, id) then
    redis.call('ZADD', outbox, dueAt, id)
    redis.call('SADD', failed, id)
  end
  return '1'`,
);

/** What was gathered keeps its entry until its digest is removed. */
const hasScript = script(
  { keys: ['outbox', 'mails'], values: ['kind'] },
  `
  for _, id in ipairs(redis.call('SMEMBERS', mails)) do
    if redis.call('HGET', outbox .. ':' .. id, 'kind') == kind then return '1' end
  end
  return '0'`,
);

const stateScript = script(
  { keys: ['outbox', 'failed', 'added'] },
  `
  local webhooks, since, isWebhook = 0, '', {}
  for _, id in ipairs(redis.call('SMEMBERS', failed)) do
    if redis.call('HGET', outbox .. ':' .. id, 'kind') == 'webhook' then
      local at = redis.call('ZSCORE', added, id)
      if since == '' or tonumber(at) < tonumber(since) then since = at end
      webhooks, isWebhook[id] = webhooks + 1, true
    end
  end
  local oldest
  local index = 0
  repeat
    oldest = redis.call('ZRANGE', added, index, index, 'WITHSCORES')
    index = index + 1
  until not oldest[1] or not isWebhook[oldest[1]]
  return {tostring(redis.call('ZCARD', outbox) - webhooks), tostring(redis.call('SCARD', failed) - webhooks),
    oldest[2] or '', tostring(webhooks), since}`,
);

const mailsReply = z.array(z.tuple([z.string(), mailKindSchema, z.string(), z.string(), z.coerce.number()]));
const count = z.coerce.number();
const stateReply = z.tuple([count, count, z.string(), count, z.string()]);

const OUTBOX = { outbox: 'outbox' };
const OF_FAILED = { ...OUTBOX, failed: 'outbox:failed' };
const OF_ALL = { ...OF_FAILED, added: 'outbox:added' };

/** The outbox of the kv adapter. */
export function kvOutbox({ run }: KvClient): OutboxStore {
  return {
    async takeDueMail({ now, leaseUntil, limit, gather = [] }) {
      const given = {
        now,
        leaseUntil,
        limit,
        mostGathered: MOST_GATHERED,
        rules: rulesAt(gather, now),
        kinds: mailKinds,
      };
      const rows = await run(mailsReply, takeScript, OUTBOX, given);
      return rows.map(([id, kind, reference, about, attempts]) => ({ id, kind, reference, about, attempts }));
    },
    async readGathered(digestId) {
      const keys = { ...OUTBOX, gathered: `outbox:gathered:${digestId}` };
      const rows = await run(mailsReply, readGatheredScript, keys, {});
      return rows.map(([id, kind, reference, about, addedAt]) => ({ id, kind, reference, about, addedAt }));
    },
    async putBack({ digestId, ids, now }) {
      const keys = { ...OUTBOX, added: 'outbox:added', gathered: `outbox:gathered:${digestId}` };
      await run(z.unknown(), putBackScript, keys, { ids, now });
    },
    async removeMail(id) {
      const keys = { ...OF_ALL, gathered: `outbox:gathered:${id}` };
      await run(z.unknown(), removeScript, keys, { id });
    },
    async postponeMail(id, dueAt) {
      await run(z.unknown(), postponeScript, OF_FAILED, { id, dueAt });
    },
    async hasMail({ reference, kind }) {
      return run(yesOrNo, hasScript, { ...OUTBOX, mails: `mails:${reference}` }, { kind });
    },
    async outboxState() {
      const [waiting, failing, oldest, webhooks, since] = await run(stateReply, stateScript, OF_ALL, {});
      const mail = { waiting, failing, oldestAt: oldest === '' ? null : Number(oldest) };
      return webhooks === 0 ? mail : { ...mail, webhook: { failing: webhooks, oldestAt: Number(since) } };
    },
  };
}
