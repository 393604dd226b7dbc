import { z } from 'zod';
import type { TokenStore } from '../contract/tokens.ts';
import { CLOCK_TOLERANCE } from '../store.ts';
import type { KvClient } from './client.ts';
import { COUNT_HITS, limitAt, limitShape, limitsAt } from './hits.ts';
import { limitedReply, retryAfter } from './replies.ts';
import { script } from './script.ts';

// Redis erases a value some time after its end; what holds for the caller is the caller's clock, so the end is
// compared as well.

const putScript = script(
  { keys: ['token'], values: ['value', 'endsAt', 'eraseAt'] },
  `
  redis.call('HSET', token, 'value', value, 'endsAt', endsAt)
  redis.call('PEXPIREAT', token, eraseAt)
  return '1'`,
);

const keepScript = script(
  { keys: ['token'], values: ['value', 'endsAt', 'eraseAt', 'now'] },
  `
  local kept, last = unpack(redis.call('HMGET', token, 'value', 'endsAt'))
  if kept and tonumber(last) > tonumber(now) then return kept end
  redis.call('HSET', token, 'value', value, 'endsAt', endsAt)
  redis.call('PEXPIREAT', token, eraseAt)
  return value`,
);

const readScript = script(
  {
    uses: [COUNT_HITS],
    keys: ['token'],
    values: ['now'],
    one: { own: limitShape },
    lists: { guesses: limitShape },
  },
  `
  local value, endsAt = unpack(redis.call('HMGET', token, 'value', 'endsAt'))
  local isKnown = value and tonumber(endsAt) > tonumber(now)
  local waitUntil = countIfRoom(isKnown and {own} or guesses)
  if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
  if not isKnown then return {'none'} end
  return {'value', value}`,
);

const takeScript = script(
  { keys: ['token'], values: ['now'] },
  `
  local value, endsAt = unpack(redis.call('HMGET', token, 'value', 'endsAt'))
  redis.call('DEL', token)
  if not value or tonumber(endsAt) <= tonumber(now) then return {'none'} end
  return {'value', value}`,
);

const takeReply = z.union([z.tuple([z.literal('value'), z.string()]), z.tuple([z.literal('none')])]);
const readReply = z.union([takeReply, limitedReply]);

/** The tokens of the kv adapter. */
export function kvTokens({ run }: KvClient): TokenStore {
  const named = (name: string) => ({ token: `token:${name}` });
  return {
    async putToken({ name, value, endsAt }) {
      const given = { value, endsAt, eraseAt: endsAt + CLOCK_TOLERANCE };
      await run(z.unknown(), putScript, named(name), given);
    },
    async keepToken({ name, value, endsAt, now }) {
      const given = { value, endsAt, eraseAt: endsAt + CLOCK_TOLERANCE, now };
      return run(z.string(), keepScript, named(name), given);
    },
    async readToken({ name, guesses, own, now }) {
      const given = { now, own: limitAt(own, now), guesses: limitsAt(guesses, now) };
      const reply = await run(readReply, readScript, named(name), given);
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], now) };
      return { value: reply[0] === 'value' ? reply[1] : null };
    },
    async takeToken({ name, now }) {
      const reply = await run(takeReply, takeScript, named(name), { now });
      return reply[0] === 'value' ? reply[1] : null;
    },
  };
}
