import { z } from 'zod';
import { talliesFrom } from '../../../src/disclosure/tallies.ts';
import type { Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { type Shape, script, shared } from './script.ts';

/** What counts of a case, once for each `once`. */
export const tallyShape = { values: ['month', 'name', 'once'] } as const satisfies Shape;

/** Counts what was not counted of a case yet; that it was is kept beside what was announced of it. */
export const COUNT_TALLIES = shared(
  [],
  `
  local function countTallies(reference, tallies)
    for _, tally in ipairs(tallies) do
      if redis.call('SADD', prefix .. 'announced:' .. reference, 'tally.' .. tally.once) == 1 then
        redis.call('HINCRBY', prefix .. 'tallies:' .. tally.month, tally.name, 1)
      end
    end
  end`,
);

/** Takes one out of a count, which never gets below zero; and a case out of those overdue of a month, where it is counted so. */
export const TAKE_TALLY = shared(
  [],
  `
  local function takeTally(month, name)
    local tallies = prefix .. 'tallies:' .. month
    if tonumber(redis.call('HGET', tallies, name) or '0') > 0 then redis.call('HINCRBY', tallies, name, -1) end
  end
  local function takeOverdue(month, reference)
    if month ~= '' and redis.call('SISMEMBER', prefix .. 'announced:' .. reference, 'tally.promise') == 1 then
      takeTally(month, 'overdue')
    end
  end`,
);

const readScript = script(
  { keys: 'ofMonths' },
  `
  local found = {}
  for i, tallies in ipairs(ofMonths) do found[i] = redis.call('HGETALL', tallies) end
  return found`,
);

const reply = z.array(z.array(z.string()));

/** The tallies of the kv adapter. */
export function kvTallies({ run }: KvClient): Pick<Store, 'readTallies'> {
  return {
    async readTallies(months) {
      const ofMonths = months.map((month) => `tallies:${month}`);
      const rows = await run(reply, readScript, { ofMonths }, {});
      return months.map((month, index) => talliesFrom(month, countsIn(rows[index] ?? [])));
    },
  };
}

/** Names and counts, which follow each other. */
function countsIn(row: readonly string[]): Map<string, number> {
  const names = row.filter((_, at) => at % 2 === 0);
  return new Map(names.map((name, at) => [name, Number(row[2 * at + 1])]));
}
