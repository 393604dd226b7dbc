import { z } from 'zod';
import { bytesOfMessage, messageRecord } from '../quota.ts';
import type { Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { COUNT_RESPONSE, figureShape } from './figures.ts';
import { COUNT_HITS, limitShape, limitsAt } from './hits.ts';
import { entriesOf, entriesShape, PUT_INDEX } from './lists.ts';
import { ADD_TEXT } from './messages.ts';
import { ADD_MAILS, mailShape } from './outbox.ts';
import { limitedReply, retryAfter, storageFullReply } from './replies.ts';
import { type Shape, script } from './script.ts';
import { ADD_STATEMENT, statementAt, statementShape } from './statements.ts';
import { COUNT_STORED, quotaAt, quotaShape } from './stored.ts';
import { COUNT_TALLIES, tallyShape } from './tallies.ts';

/** A message that comes with a change, and what it must fit into; without a number, any place will do. */
const messageShape = {
  values: ['id', 'record', 'most', 'mostBytes', 'number'],
  one: { quota: quotaShape },
} as const satisfies Shape;

const changeScript = script(
  {
    uses: [
      ADD_MAILS,
      ADD_STATEMENT,
      ADD_TEXT,
      COUNT_STORED,
      COUNT_HITS,
      PUT_INDEX,
      COUNT_RESPONSE,
      COUNT_TALLIES,
    ],
    keys: ['case', 'messages', 'messageIds', 'eventList', 'text', 'texts'],
    values: ['reference', 'seenVersion', 'version', 'record', 'now'],
    one: { entries: entriesShape },
    maybe: { message: messageShape, figure: figureShape },
    lists: {
      events: 'text',
      statements: statementShape,
      tallies: tallyShape,
      mails: mailShape,
      limits: limitShape,
    },
  },
  `
  local seen, size = unpack(redis.call('HMGET', case, 'version', 'size'))
  if not seen then return {'gone'} end
  if message and redis.call('SISMEMBER', messageIds, message.id) == 1 then return {'repeated'} end
  if seen ~= seenVersion then return {'stale'} end
  if message then
    local place = redis.call('LLEN', messages) + 1
    if message.number ~= '' and tonumber(message.number) ~= place then return {'other-number'} end
    size = tonumber(size) + string.len(message.record)
    local isFull = place > tonumber(message.most) or size > tonumber(message.mostBytes)
    if isFull then return {'full'} end
    if isStorageFull(message.quota) then return refuse(message.quota, now) end
  end
  local waitUntil = countHits(limits)
  if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
  redis.call('HSET', case, 'version', version, 'record', record, 'size', size)
  index(reference, entries)
  if message then
    redis.call('RPUSH', messages, withSameAs(message.record, addText(text, texts, reference)))
    redis.call('SADD', messageIds, message.id)
    addStored(case, message.quota, now)
  end
  for _, event in ipairs(events) do redis.call('RPUSH', eventList, event) end
  for _, statement in ipairs(statements) do
    addStatement(reference, redis.call('HINCRBY', prefix .. 'statements:' .. reference, 'count', 1) + 1, statement)
  end
  if figure then countResponse(figure) end
  countTallies(reference, tallies)
  addMails(mails, now)
  return {'changed'}`,
);

const changeReply = z.union([
  z.tuple([z.enum(['changed', 'repeated', 'stale', 'other-number', 'full', 'gone'])]),
  storageFullReply,
  limitedReply,
]);

/** Changes of cases in the kv adapter. */
export function kvChanges({ run }: KvClient): Pick<Store, 'changeCase'> {
  return {
    async changeCase({ changed, seenVersion, events, statements, message: incoming, ...rest }) {
      const { figure, tallies = [], mails, quota, limits, now } = rest;
      const { reference, version } = changed;
      const keys = {
        case: `case:${reference}`,
        messages: `messages:${reference}`,
        messageIds: `message-ids:${reference}`,
        eventList: `events:${reference}`,
        text: `text:${incoming?.textHash ?? ''}`,
        texts: `texts:${reference}`,
      };
      const reply = await run(changeReply, changeScript, keys, {
        ...{ reference, seenVersion, version, record: JSON.stringify(changed), now },
        entries: entriesOf(changed),
        message: incoming && messageAt(incoming),
        ...{ figure, tallies, events: events.map((event) => JSON.stringify(event)), mails },
        statements: statements.map(statementAt),
        limits: limitsAt(limits, now),
      });
      if (reply[0] === 'storage-full') return { outcome: 'storage-full', hasMail: reply[1] > 0 };
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], now) };
      return { outcome: reply[0] };

      function messageAt({ message, most, mostBytes, number }: NonNullable<typeof incoming>) {
        const record = messageRecord(message);
        return {
          id: message.id,
          record,
          ...{ most, mostBytes, number: number ?? null },
          quota: quotaAt(quota, bytesOfMessage(record), now),
        };
      }
    },
  };
}
