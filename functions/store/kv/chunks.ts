import { z } from 'zod';
import type { ChunkStore } from '../contract/chunks.ts';
import type { ChunkPart } from '../store.ts';
import { IS_WITH_REPORTER } from './alerts.ts';
import type { KvClient } from './client.ts';
import { COUNT_HITS, limitShape, limitsAt } from './hits.ts';
import { limitedReply, retryAfter, storageFullReply } from './replies.ts';
import { script } from './script.ts';
import { eraseStaleCopies, readFirst } from './sharing.ts';
import { COUNT_STORED, quotaAt, quotaShape } from './stored.ts';

// What an upload that is not complete holds stands in the hash of its case, and its end in the sorted set `uploads`, so
// that it can be given back.

/**
 * A chunk that is in stays; with the last one none of them ends any more. Bytes are in base64, also where they are
 * counted, and `start` is where in its chunk the part begins. Parts are joined under the name of their chunk with a ~
 * behind it.
 */
const putScript = script(
  {
    uses: [COUNT_HITS, COUNT_STORED, IS_WITH_REPORTER],
    keys: ['case', 'chunks', 'uploads'],
    values: ['reference', 'id', 'index', 'bytes', 'count', 'eraseAt', 'now', 'start', 'isLast'],
    one: { quota: quotaShape },
    lists: { limits: limitShape },
  },
  `
  local stem = prefix .. 'chunk:' .. reference .. ':' .. id .. ':'
  local name = id .. ':' .. index
  local upload = 'upload:' .. id
  local mails = 0
  if not isWithReporter(case) then return {'gone'} end
  if redis.call('EXISTS', stem .. index) == 0 then
    local joined = stem .. index .. '~'
    local present, before = redis.call('STRLEN', joined), tonumber(start)
    local isIn = present >= before + #bytes
    if present ~= before and not isIn then return {'gap'} end
    if not isIn then
      if isStorageFull(quota) then return refuse(quota, now) end
      local waitUntil = countHits(limits)
      if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
      if before == 0 and isLast == '1' then
        redis.call('SET', stem .. index, bytes, 'PXAT', eraseAt)
        redis.call('SADD', chunks, name)
      else
        redis.call('APPEND', joined, bytes)
        redis.call('PEXPIREAT', joined, eraseAt)
        redis.call('SADD', chunks, name .. '~')
        if isLast == '1' then
          redis.call('RENAME', joined, stem .. index)
          redis.call('SREM', chunks, name .. '~')
          redis.call('SADD', chunks, name)
        end
      end
      redis.call('HINCRBY', case, upload, quota.added)
      redis.call('ZADD', uploads, eraseAt, reference .. ':' .. id)
      mails = addStored(case, quota, now)
    end
  end
  for i = 0, count - 1 do
    if redis.call('EXISTS', stem .. i) == 0 then return {'stored', tostring(mails)} end
  end
  for i = 0, count - 1 do redis.call('PERSIST', stem .. i) end
  redis.call('HDEL', case, upload)
  redis.call('ZREM', uploads, reference .. ':' .. id)
  return {'stored', tostring(mails)}`,
);

/** Names of chunks whose time is over, or of which a part is missing, are left out. */
const listScript = script(
  { keys: ['chunks'], values: ['reference'] },
  `
  local found = {}
  for _, name in ipairs(redis.call('SMEMBERS', chunks)) do
    local isWhole = string.sub(name, -1) ~= '~'
    if isWhole and redis.call('EXISTS', prefix .. 'chunk:' .. reference .. ':' .. name) == 1 then
      found[#found + 1] = name
    end
  end
  return found`,
);

/** Gives index and length of each chunk of which a part is in. */
const partsScript = script(
  { keys: ['chunks'], values: ['reference', 'id'] },
  `
  local found = {}
  for _, name in ipairs(redis.call('SMEMBERS', chunks)) do
    local own, index = string.match(name, '^(%w+):(%d+)~$')
    if own == id then
      local length = redis.call('STRLEN', prefix .. 'chunk:' .. reference .. ':' .. name)
      if length > 0 then found[#found + 1] = {index, tostring(length)} end
    end
  end
  return found`,
);

/** Gives how many uploads were over. */
const eraseScript = script(
  { keys: ['uploads'], values: ['now', 'limit'] },
  `
  local over = redis.call('ZRANGEBYSCORE', uploads, '-inf', now, 'LIMIT', 0, limit)
  for _, member in ipairs(over) do
    local reference, id = string.match(member, '^(.*):(.*)$')
    local case = prefix .. 'case:' .. reference
    local names = prefix .. 'chunks:' .. reference
    for _, name in ipairs(redis.call('SMEMBERS', names)) do
      if string.match(name, '^[^:]*') == id then
        redis.call('DEL', prefix .. 'chunk:' .. reference .. ':' .. name)
        redis.call('SREM', names, name)
      end
    end
    local bytes = redis.call('HGET', case, 'upload:' .. id)
    redis.call('HDEL', case, 'upload:' .. id)
    redis.call('HINCRBY', case, 'stored', '-' .. bytes)
    redis.call('DECRBY', prefix .. 'stored', bytes)
    redis.call('ZREM', uploads, member)
  end
  return tostring(#over)`,
);

const putReply = z.union([
  z.tuple([z.literal('gone')]),
  z.tuple([z.literal('gap')]),
  z.tuple([z.literal('stored'), z.coerce.number()]),
  storageFullReply,
  limitedReply,
]);

/** Index and length, as base64, of each chunk that came in part. */
const partsReply = z.array(z.tuple([z.coerce.number(), z.coerce.number()]));

/** Uploads that are erased in one script. */
const BATCH = 50;

/** The chunks of attachments in the kv adapter. */
export function kvChunks(kv: KvClient): ChunkStore {
  const { client, ask, run, key } = kv;
  return {
    async putChunk({ attachmentId: id, bytes: raw, part, quota, limits, ...rest }) {
      const { reference, index, count, eraseAt, now } = rest;
      const { start, length } = part ?? { start: 0, length: raw.length };
      const isLast = start + raw.length === length;
      const bytes = Buffer.from(raw).toString('base64');
      const keys = { case: `case:${reference}`, chunks: `chunks:${reference}`, uploads: 'uploads' };
      const reply = await run(putReply, putScript, keys, {
        ...{ reference, id, index, bytes, count, eraseAt, now, start: base64Length(start), isLast },
        quota: quotaAt(quota, bytes.length, now),
        limits: limitsAt(limits, now),
      });
      if (reply[0] === 'gone') return { outcome: 'gone' };
      if (reply[0] === 'gap') return { outcome: 'gap' };
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], now) };
      return { outcome: reply[0], hasMail: reply[1] > 0 };
    },
    async listChunks(reference) {
      const keys = { chunks: `chunks:${reference}` };
      const names = await run(z.array(z.string()), listScript, keys, { reference });
      const found: Record<string, number[]> = {};
      for (const name of names) {
        const [id = '', index] = name.split(':');
        found[id] = [...(found[id] ?? []), Number(index)];
      }
      for (const indexes of Object.values(found)) indexes.sort((one, other) => one - other);
      return found;
    },
    async listParts({ reference, attachmentId: id }): Promise<ChunkPart[]> {
      const keys = { chunks: `chunks:${reference}` };
      const parts = await run(partsReply, partsScript, keys, { reference, id });
      return parts.map(([index, length]) => ({ index, bytes: (length / 4) * 3 }));
    },
    async readChunk({ reference, attachmentId, index }) {
      if (index === 0) return readFirst(kv, reference, attachmentId);
      const name = key(`chunk:${reference}:${attachmentId}:${index}`);
      const base64 = await ask(z.string().nullable(), () => client.get(name));
      return base64 === null ? null : new Uint8Array(Buffer.from(base64, 'base64'));
    },
    async eraseStale(now) {
      // Redis lets chunks and tokens go by itself; what chunks counted for is given back here.
      let erased: number;
      do erased = await run(z.coerce.number(), eraseScript, { uploads: 'uploads' }, { now, limit: BATCH });
      while (erased === BATCH);
      await eraseStaleCopies(kv, now);
    },
  };
}

/** Characters of so many bytes, a multiple of three, in base64. */
function base64Length(bytes: number): number {
  return (bytes / 3) * 4;
}
