import { z } from 'zod';
import { caseIn } from '../records.ts';
import type { ClockStore } from '../store.ts';
import type { KvClient } from './client.ts';
import { entriesOf, entriesShape, PUT_INDEX } from './lists.ts';
import { yesOrNo } from './replies.ts';
import { script } from './script.ts';

/** Goes up when cases get other index entries than before. */
const VERSION = 8;

/** Behind the cursor, which is a member of `codes`: all cases, in an order that no change of them touches. */
const readScript = script(
  { keys: ['indexes', 'codes'], values: ['version', 'limit'] },
  `
  local done, cursor = unpack(redis.call('HMGET', indexes, 'version', 'cursor'))
  if done == version then return {'done'} end
  local from = cursor and '(' .. cursor or '-'
  local found, last = {}, ''
  for _, code in ipairs(redis.call('ZRANGEBYLEX', codes, from, '+', 'LIMIT', 0, limit)) do
    found[#found + 1] = redis.call('HGET', prefix .. 'case:' .. string.sub(code, 8), 'record') or nil
    last = code
  end
  return {'left', last, found}`,
);

/** An empty `last` is behind all of them. A case whose record is another by now has other entries already. */
const writeScript = script(
  {
    uses: [PUT_INDEX],
    keys: ['indexes'],
    values: ['version', 'last'],
    lists: { cases: { values: ['reference', 'record'], one: { entries: entriesShape } } },
  },
  `
  for _, one in ipairs(cases) do
    if redis.call('HGET', prefix .. 'case:' .. one.reference, 'record') == one.record then
      index(one.reference, one.entries)
    end
  end
  if last == '' then
    redis.call('HDEL', indexes, 'cursor')
    redis.call('HSET', indexes, 'version', version)
  else
    redis.call('HSET', indexes, 'cursor', last)
  end
  return '1'`,
);

const readReply = z.union([
  z.tuple([z.literal('done')]),
  z.tuple([z.literal('left'), z.string(), z.array(z.string())]),
]);

/**
 * Index entries of cases that an earlier version stored. Two requests, as the entries are made here: `indexes` keeps
 * how far it is, or for which version it was done.
 */
export function kvReindex({ run }: KvClient): Pick<ClockStore, 'reindex'> {
  return {
    async reindex(limit) {
      const indexes = { indexes: 'indexes' };
      const reply = await run(
        readReply,
        readScript,
        { ...indexes, codes: 'codes' },
        { version: VERSION, limit },
      );
      if (reply[0] === 'done') return true;
      const [, last, records] = reply;
      // One that can't be read keeps the entries that it has, and no other waits for it.
      const cases = records.flatMap((record) => {
        const one = caseIn(record);
        return one ? [{ reference: one.reference, record, entries: entriesOf(one) }] : [];
      });
      await run(yesOrNo, writeScript, indexes, { version: VERSION, last, cases });
      return last === '';
    },
  };
}
