import { z } from 'zod';
import type { SharingStore } from '../contract/sharing.ts';
import { bytesOfMessage, noteRecord, sharedRecord } from '../quota.ts';
import { IS_WITH_REPORTER } from './alerts.ts';
import type { KvClient } from './client.ts';
import { storageFullReply } from './replies.ts';
import { type Shape, script, shared } from './script.ts';
import { COUNT_STORED, quotaAt, quotaShape } from './stored.ts';

// `sharing:…` is a hash of the version and the copies, the sorted set `sharings` says when those end. An attachment that
// was shared has its beginning in the hash `heads:…`, in base64 behind how many bytes of its first chunk are of what came
// before: that chunk has lost the rest of it, which only goes by four characters of base64.

/** Lets go of the copies of a case; gives how many bytes they counted for. */
export const FORGET_COPIES = shared(
  [],
  `
  local function forgetCopies(reference)
    local sharing = prefix .. 'sharing:' .. reference
    local bytes = redis.call('HSTRLEN', sharing, 'copies')
    redis.call('HDEL', sharing, 'copies')
    redis.call('ZREM', prefix .. 'sharings', reference)
    return bytes
  end`,
);

const keepScript = script(
  {
    uses: [COUNT_STORED, IS_WITH_REPORTER],
    keys: ['case', 'sharing', 'sharings'],
    values: ['reference', 'seenVersion', 'copies', 'eraseAt', 'now'],
    one: { quota: quotaShape },
  },
  `
  if not isWithReporter(case) then return {'gone'} end
  if (redis.call('HGET', sharing, 'version') or '0') ~= seenVersion then return {'stale'} end
  quota.added = string.len(copies) - redis.call('HSTRLEN', sharing, 'copies')
  if isStorageFull(quota) then return refuse(quota, now) end
  redis.call('HSET', sharing, 'copies', copies)
  redis.call('ZADD', sharings, eraseAt, reference)
  addStored(case, quota, now)
  return {'kept'}`,
);

/** A record and its place in a list; the beginning of a first chunk, with what it takes off that, in base64. */
const placedShape = { values: ['place', 'record'] } as const satisfies Shape;
const headShape = { values: ['id', 'cut', 'skip', 'head'] } as const satisfies Shape;

const shareScript = script(
  {
    uses: [COUNT_STORED, IS_WITH_REPORTER, FORGET_COPIES],
    keys: ['case', 'sharing', 'messageList', 'noteList', 'noteIds', 'headHash', 'seen'],
    values: [
      'reference',
      'seenVersion',
      'noteId',
      'note',
      'number',
      'most',
      'mostBytes',
      'mostMessageBytes',
      'now',
    ],
    one: { quota: quotaShape },
    lists: { messages: placedShape, notes: placedShape, heads: headShape },
  },
  `
  local function growth(list, records)
    local grown = 0
    for _, one in ipairs(records) do
      local old = redis.call('LINDEX', list, one.place)
      if not old then return nil end
      grown = grown + string.len(one.record) - string.len(old)
    end
    return grown
  end
  local function chunkOf(one) return prefix .. 'chunk:' .. reference .. ':' .. one.id .. ':0' end
  if not isWithReporter(case) then return {'gone'} end
  if redis.call('HEXISTS', noteIds, noteId) == 1 then return {'repeated'} end
  if (redis.call('HGET', sharing, 'version') or '0') ~= seenVersion then return {'stale'} end
  local size, count, bytes = unpack(redis.call('HMGET', case, 'size', 'notes', 'noteBytes'))
  local ofMessages, ofNotes = growth(messageList, messages), growth(noteList, notes)
  if not ofMessages or not ofNotes then return {'stale'} end
  local place = tonumber(count or '0') + 1
  local noteBytes = tonumber(bytes or '0') + string.len(note) + ofNotes
  if tonumber(number) ~= place then return {'other-number'} end
  if place > tonumber(most) or noteBytes > tonumber(mostBytes) then return {'full'} end
  if size + ofMessages > tonumber(mostMessageBytes) then return {'full'} end
  local ofHeads = 0
  for _, one in ipairs(heads) do
    if redis.call('EXISTS', chunkOf(one)) == 0 then return {'stale'} end
    local known = redis.call('HGET', headHash, one.id)
    ofHeads = ofHeads + string.len(one.head) - (known and string.len(known) - 2 or tonumber(one.cut))
  end
  quota.added = quota.added + ofMessages + ofNotes + ofHeads - redis.call('HSTRLEN', sharing, 'copies')
  if isStorageFull(quota) then return refuse(quota, now) end
  forgetCopies(reference)
  for _, one in ipairs(messages) do redis.call('LSET', messageList, one.place, one.record) end
  for _, one in ipairs(notes) do redis.call('LSET', noteList, one.place, one.record) end
  for _, one in ipairs(heads) do
    local known = redis.call('HGET', headHash, one.id)
    if not known then
      redis.call('SET', chunkOf(one), string.sub(redis.call('GET', chunkOf(one)), tonumber(one.cut) + 1))
    end
    redis.call('HSET', headHash, one.id, (known and string.sub(known, 1, 1) or one.skip) .. ':' .. one.head)
  end
  redis.call('RPUSH', noteList, note)
  redis.call('HSET', noteIds, noteId, place)
  redis.call('HSET', case, 'size', size + ofMessages, 'notes', place, 'noteBytes', noteBytes)
  redis.call('HINCRBY', sharing, 'version', 1)
  -- Who had seen all there was has seen this: it says nothing new.
  for _, member in ipairs(redis.call('HKEYS', seen)) do
    local version, known = string.match(redis.call('HGET', seen, member), '^(%d+):(%d+)$')
    if tonumber(known) == place - 1 then redis.call('HSET', seen, member, version .. ':' .. place) end
  end
  addStored(case, quota, now)
  return {'shared'}`,
);

/** Gives how many copies were over. */
const eraseScript = script(
  { uses: [FORGET_COPIES], keys: ['sharings'], values: ['now', 'limit'] },
  `
  local over = redis.call('ZRANGEBYSCORE', sharings, '-inf', now, 'LIMIT', 0, limit)
  for _, reference in ipairs(over) do
    local bytes = forgetCopies(reference)
    redis.call('HINCRBY', prefix .. 'case:' .. reference, 'stored', '-' .. bytes)
    redis.call('DECRBY', prefix .. 'stored', bytes)
  end
  return tostring(#over)`,
);

const headScript = script(
  { keys: ['chunk', 'headHash'], values: ['id', 'last'] },
  `return {redis.call('GETRANGE', chunk, 0, last), redis.call('HGET', headHash, id) or ''}`,
);

const readScript = script(
  { keys: ['sharing'] },
  `return {redis.call('HGET', sharing, 'version') or '0', redis.call('HGET', sharing, 'copies') or ''}`,
);

const readReply = z.tuple([z.coerce.number(), z.string()]);
const keepReply = z.union([z.tuple([z.enum(['kept', 'stale', 'gone'])]), storageFullReply]);
const shareReply = z.union([
  z.tuple([z.enum(['shared', 'repeated', 'stale', 'other-number', 'full', 'gone'])]),
  storageFullReply,
]);
const headReply = z.tuple([z.string(), z.string()]);

/** Copies that are erased in one script. */
const BATCH = 50;

/** Sharing in the kv adapter. */
export function kvSharing(kv: KvClient): SharingStore {
  const { run } = kv;
  return {
    async readSharing(reference) {
      const keys = { sharing: `sharing:${reference}` };
      const [version, copies] = await run(readReply, readScript, keys, {});
      return { version, copies: copies === '' ? null : copies };
    },
    async keepCopies({ quota, ...given }) {
      const { reference, now } = given;
      const keys = { case: `case:${reference}`, sharing: `sharing:${reference}`, sharings: 'sharings' };
      const reply = await run(keepReply, keepScript, keys, { ...given, quota: quotaAt(quota, 0, now) });
      if (reply[0] === 'storage-full') return { outcome: 'storage-full', hasMail: reply[1] > 0 };
      return { outcome: reply[0] };
    },
    readHead: ({ reference, attachmentId, most }) =>
      readFirst(kv, reference, attachmentId, Math.ceil(most / 3) * 4 - 1),
    async shareCase({ reference, messages, notes, heads, note, quota, ...given }) {
      const record = noteRecord(note);
      const keys = {
        case: `case:${reference}`,
        sharing: `sharing:${reference}`,
        messageList: `messages:${reference}`,
        noteList: `notes:${reference}`,
        noteIds: `note-ids:${reference}`,
        headHash: `heads:${reference}`,
        seen: `seen:${reference}`,
      };
      const reply = await run(shareReply, shareScript, keys, {
        ...{ reference, ...given, noteId: note.id, note: record },
        quota: quotaAt(quota, bytesOfMessage(record), given.now),
        messages: messages.map((one) => ({ place: one.number - 1, record: sharedRecord(one) })),
        notes: notes.map((one) => ({ place: one.number - 1, record: noteRecord(one) })),
        heads: heads.map(({ attachmentId, length, head }) => ({
          ...{ id: attachmentId, cut: Math.floor(length / 3) * 4, skip: length % 3 },
          head: Buffer.from(head).toString('base64'),
        })),
      });
      if (reply[0] === 'storage-full') return { outcome: 'storage-full', hasMail: reply[1] > 0 };
      return { outcome: reply[0] };
    },
  };
}

/** Erases copies that nobody confirmed in time, and gives back what they counted for. */
export async function eraseStaleCopies({ run }: KvClient, now: number): Promise<void> {
  let erased: number;
  do erased = await run(z.coerce.number(), eraseScript, { sharings: 'sharings' }, { now, limit: BATCH });
  while (erased === BATCH);
}

/**
 * The first chunk of an attachment, behind the beginning that it has since it was shared (see `heads:…`); null where it is
 * not in.
 * @param last which of its characters in base64 is the last that is read; -1 for all
 */
export async function readFirst(
  { run }: KvClient,
  reference: string,
  id: string,
  last = -1,
): Promise<Uint8Array | null> {
  const keys = { chunk: `chunk:${reference}:${id}:0`, headHash: `heads:${reference}` };
  const [base64, head] = await run(headReply, headScript, keys, { id, last });
  if (base64 === '') return null;
  const kept = Buffer.from(base64, 'base64');
  if (head === '') return new Uint8Array(kept);
  return new Uint8Array(
    Buffer.concat([Buffer.from(head.slice(2), 'base64'), kept.subarray(Number(head[0]))]),
  );
}
