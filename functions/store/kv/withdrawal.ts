import { bytesOfStub } from '../quota.ts';
import type { Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { ERASE_CONTENTS } from './erasing.ts';
import { entriesOf, entriesShape, PUT_INDEX } from './lists.ts';
import { ADD_MAILS, mailShape } from './outbox.ts';
import { yesOrNo } from './replies.ts';
import { script } from './script.ts';
import { TAKE_TALLY } from './tallies.ts';

const withdrawScript = script(
  {
    uses: [ADD_MAILS, PUT_INDEX, ERASE_CONTENTS, TAKE_TALLY],
    keys: ['case', 'eventList'],
    values: ['reference', 'now', 'seenVersion', 'version', 'record', 'receiptId', 'bytes', 'overdueIn'],
    one: { entries: entriesShape },
    lists: { mails: mailShape, events: 'text' },
  },
  `
  if redis.call('HGET', case, 'version') ~= seenVersion then return '0' end
  eraseMails(reference, 'duty-reminder')
  eraseContents(reference)
  takeOverdue(overdueIn, reference)
  redis.call('HSET', case, 'record', record, 'version', version, 'bodyHash', '', 'receiptId', receiptId,
    'size', 0, 'stored', bytes, 'withdrawn', 1)
  redis.call('INCRBY', prefix .. 'stored', bytes)
  index(reference, entries)
  for _, event in ipairs(events) do redis.call('RPUSH', eventList, event) end
  addMails(mails, now)
  return '1'`,
);

/** Withdrawing in the kv adapter. */
export function kvWithdrawal({ run }: KvClient): Pick<Store, 'withdrawCase'> {
  return {
    async withdrawCase({ stub, seenVersion, overdueIn = null, events, mails, now }) {
      const { reference, version, receiptId } = stub;
      const record = JSON.stringify(stub);
      const keys = { case: `case:${reference}`, eventList: `events:${reference}` };
      return run(yesOrNo, withdrawScript, keys, {
        ...{ reference, now, seenVersion, version, record, receiptId, bytes: bytesOfStub(record), overdueIn },
        entries: entriesOf(stub),
        ...{ mails, events: events.map((event) => JSON.stringify(event)) },
      });
    },
  };
}
