import { z } from 'zod';
import type { Case } from '../../../src/disclosure/case.ts';
import { isPosition } from '../../../src/disclosure/position.ts';
import { indexEntriesOf } from '../index-entries.ts';
import { isCodeCursor, MOST_LOOKED_AT, type Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { keptCases } from './replies.ts';
import { type Given, type Shape, script, shared } from './script.ts';
import { casesIn } from './unreadable.ts';

/** The index entries of a case: where it stands in lists, and when the clock looks at it. */
export const entriesShape = {
  values: ['position', 'status', 'wakeAt', 'closedAt', 'eraseAt'],
} as const satisfies Shape;

/** Puts a member in a sorted set by its time, or takes it out when the time is empty. */
export const PUT_TIME = shared(
  [],
  `
  local function putTime(set, time, member)
    if time == '' then
      redis.call('ZREM', prefix .. set, member)
    else
      redis.call('ZADD', prefix .. set, time, member)
    end
  end`,
);

/**
 * The index entries of a case. Those in the lists are found by what its hash says of it, so `unindex` comes
 * before the hash goes; a fresh case is in none yet.
 */
export const PUT_INDEX = shared(
  [PUT_TIME],
  `
  local function unlist(reference)
    local status, position = unpack(redis.call('HMGET', prefix .. 'case:' .. reference, 'status', 'position'))
    if not status then return end
    redis.call('ZREM', prefix .. 'list', position)
    redis.call('ZREM', prefix .. 'list:' .. status, position)
  end
  local function codeOf(reference)
    return string.sub(reference, -6) .. ':' .. reference
  end
  local function index(reference, entries)
    local position, status = entries.position, entries.status
    unlist(reference)
    redis.call('HSET', prefix .. 'case:' .. reference, 'position', position, 'status', status)
    redis.call('ZADD', prefix .. 'list', 0, position)
    redis.call('ZADD', prefix .. 'list:' .. status, 0, position)
    redis.call('ZADD', prefix .. 'codes', 0, codeOf(reference))
    putTime('clock', entries.wakeAt, reference)
    putTime('closed', entries.closedAt, reference)
    putTime('erasable', entries.eraseAt, reference)
  end
  local function unindex(reference)
    unlist(reference)
    redis.call('ZREM', prefix .. 'codes', codeOf(reference))
    putTime('clock', '', reference)
    putTime('closed', '', reference)
    putTime('erasable', '', reference)
  end`,
);

/**
 * The records at these positions, each behind the position that it stands at: that of a case from an earlier version may be
 * another than it would get now. In a position, 16 digits and a colon go before the reference.
 */
const RECORDS_AT = shared(
  [],
  `
  local function recordsAt(positions)
    local found = {}
    for _, position in ipairs(positions) do
      local record = redis.call('HGET', prefix .. 'case:' .. string.sub(position, 18), 'record')
      if record then found[#found + 1] = {position, record} end
    end
    return found
  end`,
);

const listScripts = {
  forward: script(
    { uses: [RECORDS_AT], keys: ['positions'], values: ['first', 'last', 'limit'] },
    "return recordsAt(redis.call('ZRANGEBYLEX', positions, first, last, 'LIMIT', 0, limit))",
  ),
  reversed: script(
    { uses: [RECORDS_AT], keys: ['positions'], values: ['first', 'last', 'limit'] },
    "return recordsAt(redis.call('ZREVRANGEBYLEX', positions, first, last, 'LIMIT', 0, limit))",
  ),
};

/**
 * An empty status stands for all. Gives the last member looked at when there may be more, else nothing; then the
 * records.
 */
const searchScript = script(
  { keys: ['codes'], values: ['first', 'last', 'status', 'limit', 'mostLookedAt'] },
  `
  local from, most, left, looked = first, tonumber(limit), tonumber(mostLookedAt), ''
  local found = {}
  while left > 0 do
    local asked = math.min(left, 100)
    local members = redis.call('ZRANGEBYLEX', codes, from, last, 'LIMIT', 0, asked)
    for _, member in ipairs(members) do
      local name = prefix .. 'case:' .. string.sub(member, 8)
      if status == '' or redis.call('HGET', name, 'status') == status then
        if #found == most then return {looked, found} end
        found[#found + 1] = {string.sub(member, 8), redis.call('HGET', name, 'record') or ''}
      end
      looked = member
    end
    if #members < asked then return {'', found} end
    from, left = '(' .. looked, left - asked
  end
  return {looked, found}`,
);

const searchReply = z.tuple([z.string(), keptCases]);
/** In a position, 16 digits and a colon go before the reference. */
const BEFORE_REFERENCE = 17;

/** The lists of cases of the kv adapter. */
export function kvLists(client: KvClient): Pick<Store, 'listCases' | 'searchCases'> {
  const { run } = client;
  return {
    async listCases({ status, after, limit, isReversed = false }) {
      const positions = status === null ? 'list' : `list:${status}`;
      const [start, last] = isReversed ? ['+', '-'] : ['-', '+'];
      const first = after !== null && isPosition(after) ? `(${after}` : start;
      const listScript = listScripts[isReversed ? 'reversed' : 'forward'];
      const found = await run(keptCases, listScript, { positions }, { first, last, limit: limit + 1 });
      const page = found.slice(0, limit);
      const next = found.length > limit ? (page.at(-1)?.[0] ?? null) : null;
      const kept = page.map(([position, record]) => [position.slice(BEFORE_REFERENCE), record] as const);
      return { cases: await casesIn(client, kept), next };
    },
    async searchCases({ code, status, after, limit }) {
      const first = after !== null && isCodeCursor(after) && after > code ? `(${after}` : `[${code}`;
      const given = { first, last: `[${code}\u00ff`, status, limit, mostLookedAt: MOST_LOOKED_AT };
      const [next, found] = await run(searchReply, searchScript, { codes: 'codes' }, given);
      return { cases: await casesIn(client, found), next: next === '' ? null : next };
    },
  };
}

/** The index entries of a case as the scripts take them. */
export function entriesOf(one: Case): Given<typeof entriesShape> {
  return indexEntriesOf(one);
}
