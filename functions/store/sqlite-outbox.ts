import { z } from 'zod';
import { mailKindSchema } from './records.ts';
import type { Database } from './sqlite-database.ts';
import type { MailEntry, Store } from './store.ts';

type Outbox = Pick<Store, 'takeDueMail' | 'removeMail' | 'postponeMail' | 'outboxState'>;

const dueRows = z.array(
  z.object({
    id: z.string(),
    kind: mailKindSchema,
    reference: z.string(),
    about: z.string(),
    attempts: z.number(),
  }),
);
const stateRow = z.object({
  waiting: z.number(),
  failing: z
    .number()
    .nullable()
    .transform((count) => count ?? 0),
  oldestAt: z.number().nullable(),
});

/** The outbox of the sqlite adapter. */
export function sqliteOutbox({ all, run }: Database): Outbox {
  return {
    async takeDueMail({ now, leaseUntil, limit }) {
      const taken = all(
        `UPDATE outbox SET dueAt = ?, attempts = attempts + 1
         WHERE id IN (SELECT id FROM outbox WHERE dueAt <= ? ORDER BY dueAt LIMIT ?)
         RETURNING id, kind, reference, about, attempts`,
        leaseUntil,
        now,
        limit,
      );
      return dueRows.parse(taken);
    },
    async removeMail(id) {
      run('DELETE FROM outbox WHERE id = ?', id);
    },
    async postponeMail(id, dueAt) {
      run('UPDATE outbox SET dueAt = ?, failed = 1 WHERE id = ?', dueAt, id);
    },
    async outboxState() {
      const [row] = all(
        'SELECT count(*) AS waiting, sum(failed) AS failing, min(addedAt) AS oldestAt FROM outbox',
      );
      return stateRow.parse(row);
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
