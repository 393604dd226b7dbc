import { z } from 'zod';
import { alertSchema } from '../records.ts';
import { type Store, secondsUntil } from '../store.ts';
import type { KvClient } from './client.ts';
import { limitValues, mailValues, readRecord, yesOrNo } from './values.ts';

type Alerts = Pick<Store, 'setAlert' | 'findAlert' | 'answerAlert'>;

const answerReply = z.union([z.tuple([z.string(), z.string(), yesOrNo]), z.tuple([])]);
const alertReply = z.tuple([z.string().nullable(), z.string().nullable()]);

/** The alerts of the kv adapter. */
export function kvAlerts({ client, ask, run, key }: KvClient): Alerts {
  return {
    async setAlert({ reference, alert, now }) {
      const record = alert ? JSON.stringify(alert.alert) : '';
      const waitUntil = await run(
        z.coerce.number(),
        'setAlert',
        [`case:${reference}`],
        [
          ...[reference, alert?.alert.id ?? '', record, now],
          ...mailValues(alert ? [alert.mail] : []),
          ...limitValues(alert?.limits ?? [], now),
        ],
      );
      return waitUntil === 0 ? null : secondsUntil(waitUntil * 1000, now);
    },
    async findAlert(reference) {
      const script = "return redis.call('HMGET', KEYS[1], 'record', 'confirmed')";
      const name = key(`alert:${reference}`);
      const [record, confirmed] = await ask(alertReply, () => client.eval(script, [name], []));
      if (record === null) return null;
      const alert = readRecord(alertSchema, record);
      return { ...alert, isConfirmed: alert.isConfirmed || confirmed === '1' };
    },
    async answerAlert({ alertId, isWanted }) {
      const reply = await run(answerReply, 'answerAlert', [`alert-id:${alertId}`], [isWanted ? 1 : 0]);
      if (reply.length === 0) return null;
      const [reference, record, confirmed] = reply;
      const alert = readRecord(alertSchema, record);
      return { reference, alert: { ...alert, isConfirmed: alert.isConfirmed || confirmed } };
    },
  };
}
