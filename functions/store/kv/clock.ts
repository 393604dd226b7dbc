import type { Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { PUT_TIME, RECORDS_OF } from './lists.ts';
import { ADD_MAILS, mailShape } from './outbox.ts';
import { readCase, records, yesOrNo } from './replies.ts';
import { script } from './script.ts';

const listScript = script(
  { uses: [RECORDS_OF], keys: ['byTime'], values: ['latest', 'limit'] },
  "return recordsOf(redis.call('ZRANGEBYSCORE', byTime, '-inf', latest, 'LIMIT', 0, limit), 1)",
);

const remindScript = script(
  {
    uses: [ADD_MAILS, PUT_TIME],
    keys: ['case'],
    values: ['reference', 'seenVersion', 'wakeAt', 'now'],
    lists: { mails: mailShape },
  },
  `
  if redis.call('HGET', case, 'version') ~= seenVersion then return '0' end
  putTime('clock', wakeAt, reference)
  addMails(mails, now, 'announced:' .. reference)
  return '1'`,
);

const announceScript = script(
  { uses: [ADD_MAILS], values: ['now'], lists: { mails: mailShape } },
  `
  addMails(mails, now, 'announced')
  return '1'`,
);

/** What the clock asks of the kv adapter. */
export function kvClock({ run }: KvClient): Pick<Store, 'listDue' | 'remind' | 'announce' | 'listClosed'> {
  return {
    async listDue({ now, limit }) {
      const found = await run(records, listScript, { byTime: 'clock' }, { latest: now, limit });
      return found.map(readCase);
    },
    async remind({ reference, ...given }) {
      return run(yesOrNo, remindScript, { case: `case:${reference}` }, { reference, ...given });
    },
    async announce({ mails, now }) {
      await run(yesOrNo, announceScript, {}, { now, mails });
    },
    async listClosed({ before, limit }) {
      const found = await run(records, listScript, { byTime: 'closed' }, { latest: `(${before}`, limit });
      return found.map(readCase);
    },
  };
}
