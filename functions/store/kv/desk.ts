import { z } from 'zod';
import type { DeskStore } from '../contract/desk.ts';
import type { KvClient } from './client.ts';
import { COUNT_HITS, limitShape, limitsAt } from './hits.ts';
import { limitedReply, retryAfter, storageFullReply } from './replies.ts';
import { script } from './script.ts';
import { COUNT_STORED, quotaAt, quotaShape } from './stored.ts';

/** A record is a hash, with what it counts for beside it. */
const writeScript = script(
  {
    uses: [COUNT_STORED, COUNT_HITS],
    keys: ['record'],
    values: ['seenVersion', 'value', 'by', 'now'],
    one: { quota: quotaShape },
    lists: { limits: limitShape },
  },
  `
  local version, oldValue, oldBy, stored = unpack(redis.call('HMGET', record, 'version', 'value', 'by', 'stored'))
  local fresh = tonumber(seenVersion) + 1
  if tonumber(version) == fresh and oldValue == value and oldBy == by then return {'written'} end
  if (version or '0') ~= seenVersion then return {'stale'} end
  quota.added = string.len(value) - tonumber(stored or '0')
  if quota.added > 0 and isStorageFull(quota) then return refuse(quota, now) end
  local waitUntil = countHits(limits)
  if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
  redis.call('HSET', record, 'version', fresh, 'value', value, 'by', by, 'at', now)
  addStored(record, quota, now)
  return {'written'}`,
);

const writeReply = z.union([z.tuple([z.enum(['written', 'stale'])]), storageFullReply, limitedReply]);
const count = z.coerce.number();
const readReply = z.union([
  z.tuple([z.null(), z.null(), z.null(), z.null()]).transform(() => null),
  z.tuple([count, z.string(), z.string(), count]),
]);
const readScript = script(
  { keys: ['record'] },
  "return redis.call('HMGET', record, 'version', 'value', 'by', 'at')",
);

/** The records of the desk in the kv adapter. */
export function kvDesk({ run }: KvClient): DeskStore {
  return {
    async readRecord(name) {
      const found = await run(readReply, readScript, { record: `record:${name}` }, {});
      if (found === null) return null;
      const [version, value, by, at] = found;
      return { version, value, by, at };
    },
    async writeRecord({ name, seenVersion, value, by, quota, limits, now }) {
      const given = {
        ...{ seenVersion, value, by, now },
        quota: quotaAt(quota, 0, now),
        limits: limitsAt(limits, now),
      };
      const reply = await run(writeReply, writeScript, { record: `record:${name}` }, given);
      if (reply[0] === 'storage-full') return { outcome: 'storage-full', hasMail: reply[1] > 0 };
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], now) };
      return reply[0] === 'stale' ? { outcome: 'stale' } : { outcome: 'written', version: seenVersion + 1 };
    },
  };
}
