import { z } from 'zod';
import { LEAF_BYTES } from '../quota.ts';
import type { LogStore } from '../store.ts';
import type { KvClient } from './client.ts';
import { yesOrNo } from './replies.ts';
import { script } from './script.ts';
import { hexOf } from './statements.ts';

// The hash `log` holds size and checkpoint of the log, and the checkpoint that the daily job saw; each tile is a value of
// its own, in base64.

const readScript = script(
  { keys: ['log', 'waiting'], values: ['before', 'most'] },
  `
  local size, checkpoint = unpack(redis.call('HMGET', log, 'size', 'checkpoint'))
  local fields, found, first = redis.call('HGETALL', waiting), {}, {}
  for place = 1, #fields, 2 do
    if tonumber(string.match(fields[place + 1], '^%d+')) < tonumber(before) then
      found[#found + 1] = fields[place]
    end
  end
  table.sort(found)
  for place = 1, math.min(#found, tonumber(most)) do first[place] = found[place] end
  return {size or '0', checkpoint, first}`,
);

const appendScript = script(
  {
    keys: ['log', 'waiting', 'figures', 'stored'],
    values: ['seenSize', 'checkpoint', 'bytes'],
    lists: { entries: 'text', tiles: { values: ['name', 'bytes'] } },
  },
  `
  local size, places = tonumber(redis.call('HGET', log, 'size') or '0'), {}
  if size ~= tonumber(seenSize) then return '0' end
  for _, entry in ipairs(entries) do
    local place = redis.call('HGET', waiting, entry)
    if not place or places[entry] then return '0' end
    places[entry] = place
  end
  for index, entry in ipairs(entries) do
    local reference, number = string.match(places[entry], '^%d+:(.+):(%d+)$')
    redis.call('HDEL', waiting, entry)
    if reference then
      redis.call('HSET', prefix .. 'statements:' .. reference, number .. ':position', size + index - 1)
    end
  end
  for _, tile in ipairs(tiles) do redis.call('SET', prefix .. 'tile:' .. tile.name, tile.bytes) end
  redis.call('HSET', log, 'size', size + #entries, 'checkpoint', checkpoint)
  if #entries > 0 then redis.call('HINCRBY', figures, 'leaves', #entries) end
  redis.call('INCRBY', stored, bytes)
  return '1'`,
);

const readReply = z.tuple([z.coerce.number(), z.string().nullable(), z.array(z.string())]);
const tilesReply = z.array(z.string().nullable());

/** The log of the kv adapter. */
export function kvLog({ client, ask, run, key }: KvClient): Omit<LogStore, 'readStatements'> {
  return {
    async readLog(asked) {
      const keys = { log: 'log', waiting: 'log:waiting' };
      const [size, checkpoint, entries] = await run(readReply, readScript, keys, asked);
      const waiting = entries.map((hex) => Buffer.from(hex, 'hex').toString('base64'));
      return { size, checkpoint, waiting };
    },
    async readTiles(names) {
      if (names.length === 0) return [];
      const tiles = await ask(tilesReply, () => client.mget(...names.map((name) => key(`tile:${name}`))));
      return tiles.map((tile) => (tile === null ? null : new Uint8Array(Buffer.from(tile, 'base64'))));
    },
    async appendToLog({ seenSize, entries, tiles, checkpoint, month }) {
      const keys = { log: 'log', waiting: 'log:waiting', figures: `figures:${month}`, stored: 'stored' };
      return run(yesOrNo, appendScript, keys, {
        ...{ seenSize, checkpoint, bytes: entries.length * LEAF_BYTES, entries: entries.map(hexOf) },
        tiles: tiles.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes).toString('base64') })),
      });
    },
    async readSeenCheckpoint() {
      return ask(z.string().nullable(), () => client.hget(key('log'), 'seen'));
    },
    async keepSeenCheckpoint(checkpoint) {
      await ask(z.unknown(), () => client.hset(key('log'), { seen: checkpoint }));
    },
  };
}
