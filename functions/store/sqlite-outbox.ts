import { z } from 'zod';
import { mailKindSchema } from './records.ts';
import type { Database } from './sqlite-database.ts';
import type { Store } from './store.ts';

type Outbox = Pick<Store, 'takeDueMail' | 'removeMail' | 'postponeMail' | 'outboxState'>;

const dueRows = z.array(
  z.object({
    id: z.string(),
    kind: mailKindSchema,
    reference: z.string(),
    messageId: z.string(),
    attempts: z.number(),
  }),
);
const stateRow = z.object({
  waiting: z.number(),
  failing: z
    .number()
    .nullable()
    .transform((count) => count ?? 0),
  firstDueAt: z.number().nullable(),
});

/** The outbox of the sqlite adapter. */
export function sqliteOutbox({ all, run }: Database): Outbox {
  return {
    async takeDueMail({ now, leaseUntil, limit }) {
      const taken = all(
        `UPDATE outbox SET dueAt = ?, attempts = attempts + 1
         WHERE id IN (SELECT id FROM outbox WHERE dueAt <= ? ORDER BY dueAt LIMIT ?)
         RETURNING id, kind, reference, messageId, attempts`,
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
        'SELECT count(*) AS waiting, sum(failed) AS failing, min(dueAt) AS firstDueAt FROM outbox',
      );
      return stateRow.parse(row);
    },
  };
}
