import { z } from 'zod';
import { CLOCK_TOLERANCE, type Store, secondsUntil, windowOf } from '../store.ts';
import type { KvClient } from './client.ts';
import { hitsKey, limitedReply, limitValues, retryAfter } from './values.ts';

type Tokens = Pick<Store, 'countHit' | 'readUse' | 'putToken' | 'readToken' | 'takeToken'>;

const takeReply = z.union([z.tuple([z.literal('value'), z.string()]), z.tuple([z.literal('none')])]);
const counts = z.array(
  z.coerce
    .number()
    .nullable()
    .transform((count) => count ?? 0),
);
const readReply = z.union([takeReply, limitedReply]);

/** Limits and values with an end, in the kv adapter. */
export function kvTokens({ client, ask, run, key }: KvClient): Tokens {
  return {
    async countHit({ limits, now }) {
      const waitUntil = await run(z.coerce.number(), 'countHit', [], limitValues(limits, now));
      return waitUntil === 0 ? null : secondsUntil(waitUntil * 1000, now);
    },
    async readUse(limits, now) {
      const names = ['stored', ...limits.map((limit) => hitsKey(windowOf(limit, now).key))].map(key);
      const [stored = 0, ...hits] = await ask(counts, () => client.mget(...names));
      return { stored, hits };
    },
    async putToken({ name, value, endsAt }) {
      await run(z.unknown(), 'putToken', [`token:${name}`], [value, endsAt, endsAt + CLOCK_TOLERANCE]);
    },
    async readToken({ name, guesses, own, now }) {
      const values = [now, ...limitValues([own], now), ...limitValues(guesses, now)];
      const reply = await run(readReply, 'readToken', [`token:${name}`], values);
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], now) };
      return { value: reply[0] === 'value' ? reply[1] : null };
    },
    async takeToken({ name, now }) {
      const reply = await run(takeReply, 'takeToken', [`token:${name}`], [now]);
      return reply[0] === 'value' ? reply[1] : null;
    },
  };
}
