import { z } from 'zod';
import { monthOf } from '../../../src/disclosure/clock.ts';
import { bytesOfCase, messageRecord } from '../quota.ts';
import { type Store, windowOf } from '../store.ts';
import { alertAt, alertShape, PUT_ALERT } from './alerts.ts';
import type { KvClient } from './client.ts';
import { COUNT_HITS, hitsKey, limitAt, limitShape, limitsAt } from './hits.ts';
import { entriesOf, entriesShape, PUT_INDEX } from './lists.ts';
import { ADD_TEXT } from './messages.ts';
import { ADD_MAILS, mailShape } from './outbox.ts';
import { readCase, records, retryAfter, storageFullReply, yesOrNo } from './replies.ts';
import { script } from './script.ts';
import { ADD_STATEMENT, noteIn, statementAt, statementShape } from './statements.ts';
import { COUNT_STORED, quotaAt, quotaShape } from './stored.ts';
import { foundIn } from './unreadable.ts';

const createScript = script(
  {
    uses: [ADD_MAILS, ADD_STATEMENT, ADD_TEXT, COUNT_STORED, COUNT_HITS, PUT_ALERT, PUT_INDEX],
    keys: ['receipt', 'case', 'messages', 'messageIds', 'figures', 'tallies', 'text', 'texts', 'log'],
    values: ['reference', 'receiptId', 'bodyHash', 'version', 'record', 'now', 'messageId', 'message'],
    one: { entries: entriesShape, quota: quotaShape },
    maybe: { alert: alertShape, statement: statementShape },
    lists: { mails: mailShape, limits: limitShape },
  },
  `
  local function alertIn(one)
    return tostring(redis.call('EXISTS', prefix .. 'alert:' .. one))
  end
  local function checkpointIn()
    return redis.call('HGET', log, 'checkpoint') or ''
  end
  local known = redis.call('GET', receipt)
  if known then
    local old = prefix .. 'case:' .. known
    if redis.call('HGET', old, 'bodyHash') ~= bodyHash then return {'conflict'} end
    return {'repeated', redis.call('HGET', old, 'record'), alertIn(known), checkpointIn(),
      redis.call('HGET', prefix .. 'statements:' .. known, '1') or ''}
  end
  if redis.call('EXISTS', case) == 1 then return {'reference-taken'} end
  if isStorageFull(quota) then return refuse(quota, now) end
  local waitUntil, reached = countHits(limits)
  if waitUntil > 0 then return {'limited', tostring(waitUntil), tostring(reached)} end
  redis.call('SET', receipt, reference)
  local sameAs = addText(text, texts, reference)
  redis.call('HSET', case, 'record', withSameAs(record, sameAs), 'version', version, 'bodyHash', bodyHash,
    'receiptId', receiptId, 'size', string.len(message))
  redis.call('RPUSH', messages, withSameAs(message, sameAs))
  redis.call('SADD', messageIds, messageId)
  if statement then addStatement(reference, 1, statement) end
  redis.call('HINCRBY', figures, 'received', 1)
  redis.call('HINCRBY', tallies, 'received', 1)
  index(reference, entries)
  addStored(case, quota, now)
  addMails(mails, now)
  if alert and countHits(alert.limits) == 0 then
    putAlert(reference, alert)
    addMails({alert.mail}, now)
  end
  return {'created', alertIn(reference), checkpointIn()}`,
);

/** A known and an unknown receipt take the same steps. The key `missed` is that of the first limit on guesses. */
const findByReceiptScript = script(
  {
    uses: [COUNT_HITS],
    keys: ['receipt', 'missed'],
    one: { own: limitShape },
    lists: { guesses: limitShape },
  },
  `
  local misses = tonumber(redis.call('GET', missed) or '0')
  local known = redis.call('GET', receipt)
  local record = redis.call('HGET', prefix .. 'case:' .. (known or '-'), 'record')
  if record then
    local waitUntil = countIfRoom({own})
    if waitUntil > 0 then return {'busy', tostring(waitUntil)} end
    return {'found', record}
  end
  local waitUntil = countHits(guesses)
  if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
  return {'unknown', tostring(misses + 1)}`,
);

const findScript = script(
  { keys: 'cases' },
  `
  local found = {}
  for at, case in ipairs(cases) do found[at] = redis.call('HGET', case, 'record') or '' end
  return found`,
);

const createReply = z.union([
  z.tuple([z.literal('created'), yesOrNo, z.string()]),
  z.tuple([z.enum(['conflict', 'reference-taken'])]),
  z.tuple([z.literal('repeated'), z.string(), yesOrNo, z.string(), z.string()]),
  storageFullReply,
  z.tuple([z.literal('limited'), z.coerce.number(), z.coerce.number()]),
]);
const findReply = z.union([
  z.tuple([z.literal('found'), z.string()]),
  z.tuple([z.literal('unknown'), z.coerce.number()]),
  z.tuple([z.enum(['busy', 'limited']), z.coerce.number()]),
]);

/** The cases of the kv adapter: made and found. */
export function kvCases(
  kv: KvClient,
): Pick<Store, 'createCase' | 'findCase' | 'findCases' | 'findCaseByReceipt'> {
  const { client, ask, run, key } = kv;
  return {
    async createCase({ newCase, report, textHash, statement, alert, mails, quota, limits }) {
      const { reference, receiptId, bodyHash, receivedAt: now, version } = newCase;
      const [record, message] = [JSON.stringify(newCase), messageRecord(report)];
      const keys = {
        receipt: `receipt:${receiptId}`,
        case: `case:${reference}`,
        messages: `messages:${reference}`,
        messageIds: `message-ids:${reference}`,
        figures: `figures:${monthOf(now)}`,
        tallies: `tallies:${monthOf(now)}`,
        text: `text:${textHash}`,
        texts: `texts:${reference}`,
        log: 'log',
      };
      const given = {
        ...{ reference, receiptId, bodyHash, version, record, now, messageId: report.id, message },
        entries: entriesOf(newCase),
        quota: quotaAt(quota, bytesOfCase(record, message), now),
        alert: alert && alertAt(alert, now),
        statement: statement && statementAt(statement),
        ...{ mails, limits: limitsAt(limits, now) },
      };
      const reply = await run(createReply, createScript, keys, given);
      if (reply[0] === 'created')
        return { outcome: 'created', ...alertOf(reply[1]), ...checkpointOf(reply[2]) };
      if (reply[0] === 'repeated') {
        const [, record, hasAlert, checkpoint, note] = reply;
        const accepted = { existing: readCase(record), ...(note === '' ? {} : { statement: noteIn(note) }) };
        return { outcome: 'repeated', ...accepted, ...alertOf(hasAlert), ...checkpointOf(checkpoint) };
      }
      if (reply[0] === 'storage-full') return { outcome: 'storage-full', hasMail: reply[1] > 0 };
      if (reply[0] === 'limited')
        return { outcome: 'limited', ...retryAfter(reply[1], now), reached: reply[2] };
      return { outcome: reply[0] };
    },
    async findCase(reference) {
      const record = await ask(z.string().nullable(), () => client.hget(key(`case:${reference}`), 'record'));
      return record === null ? null : readCase(record);
    },
    async findCases(references) {
      if (references.length === 0) return { cases: [], unreadable: [] };
      const cases = references.map((reference) => `case:${reference}`);
      const found = await run(records, findScript, { cases }, {});
      return foundIn(
        kv,
        references.map((reference, at) => [reference, found[at] ?? '']),
      );
    },
    async findCaseByReceipt({ receiptId, guesses, own, now }) {
      const [first] = guesses;
      const keys = {
        receipt: `receipt:${receiptId}`,
        missed: hitsKey(first ? windowOf(first, now).key : ''),
      };
      const given = { own: limitAt(own, now), guesses: limitsAt(guesses, now) };
      const reply = await run(findReply, findByReceiptScript, keys, given);
      if (reply[0] === 'found') return { outcome: 'found', found: readCase(reply[1]) };
      if (reply[0] === 'unknown') return { outcome: 'unknown', misses: reply[1] };
      return { outcome: reply[0], ...retryAfter(reply[1], now) };
    },
  };
}

const alertOf = (isThere: boolean): { hasAlert?: true } => (isThere ? { hasAlert: true } : {});
const checkpointOf = (checkpoint: string) => (checkpoint === '' ? {} : { checkpoint });
