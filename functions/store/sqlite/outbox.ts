import { z } from 'zod';
import { mailKindSchema } from '../records.ts';
import { type DueMail, type MailEntry, MOST_GATHERED, type OutboxStore } from '../store.ts';
import type { Database } from './database.ts';
import { gatheredIn, gatherer } from './gathered.ts';

const dueRows = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    reference: z.string(),
    about: z.string(),
    attempts: z.number(),
    addedAt: z.number(),
  }),
);
const stateRow = z.object({
  waiting: z.number(),
  failing: z.number(),
  oldestAt: z.number().nullable(),
  webhooks: z.number(),
  webhooksSince: z.number().nullable(),
});

/** The outbox of the sqlite adapter. */
export function sqliteOutbox(database: Database): OutboxStore {
  const { all, run, atomically } = database;
  const isDue = `SELECT id, kind, reference, about, attempts, addedAt FROM outbox WHERE dueAt <= ?
    ORDER BY dueAt LIMIT ?`;
  return {
    async takeDueMail({ now, leaseUntil, limit, gather = [] }) {
      return atomically(() => {
        const taken: DueMail[] = [];
        const isGathered = gatherer(database, gather, now);
        const take = (isDigestsTurn: boolean) => {
          for (const { addedAt, ...row } of dueRows.parse(all(isDue, now, limit + MOST_GATHERED))) {
            if (taken.length === limit) return;
            const kind = mailKindSchema.safeParse(row.kind).data;
            if (kind === undefined) continue;
            const entry = { ...row, kind };
            if ((entry.kind === 'digest') !== isDigestsTurn) continue;
            if (isGathered({ ...entry, addedAt })) continue;
            run('UPDATE outbox SET dueAt = ?, attempts = attempts + 1 WHERE id = ?', leaseUntil, entry.id);
            taken.push({ ...entry, attempts: entry.attempts + 1 });
          }
        };
        take(false);
        // By then everything else that is due has joined them.
        if (taken.length < limit) take(true);
        return taken;
      });
    },
    async readGathered(digestId) {
      return gatheredIn(database, digestId);
    },
    async putBack({ digestId, ids, now }) {
      const these = 'digest = ? AND id IN (SELECT value FROM json_each(?))';
      const given = [digestId, JSON.stringify(ids)];
      await atomically(() => {
        run(
          `INSERT INTO outbox (id, kind, reference, about, dueAt, addedAt)
            SELECT id, kind, reference, about, ?, addedAt FROM gathered WHERE ${these}`,
          ...[now, ...given],
        );
        run(`DELETE FROM gathered WHERE ${these}`, ...given);
      });
    },
    async removeMail(id) {
      run('DELETE FROM gathered WHERE digest = ?', id);
      run('DELETE FROM outbox WHERE id = ?', id);
    },
    async postponeMail(id, dueAt) {
      run('UPDATE outbox SET dueAt = ?, failed = 1 WHERE id = ?', dueAt, id);
    },
    async hasMail({ reference, kind }) {
      const waits = (table: string) =>
        all(`SELECT 1 FROM ${table} WHERE reference = ? AND kind = ? LIMIT 1`, reference, kind).length > 0;
      return waits('outbox') || waits('gathered');
    },
    async outboxState() {
      const [row] = all(
        `SELECT count(*) FILTER (WHERE NOT isHook) AS waiting, count(*) FILTER (WHERE NOT isHook AND failed) AS failing,
           min(addedAt) FILTER (WHERE NOT isHook) AS oldestAt,
           count(*) FILTER (WHERE isHook) AS webhooks, min(addedAt) FILTER (WHERE isHook) AS webhooksSince
         FROM (SELECT addedAt, failed, failed AND kind = 'webhook' AS isHook FROM outbox)`,
      );
      const { webhooks, webhooksSince, ...mail } = stateRow.parse(row);
      if (webhooksSince === null) return mail;
      return { ...mail, webhook: { failing: webhooks, oldestAt: webhooksSince } };
    },
  };
}

/** Adds entries to the outbox, due at once. */
export function addMails({ run }: Database, mails: readonly MailEntry[], now: number): void {
  const sql = 'INSERT INTO outbox (id, kind, reference, about, dueAt, addedAt) VALUES (?, ?, ?, ?, ?, ?)';
  for (const { id, kind, reference, about } of mails) run(sql, id, kind, reference, about, now, now);
}

/** Adds those entries that were never announced of a case (or of none: an empty reference). Gives how many. */
export function announceOnce(
  database: Database,
  reference: string,
  mails: readonly MailEntry[],
  now: number,
): number {
  const insert = 'INSERT OR IGNORE INTO announced (reference, id) VALUES (?, ?)';
  const fresh = mails.filter(({ id }) => database.run(insert, reference, id) === 1);
  addMails(database, fresh, now);
  return fresh.length;
}
