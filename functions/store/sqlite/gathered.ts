import { z } from 'zod';
import { mailKindSchema } from '../records.ts';
import {
  type Digest,
  type DueMail,
  digestDueAt,
  digestId,
  type GatheredMail,
  type Gathering,
  isTooLate,
  type ScarceDigest,
} from '../store.ts';
import type { Database } from './database.ts';
import { countHits } from './hits.ts';

const gatheredRows = z.array(
  z.object({
    id: z.string(),
    kind: mailKindSchema,
    reference: z.string(),
    about: z.string(),
    addedAt: z.number(),
  }),
);

/** What was put in a digest, oldest first. */
export function gatheredIn({ all }: Database, digest: string): GatheredMail[] {
  const sql =
    'SELECT id, kind, reference, about, addedAt FROM gathered WHERE digest = ? ORDER BY addedAt, id';
  return gatheredRows.parse(all(sql, digest));
}

/**
 * For one step that takes entries: says of each that is due whether it has gone into a digest instead, or counts it as
 * one that is sent by itself. `attempts` are those so far.
 */
export function gatherer(
  database: Database,
  rules: readonly Gathering[],
  now: number,
): (entry: DueMail & { addedAt: number }) => boolean {
  const { all, run } = database;
  /** The digest that takes entries in, by name, and how many more. */
  const open = new Map<string, { id: string; room: number }>();

  function openDigest(digest: ScarceDigest): { name: string; id: string; room: number } {
    const { name, most, scarce } = digest;
    const known = { name, ...(open.get(name) ?? latestOf(digest)) };
    if (known.id !== '' && known.room > 0) return known;
    const latest = all('SELECT latestDueAt FROM digests WHERE name = ?', name)[0]?.['latestDueAt'];
    const dueAt = digestDueAt(digest, latest === undefined ? null : Number(latest), now);
    if (known.id !== '' && isTooLate(digest, dueAt, now)) return known;
    if (scarce && countHits(database, scarce.limits, now) !== null) return openDigest(scarce.otherwise);
    const fresh = { name, id: digestId(name, dueAt), room: most };
    run(
      `INSERT INTO outbox (id, kind, reference, about, dueAt, addedAt) VALUES (?, 'digest', '', ?, ?, ?)`,
      ...[fresh.id, name, dueAt, dueAt],
    );
    run('INSERT OR REPLACE INTO digests (name, latestDueAt) VALUES (?, ?)', name, dueAt);
    return fresh;
  }
  /** The last one made under a name, if it was not tried yet. */
  function latestOf({ name, most }: Digest) {
    const sql = `SELECT outbox.id, (SELECT count(*) FROM gathered WHERE digest = outbox.id) AS size
      FROM digests JOIN outbox ON outbox.id = 'digest.' || name || '.' || latestDueAt
      WHERE name = ? AND attempts = 0`;
    const [row] = all(sql, name);
    return row ? { id: String(row['id']), room: most - Number(row['size']) } : { id: '', room: 0 };
  }

  return ({ id, kind, reference, about, attempts, addedAt }) => {
    const rule = attempts === 0 ? rules.find((one) => one.kind === kind) : undefined;
    if (!rule || countHits(database, rule.limits, now) === null) return false;
    const digest = openDigest(rule.digest);
    open.set(digest.name, { id: digest.id, room: digest.room - 1 });
    run('DELETE FROM outbox WHERE id = ?', id);
    run(
      'INSERT INTO gathered (id, digest, kind, reference, about, addedAt) VALUES (?, ?, ?, ?, ?, ?)',
      ...[id, digest.id, kind, reference, about, addedAt],
    );
    return true;
  };
}
