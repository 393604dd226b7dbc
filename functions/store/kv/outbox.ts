import { z } from 'zod';
import { mailKindSchema } from '../records.ts';
import { MOST_GATHERED, type OutboxStore } from '../store.ts';
import type { KvClient } from './client.ts';
import { gatherValues } from './values.ts';

const dueMailReply = z.array(
  z.tuple([z.string(), mailKindSchema, z.string(), z.string(), z.coerce.number()]),
);
const stateReply = z.tuple([z.coerce.number(), z.coerce.number(), z.string()]);

/** The outbox of the kv adapter. */
export function kvOutbox({ run }: KvClient): OutboxStore {
  return {
    async takeDueMail({ now, leaseUntil, limit, gather = [] }) {
      const values = [now, leaseUntil, limit, MOST_GATHERED, ...gatherValues(gather, now)];
      const rows = await run(dueMailReply, 'takeDueMail', ['outbox'], values);
      return rows.map(([id, kind, reference, about, attempts]) => ({
        id,
        kind,
        reference,
        about,
        attempts,
      }));
    },
    async readGathered(digestId) {
      const rows = await run(dueMailReply, 'readGathered', ['outbox', `outbox:gathered:${digestId}`], []);
      return rows.map(([id, kind, reference, about, addedAt]) => ({ id, kind, reference, about, addedAt }));
    },
    async removeMail(id) {
      const keys = ['outbox', 'outbox:failed', 'outbox:added', `outbox:gathered:${id}`];
      await run(z.unknown(), 'removeMail', keys, [id]);
    },
    async postponeMail(id, dueAt) {
      await run(z.unknown(), 'postponeMail', ['outbox', 'outbox:failed'], [id, dueAt]);
    },
    async outboxState() {
      const keys = ['outbox', 'outbox:failed', 'outbox:added'];
      const [waiting, failing, oldest] = await run(stateReply, 'outboxState', keys, []);
      return { waiting, failing, oldestAt: oldest === '' ? null : Number(oldest) };
    },
  };
}
