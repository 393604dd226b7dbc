import { z } from 'zod';
import type { KvClient } from './kv-client.ts';
import { mailKindSchema } from './records.ts';
import type { Store } from './store.ts';

type Outbox = Pick<Store, 'takeDueMail' | 'removeMail' | 'postponeMail' | 'outboxState'>;

const dueMailReply = z.array(
  z.tuple([z.string(), mailKindSchema, z.string(), z.string(), z.coerce.number()]),
);
const stateReply = z.tuple([z.coerce.number(), z.coerce.number(), z.string()]);

/** The outbox of the kv adapter. */
export function kvOutbox({ run }: KvClient): Outbox {
  return {
    async takeDueMail({ now, leaseUntil, limit }) {
      const rows = await run(dueMailReply, 'takeDueMail', ['outbox'], [now, leaseUntil, limit]);
      return rows.map(([id, kind, reference, about, attempts]) => ({
        id,
        kind,
        reference,
        about,
        attempts,
      }));
    },
    async removeMail(id) {
      const keys = ['outbox', 'outbox:failed', 'outbox:added', `outbox:${id}`];
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
