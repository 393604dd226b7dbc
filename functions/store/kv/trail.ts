import { z } from 'zod';
import { MOST_ERASED, type TrailStore } from '../contract/trail.ts';
import type { KvClient } from './client.ts';
import { yesOrNo } from './replies.ts';
import { script } from './script.ts';

// `trail` has the entries by their numbers, `trail:numbers` those numbers in order, `trail:times` when each was added.

const appendScript = script(
  { keys: ['trail', 'numbers', 'times', 'stored'], values: ['number', 'at'], lists: { notes: 'text' } },
  `
  local newest = redis.call('ZRANGE', numbers, -1, -1)[1]
  if newest and tonumber(newest) >= tonumber(number) then return '0' end
  for index, note in ipairs(notes) do
    local one = string.format('%.0f', tonumber(number) + index - 1)
    redis.call('HSET', trail, one, note)
    redis.call('ZADD', numbers, one, one)
    redis.call('HSET', times, one, at)
    redis.call('INCRBY', stored, string.len(note))
  end
  return '1'`,
);

const readScript = script(
  { keys: ['trail', 'numbers'], values: ['before', 'limit'] },
  `
  local last = before == '' and '+inf' or '(' .. before
  local found = {}
  for _, one in ipairs(redis.call('ZREVRANGEBYSCORE', numbers, last, '-inf', 'LIMIT', 0, limit)) do
    found[#found + 1] = {one, redis.call('HGET', trail, one)}
  end
  return found`,
);

const eraseScript = script(
  { keys: ['trail', 'numbers', 'times', 'stored'], values: ['before', 'most'] },
  `
  local newest, erased = redis.call('ZRANGE', numbers, -1, -1)[1], 0
  for _, one in ipairs(redis.call('ZRANGE', numbers, 0, tonumber(most) - 1)) do
    if one == newest or tonumber(redis.call('HGET', times, one)) >= tonumber(before) then break end
    redis.call('DECRBY', stored, string.len(redis.call('HGET', trail, one)))
    redis.call('HDEL', trail, one)
    redis.call('ZREM', numbers, one)
    redis.call('HDEL', times, one)
    erased = erased + 1
  end
  return tostring(erased)`,
);

const readReply = z.array(z.tuple([z.coerce.number(), z.string()]));

const OF_TRAIL = { trail: 'trail', numbers: 'trail:numbers' };
const OF_ALL = { ...OF_TRAIL, times: 'trail:times', stored: 'stored' };

/** Who did what, in the kv adapter. */
export function kvTrail({ run }: KvClient): TrailStore {
  return {
    async appendTrail(given) {
      return run(yesOrNo, appendScript, OF_ALL, given);
    },
    async readTrail(given) {
      const found = await run(readReply, readScript, OF_TRAIL, given);
      return found.map(([number, note]) => ({ number, note }));
    },
    async eraseTrail(before) {
      return run(z.coerce.number(), eraseScript, OF_ALL, { before, most: MOST_ERASED });
    },
  };
}
