import { z } from 'zod';
import type { LogStore, NewStatement } from '../store.ts';
import type { KvClient } from './client.ts';
import { type Given, type Shape, script, shared } from './script.ts';

/** A statement; without an entry, none goes into the log. */
export const statementShape = { values: ['note', 'entry', 'at'] } as const satisfies Shape;

/**
 * The statements of a case, in a hash: each note under its number, its entry and then the position of that beside it. 1 is
 * the acceptance, also where there is none, and `count` says how many came after it. `log:waiting` is the hash of entries
 * that are not in the log yet: when each came in, and of which statement it is, `at:reference:number`, while there is one.
 */
export const ADD_STATEMENT = shared(
  [],
  `
  local function addStatement(reference, number, statement)
    local statements, entry = prefix .. 'statements:' .. reference, statement.entry
    redis.call('HSET', statements, number, statement.note, number .. ':entry', entry)
    if entry == '' then return end
    redis.call('HSET', prefix .. 'log:waiting', entry, statement.at .. ':' .. reference .. ':' .. number)
  end`,
);

/** Takes the statements of a case away; what waits goes on waiting, and says no more of which case it was. */
export const FORGET_STATEMENTS = shared(
  [],
  `
  local function forgetStatements(reference)
    local statements, waiting = prefix .. 'statements:' .. reference, prefix .. 'log:waiting'
    for _, entry in ipairs(redis.call('HVALS', statements)) do
      local known = redis.call('HGET', waiting, entry)
      if known then redis.call('HSET', waiting, entry, string.match(known, '^%d+')) end
    end
    redis.call('DEL', statements)
  end`,
);

/** Gives note, entry and position of each, in order; what there is none of is empty. */
const readScript = script(
  { keys: ['statements'] },
  `
  local found = {}
  local function read(number)
    local note, entry, position =
      unpack(redis.call('HMGET', statements, number, number .. ':entry', number .. ':position'))
    if note then found[#found + 1] = {note, entry, position or ''} end
  end
  for number = 1, 1 + tonumber(redis.call('HGET', statements, 'count') or '0') do read(number) end
  return found`,
);

const readReply = z.array(z.tuple([z.string(), z.string(), z.string()]));

/** The statements of the kv adapter. */
export function kvStatements({ run }: KvClient): Pick<LogStore, 'readStatements'> {
  return {
    async readStatements(reference) {
      const rows = await run(readReply, readScript, { statements: `statements:${reference}` }, {});
      return rows.map(([note, entry, position]) => ({
        note: noteIn(note),
        isLogged: entry !== '',
        position: position === '' ? null : Number(position),
      }));
    },
  };
}

/** A statement as the scripts take it. */
export function statementAt({ note, entry, at }: NewStatement): Given<typeof statementShape> {
  return { note: Buffer.from(note).toString('base64'), entry: entry === null ? null : hexOf(entry), at };
}

/** A note as it was. Notes are kept in base64: with the dash in one of them, the whole request would take longer to write. */
export function noteIn(kept: string): string {
  return Buffer.from(kept, 'base64').toString();
}

/** Entries are kept in hex: as texts they are then in the order of their bytes. @param entry in base64 */
export function hexOf(entry: string): string {
  return Buffer.from(entry, 'base64').toString('hex');
}
