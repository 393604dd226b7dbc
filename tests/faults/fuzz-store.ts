import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Adapter, Bed } from './bed.ts';

/** What is in a store: a hash of each piece, by a name with the reference of its case in it where it has one. */
export type Content = ReadonlyMap<string, string>;

/** Reads what is in a store; what is only counted (limits) left out, and of the outbox only what waits. */
export interface Reader {
  read(): Promise<Content>;
  close(): void;
}

export const readerOf = (adapter: Adapter, bed: Bed): Reader =>
  adapter === 'sqlite' ? sqliteReader(join(bed.dataDir, 'meldpunt.sqlite')) : kvReader(bed);

const TABLES = [
  'cases',
  'unreadable',
  'messages',
  'notes',
  'trail',
  'seen',
  'sharing',
  'records',
  'events',
  'chunks',
  'alerts',
  'announced',
  'figures',
  'tallies',
  'totals',
  'tokens',
  'statements',
  'waiting',
  'tiles',
  'checkpoints',
];

function sqliteReader(file: string): Reader {
  const database = new DatabaseSync(file, { timeout: 5000, readOnly: true });
  const statements = TABLES.map((table) => ({ table, rows: database.prepare(`SELECT * FROM ${table}`) }));
  const outbox = database.prepare('SELECT id, reference FROM outbox');
  return {
    async read() {
      const content = new Map<string, string>();
      for (const { table, rows } of statements) {
        for (const row of rows.iterate()) {
          const hash = createHash('sha1');
          const { wakeAt, ...rest } = row;
          for (const value of Object.values(rest))
            hash.update(value instanceof Uint8Array ? value : `${value}|`);
          const name = row['reference'] ?? row['month'] ?? row['name'];
          // The clock moves this by itself; kv has it in a set of its own.
          if (table === 'cases') content.set(`clock:${name}`, String(wakeAt));
          content.set(
            `${table}:${name}:${row['number'] ?? row['id'] ?? row['member'] ?? row['name'] ?? ''}`,
            hash.digest('hex'),
          );
        }
      }
      for (const { id, reference } of outbox.iterate()) content.set(`outbox:${id}:${reference}`, '');
      return content;
    },
    close: () => database.close(),
  };
}

/**
 * One round trip for all of it. What a mail leaves behind when it is sent is in sets that are passed over. Redis moves
 * what is in a hash or a set about when it is read, so those are put in order.
 */
const HASH_ALL = `
  local function contentOf(key)
    local kind = redis.call('TYPE', key).ok
    if kind ~= 'hash' and kind ~= 'set' then return redis.call('DUMP', key) end
    local list = {}
    if kind == 'set' then list = redis.call('SMEMBERS', key) end
    for _, field in ipairs(kind == 'hash' and redis.call('HKEYS', key) or {}) do
      list[#list + 1] = field .. '=' .. redis.call('HGET', key, field)
    end
    table.sort(list)
    return table.concat(list, '|')
  end
  local found = {}
  for _, key in ipairs(redis.call('KEYS', '*')) do
    if not string.find(key, ':hits:') and not string.find(key, ':outbox') and not string.find(key, ':mails:') then
      found[#found + 1] = key
      found[#found + 1] = redis.sha1hex(contentOf(key))
    end
  end
  return found`;

function kvReader({ command }: Bed): Reader {
  return {
    async read() {
      const found = ((await command?.(['EVAL', HASH_ALL, '0'])) ?? []) as unknown[];
      const content = new Map<string, string>();
      for (let at = 0; at < found.length; at += 2) content.set(String(found[at]), String(found[at + 1]));
      return content;
    },
    close: () => undefined,
  };
}

/** Names of what is new, changed or gone; mail that was sent is not missed. */
export function changesBetween(before: Content, after: Content): string[] {
  const changed = [...after].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name);
  const gone = [...before.keys()].filter((name) => !after.has(name) && !name.startsWith('outbox:'));
  return [...changed, ...gone];
}

/** What the clock and the outbox do in their own time, after a case was changed. */
const LATER = /^(meldpunt:)?(announced|alerts?|outbox|clock)\b/;
/** What health keeps of its last look, and the figures of a day of when they are asked for first, for whoever asks next. */
const LOOK = /^(meldpunt:)?tokens?:(health|figures:)/;
/** That a member looked is told in the trail, and counts towards what is stored; what it counts for stands by itself. */
const TOLD = /^(meldpunt:)?(trail|stored|totals:stored)\b/;

/**
 * Whether a change is accounted for: by an accepted request about that case, or, where it is about no single case, by
 * any; and what follows later by one that came before.
 */
export function isExplained(
  name: string,
  touched: ReadonlySet<string>,
  everTouched: ReadonlySet<string>,
): boolean {
  if (LOOK.test(name) || TOLD.test(name)) return true;
  const [reference] = /CVD-\d{4}-\w{6}/.exec(name) ?? [];
  const causes = LATER.test(name) ? everTouched : touched;
  return reference === undefined ? causes.size > 0 : causes.has(reference);
}
