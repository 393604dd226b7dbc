import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import { caseSchema } from './records.ts';
import { cursorOf, type HitLimit, parseCursor, type Store, StoreError } from './store.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS cases (
    reference TEXT PRIMARY KEY,
    receiptId TEXT NOT NULL UNIQUE,
    receivedAt INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS cases_by_time ON cases (receivedAt, reference);
  CREATE TABLE IF NOT EXISTS messages (
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    sender TEXT NOT NULL,
    at INTEGER NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (reference, number)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS outbox (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    dueAt INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outbox_by_due ON outbox (dueAt);
  CREATE TABLE IF NOT EXISTS hits (
    key TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    endsAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS hits_by_end ON hits (endsAt);
`;

const dueMailRows = z.array(
  z.object({
    id: z.string(),
    kind: z.literal('report-received'),
    reference: z.string(),
    attempts: z.number(),
  }),
);
const messageRows = z.array(
  z.object({ number: z.number(), from: z.enum(['reporter', 'team']), at: z.number(), sealed: z.string() }),
);
const outboxRow = z.object({
  waiting: z.number(),
  failing: z
    .number()
    .nullable()
    .transform((count) => count ?? 0),
  firstDueAt: z.number().nullable(),
});
const recordRows = z.array(z.object({ record: z.string() }));

/**
 * The store in one SQLite file, for a single server. Every commit is on disk before it returns (WAL with
 * synchronous FULL); several processes may share the file.
 * @param file path of the database, made with its folder when it is absent; `:memory:` keeps it in memory
 * @throws StoreError when the file can't be opened
 */
export function createSqliteStore(file: string): Store {
  const database = guard(() => {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const opened = new DatabaseSync(file, { timeout: 5000 });
    opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    opened.exec(SCHEMA);
    return opened;
  });
  const statements = new Map<string, ReturnType<typeof database.prepare>>();
  const prepare = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const all = (sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values);
  const run = (sql: string, ...values: SQLInputValue[]) => prepare(sql).run(...values);
  const caseBy = (column: 'reference' | 'receiptId', value: string) => {
    const [row] = recordRows.parse(all(`SELECT record FROM cases WHERE ${column} = ?`, value));
    return row ? caseSchema.parse(JSON.parse(row.record)) : null;
  };
  /** Runs `work` in one transaction that takes the write lock at once. */
  const atomically = <T>(work: () => T): T =>
    guard(() => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });

  /** Counts the hits of a new case; gives the seconds to wait when a limit is reached. */
  function countHits(limits: readonly HitLimit[], now: number): number | null {
    const counted = limits.map(({ key, most, windowSeconds }) => {
      const window = Math.floor(now / 1000 / windowSeconds);
      const endsAt = (window + 1) * windowSeconds * 1000;
      const [row] = all('SELECT count FROM hits WHERE key = ?', `${key}:${window}`);
      return { key: `${key}:${window}`, endsAt, isReached: Number(row?.['count'] ?? 0) >= most };
    });
    const reached = counted.filter(({ isReached }) => isReached).map(({ endsAt }) => endsAt);
    if (reached.length > 0) return Math.max(1, Math.ceil((Math.max(...reached) - now) / 1000));
    run('DELETE FROM hits WHERE endsAt <= ?', now);
    for (const { key, endsAt } of counted) {
      run('INSERT INTO hits VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET count = count + 1', key, endsAt);
    }
    return null;
  }

  return {
    async createCase({ newCase, sealedReport, mail, limits }) {
      return atomically(() => {
        const existing = caseBy('receiptId', newCase.receiptId);
        if (existing) {
          return existing.bodyHash === newCase.bodyHash
            ? { outcome: 'repeated', existing }
            : { outcome: 'conflict' };
        }
        if (caseBy('reference', newCase.reference)) return { outcome: 'reference-taken' };
        const retryAfterSeconds = countHits(limits, newCase.receivedAt);
        if (retryAfterSeconds !== null) return { outcome: 'limited', retryAfterSeconds };
        const { reference, receiptId, receivedAt } = newCase;
        run(
          'INSERT INTO cases VALUES (?, ?, ?, ?)',
          reference,
          receiptId,
          receivedAt,
          JSON.stringify(newCase),
        );
        run('INSERT INTO messages VALUES (?, 1, ?, ?, ?)', reference, 'reporter', receivedAt, sealedReport);
        run(
          'INSERT INTO outbox (id, kind, reference, dueAt) VALUES (?, ?, ?, ?)',
          mail.id,
          mail.kind,
          mail.reference,
          receivedAt,
        );
        return { outcome: 'created' };
      });
    },
    async findCase(reference) {
      return guard(() => caseBy('reference', reference));
    },
    async readMessages(reference) {
      return guard(() =>
        messageRows.parse(
          all(
            'SELECT number, sender AS "from", at, sealed FROM messages WHERE reference = ? ORDER BY number',
            reference,
          ),
        ),
      );
    },
    async listCases({ after, limit }) {
      const from = after === null ? null : parseCursor(after);
      const rows = guard(() =>
        from
          ? all(
              'SELECT record FROM cases WHERE (receivedAt, reference) < (?, ?) ORDER BY receivedAt DESC, reference DESC LIMIT ?',
              from.receivedAt,
              from.reference,
              limit + 1,
            )
          : all('SELECT record FROM cases ORDER BY receivedAt DESC, reference DESC LIMIT ?', limit + 1),
      );
      const found = recordRows.parse(rows).map(({ record }) => caseSchema.parse(JSON.parse(record)));
      const cases = found.slice(0, limit);
      const last = cases.at(-1);
      return { cases, next: found.length > limit && last ? cursorOf(last) : null };
    },
    async takeDueMail({ now, leaseUntil, limit }) {
      const rows = guard(() =>
        all(
          `UPDATE outbox SET dueAt = ?, attempts = attempts + 1
           WHERE id IN (SELECT id FROM outbox WHERE dueAt <= ? ORDER BY dueAt LIMIT ?)
           RETURNING id, kind, reference, attempts`,
          leaseUntil,
          now,
          limit,
        ),
      );
      return dueMailRows.parse(rows);
    },
    async removeMail(id) {
      guard(() => run('DELETE FROM outbox WHERE id = ?', id));
    },
    async postponeMail(id, dueAt) {
      guard(() => run('UPDATE outbox SET dueAt = ?, failed = 1 WHERE id = ?', dueAt, id));
    },
    async outboxState() {
      const sql = 'SELECT count(*) AS waiting, sum(failed) AS failing, min(dueAt) AS firstDueAt FROM outbox';
      const [row] = guard(() => all(sql));
      return outboxRow.parse(row);
    },
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new StoreError('the database failed', { cause });
  }
}
