import { z } from 'zod';
import type { NoteStore } from '../contract/notes.ts';
import { bytesOfMessage, noteRecord } from '../quota.ts';
import { messageSchema, noteSchema, recordIn } from '../records.ts';
import { IS_WITH_REPORTER } from './alerts.ts';
import type { KvClient } from './client.ts';
import { COUNT_HITS, limitShape, limitsAt } from './hits.ts';
import { limitedReply, readRecord, records, retryAfter, storageFullReply, yesOrNo } from './replies.ts';
import { script } from './script.ts';
import { COUNT_STORED, quotaAt, quotaShape } from './stored.ts';

/**
 * The notes of a case are a list, and a hash of their ids with the place of each. What is counted of them stands in the
 * hash of the case, beside the place of the newest triage.
 */
const appendScript = script(
  {
    uses: [COUNT_STORED, COUNT_HITS, IS_WITH_REPORTER],
    keys: ['case', 'notes', 'noteIds'],
    values: ['id', 'kind', 'record', 'number', 'most', 'mostBytes', 'now'],
    one: { quota: quotaShape },
    lists: { limits: limitShape },
  },
  `
  if not isWithReporter(case) then return {'gone'} end
  local known = redis.call('HGET', noteIds, id)
  if known then return {'repeated', known} end
  local count, bytes = unpack(redis.call('HMGET', case, 'notes', 'noteBytes'))
  local place, size = tonumber(count or '0') + 1, tonumber(bytes or '0') + string.len(record)
  if tonumber(number) ~= place then return {'other-number'} end
  if place > tonumber(most) or size > tonumber(mostBytes) then return {'full'} end
  if isStorageFull(quota) then return refuse(quota, now) end
  local waitUntil = countHits(limits)
  if waitUntil > 0 then return {'limited', tostring(waitUntil)} end
  redis.call('HSET', case, 'notes', place, 'noteBytes', size)
  if kind == 'triage' then redis.call('HSET', case, 'triage', place) end
  redis.call('RPUSH', notes, record)
  redis.call('HSET', noteIds, id, place)
  addStored(case, quota, now)
  return {'appended'}`,
);

/** Gives of each head its reference, report, newest triage and the place of that, empty where there is none; then what is left. */
const headsScript = script(
  { values: ['mostReport', 'mostBytes'], lists: { references: 'text' } },
  `
  local heads, left, bytes = {}, {}, 0
  local function add(reference)
    local case = prefix .. 'case:' .. reference
    if redis.call('EXISTS', case) == 0 then return end
    local report = redis.call('LINDEX', prefix .. 'messages:' .. reference, 0) or ''
    if string.len(report) > tonumber(mostReport) then report = '' end
    local place = redis.call('HGET', case, 'triage')
    local triage = place and redis.call('LINDEX', prefix .. 'notes:' .. reference, place - 1) or ''
    bytes = bytes + string.len(report) + string.len(triage)
    if #heads > 0 and bytes > tonumber(mostBytes) then
      left[1] = reference
    else
      heads[#heads + 1] = {reference, report, triage, place or ''}
    end
  end
  for _, reference in ipairs(references) do
    if #left > 0 then left[#left + 1] = reference else add(reference) end
  end
  return {heads, left}`,
);

const markScript = script(
  { keys: ['case', 'seen'], values: ['member', 'version', 'notes'] },
  `
  local function furthest(before, now, most)
    return math.max(tonumber(before), math.min(tonumber(now), tonumber(most)))
  end
  local mostVersion, mostNotes = unpack(redis.call('HMGET', case, 'version', 'notes'))
  if not mostVersion then return '0' end
  local known = redis.call('HGET', seen, member) or '0:0'
  local oldVersion, oldNotes = string.match(known, '^(%d+):(%d+)$')
  redis.call('HSET', seen, member,
    furthest(oldVersion, version, mostVersion) .. ':' .. furthest(oldNotes, notes, mostNotes or '0'))
  return '1'`,
);

const marksScript = script(
  { values: ['member'], lists: { references: 'text' } },
  `
  local found = {}
  for place, reference in ipairs(references) do
    found[place] = {redis.call('HGET', prefix .. 'case:' .. reference, 'notes') or '0',
      redis.call('HGET', prefix .. 'sharing:' .. reference, 'version') or '0',
      redis.call('HGET', prefix .. 'seen:' .. reference, member) or ''}
  end
  return found`,
);

const count = z.coerce.number();
const appendReply = z.union([
  z.tuple([z.enum(['appended', 'other-number', 'full', 'gone'])]),
  z.tuple([z.literal('repeated'), count]),
  storageFullReply,
  limitedReply,
]);
const headsReply = z.tuple([z.array(z.tuple([z.string(), z.string(), z.string(), count])), records]);
const marksReply = z.array(z.tuple([count, count, z.string()]));

/** Notes of the kv adapter, and who saw what. */
export function kvNotes({ client, ask, run, key }: KvClient): NoteStore {
  const noteIn = (record: string, number: number) => ({ ...readRecord(noteSchema, record), number });
  const numbered = <T>(note: T | null, number: number) => note && { ...note, number };
  return {
    async appendNote({ reference, note, number, most, mostBytes, quota, limits, now }) {
      const record = noteRecord(note);
      const keys = {
        case: `case:${reference}`,
        notes: `notes:${reference}`,
        noteIds: `note-ids:${reference}`,
      };
      const reply = await run(appendReply, appendScript, keys, {
        ...{ id: note.id, kind: note.kind, record, number, most, mostBytes, now },
        quota: quotaAt(quota, bytesOfMessage(record), now),
        limits: limitsAt(limits, now),
      });
      if (reply[0] === 'repeated') return { outcome: 'repeated', number: reply[1] };
      if (reply[0] === 'storage-full') return { outcome: 'storage-full', hasMail: reply[1] > 0 };
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], now) };
      return { outcome: reply[0] };
    },
    async readNotes(reference) {
      const list = await ask(records, () => client.lrange(key(`notes:${reference}`), 0, -1));
      return list.map((record, index) => noteIn(record, index + 1));
    },
    async readHeads({ references, mostReport, mostBytes }) {
      const [found, left] = await run(headsReply, headsScript, {}, { mostReport, mostBytes, references });
      const heads = found.map(([reference, report, triage, place]) => ({
        reference,
        // What is empty, or can't be read, is left out: other heads do not wait for it.
        report: recordIn(messageSchema, report)?.sealed ?? null,
        triage: numbered(recordIn(noteSchema, triage), place),
      }));
      return { heads, left };
    },
    async markSeen({ reference, ...given }) {
      return run(yesOrNo, markScript, { case: `case:${reference}`, seen: `seen:${reference}` }, given);
    },
    async readMarks(given) {
      if (given.references.length === 0) return [];
      const found = await run(marksReply, marksScript, {}, given);
      return found.map(([notes, shared, seen]) => {
        const [version = 0, seenNotes = 0] = seen.split(':').map(Number);
        return { notes, shared, seen: seen === '' ? null : { version, notes: seenNotes } };
      });
    },
  };
}
