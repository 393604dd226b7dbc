import { z } from 'zod';
import type { Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { type Shape, script, shared } from './script.ts';

/** A first response: the month in which it counts, and how long it took, in ms. */
export const figureShape = { values: ['month', 'ms', 'isLate'] } as const satisfies Shape;

/** Counts a first response in the figures of its month. */
export const COUNT_RESPONSE = shared(
  [],
  `
  local function countResponse(figure)
    local figures = prefix .. 'figures:' .. figure.month
    local slowest = tonumber(redis.call('HGET', figures, 'slowestMs') or '0')
    redis.call('HINCRBY', figures, 'answered', 1)
    redis.call('HINCRBY', figures, 'late', figure.isLate)
    redis.call('HINCRBY', figures, 'totalMs', figure.ms)
    if tonumber(figure.ms) > slowest then redis.call('HSET', figures, 'slowestMs', figure.ms) end
  end`,
);

const readScript = script(
  { keys: 'ofMonths' },
  `
  local found = {}
  for i, figures in ipairs(ofMonths) do
    found[i] = redis.call('HMGET', figures, 'received', 'answered', 'late', 'totalMs', 'slowestMs', 'leaves')
  end
  return found`,
);

const count = z
  .string()
  .nullable()
  .transform((text) => Number(text ?? 0));
const figuresReply = z.array(z.tuple([count, count, count, count, count, count]));

/** The figures of the kv adapter. */
export function kvFigures({ run }: KvClient): Pick<Store, 'readFigures'> {
  return {
    async readFigures(months) {
      const ofMonths = months.map((month) => `figures:${month}`);
      const rows = await run(figuresReply, readScript, { ofMonths }, {});
      return months.map((month, index) => {
        const [received, answered, late, totalMs, slowestMs, leaves] = rows[index] ?? [0, 0, 0, 0, 0, 0];
        return { month, received, answered, late, totalMs, slowestMs, leaves };
      });
    },
  };
}
