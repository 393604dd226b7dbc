import type { ClockStore } from '../store.ts';
import type { KvClient } from './client.ts';
import { entriesOf, entriesShape, PUT_INDEX } from './lists.ts';
import { ADD_MAILS, mailShape } from './outbox.ts';
import { keptCases, yesOrNo } from './replies.ts';
import { type Shape, script } from './script.ts';
import { COUNT_TALLIES, tallyShape } from './tallies.ts';
import { fullPage, kvUnreadable } from './unreadable.ts';

const listScript = script(
  { keys: ['byTime'], values: ['latest', 'behind', 'limit'] },
  `
  local found = {}
  for _, reference in ipairs(redis.call('ZRANGEBYSCORE', byTime, '-inf', latest, 'LIMIT', behind, limit)) do
    found[#found + 1] = {reference, redis.call('HGET', prefix .. 'case:' .. reference, 'record') or ''}
  end
  return found`,
);

/** What the clock puts in the place of a record. */
const changedShape = {
  values: ['record'],
  one: { entries: entriesShape },
} as const satisfies Shape;

const remindScript = script(
  {
    uses: [ADD_MAILS, COUNT_TALLIES, PUT_INDEX],
    keys: ['case'],
    values: ['reference', 'seenVersion', 'wakeAt', 'now'],
    maybe: { changed: changedShape },
    lists: { tallies: tallyShape, mails: mailShape },
  },
  `
  if redis.call('HGET', case, 'version') ~= seenVersion then return '0' end
  if changed then
    redis.call('HSET', case, 'record', changed.record)
    index(reference, changed.entries)
  end
  putTime('clock', wakeAt, reference)
  countTallies(reference, tallies)
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
export function kvClock(client: KvClient): Omit<ClockStore, 'reindex'> {
  const { run } = client;
  const list = (byTime: string, latest: number | string, limit: number, skip = 0) =>
    fullPage(client, limit, (most, behind) =>
      run(keptCases, listScript, { byTime }, { latest, behind: skip + behind, limit: most }),
    );
  return {
    ...kvUnreadable(client),
    async listDue({ now, limit }) {
      return list('clock', now, limit);
    },
    async remind({ reference, changed, tallies = [], ...given }) {
      return run(
        yesOrNo,
        remindScript,
        { case: `case:${reference}` },
        {
          ...{ reference, tallies, ...given },
          changed: changed ? { record: JSON.stringify(changed), entries: entriesOf(changed) } : null,
        },
      );
    },
    async announce({ mails, now }) {
      await run(yesOrNo, announceScript, {}, { now, mails });
    },
    async listClosed({ before, limit }) {
      return list('closed', `(${before}`, limit);
    },
    async listErasable({ before, limit, skip }) {
      return list('erasable', `(${before}`, limit, skip);
    },
  };
}
