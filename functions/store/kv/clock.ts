import { z } from 'zod';
import type { Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { mailValues, readCase, records, yesOrNo } from './values.ts';

type Clock = Pick<Store, 'listDue' | 'remind' | 'announce' | 'listClosed' | 'readFigures'>;

const count = z
  .string()
  .nullable()
  .transform((text) => Number(text ?? 0));
const figuresReply = z.array(z.tuple([count, count, count, count, count]));

/** What time brings, in the kv adapter: reminders, retention, figures. */
export function kvClock({ run }: KvClient): Clock {
  return {
    async listDue({ now, limit }) {
      const found = await run(records, 'listByTime', ['clock'], [now, limit]);
      return found.map(readCase);
    },
    async remind({ reference, seenVersion, wakeAt, mails, now }) {
      const values = [reference, seenVersion, wakeAt ?? '', now, ...mailValues(mails)];
      return run(yesOrNo, 'remind', [`case:${reference}`], values);
    },
    async announce({ mails, now }) {
      await run(yesOrNo, 'announce', [], [now, ...mailValues(mails)]);
    },
    async listClosed({ before, limit }) {
      const found = await run(records, 'listByTime', ['closed'], [`(${before}`, limit]);
      return found.map(readCase);
    },
    async readFigures(months) {
      const keys = months.map((month) => `figures:${month}`);
      const rows = await run(figuresReply, 'readFigures', keys, []);
      return months.map((month, index) => {
        const [received, answered, late, totalMs, slowestMs] = rows[index] ?? [0, 0, 0, 0, 0];
        return { month, received, answered, late, totalMs, slowestMs };
      });
    },
  };
}
