import { eventSchema, messageSchema } from '../records.ts';
import type { Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { readRecord, records } from './replies.ts';
import { shared } from './script.ts';

/**
 * Sealed messages by their hash. `text` is the sorted set of cases with that message, in the order in which it came in,
 * and `texts` the set of such names of one case.
 */
export const ADD_TEXT = shared(
  [],
  `
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
  end`,
);

/** Messages and events of the kv adapter. */
export function kvMessages({ client, ask, key }: KvClient): Pick<Store, 'readMessages' | 'readEvents'> {
  const readList = (name: string) => ask(records, () => client.lrange(key(name), 0, -1));
  return {
    async readMessages(reference) {
      const list = await readList(`messages:${reference}`);
      return list.map((record, index) => ({ ...readRecord(messageSchema, record), number: index + 1 }));
    },
    async readEvents(reference) {
      const list = await readList(`events:${reference}`);
      return list.map((record) => readRecord(eventSchema, record));
    },
  };
}
