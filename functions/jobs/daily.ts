import { batchEnd } from '../../src/log/batch.ts';
import { appendBatches } from '../log/append.ts';
import { drainOutbox } from '../mail/outbox.ts';
import type { DailyOutcome, Parts } from '../parts-types.ts';
import { announceSummary, runClock } from './clock.ts';
import { watchDeskKey } from './desk-key.ts';
import { type ExpiryPart, tellOfEnded, watchExpiry } from './expiry.ts';
import { reindexStore } from './reindex.ts';
import { announceErasures, eraseOld, eraseOldTrail } from './retention.ts';
import { watchStorage } from './storage.ts';
import { type WatchLogPart, watchLog } from './watch-log.ts';

/** What the jobs need. */
export type JobParts = Pick<
  Parts,
  | ExpiryPart
  | WatchLogPart
  | 'addresses'
  | 'announced'
  | 'desk'
  | 'deskKeys'
  | 'mailer'
  | 'mailsPerDay'
  | 'retentionDays'
  | 'siteUrl'
  | 'storageQuota'
  | 'teamDigest'
  | 'teamEmail'
  | 'teamLanguage'
  | 'webhook'
>;

/** Cases that one run of the clock looks at: in the daily job, and in the background. */
const MOST_A_DAY = 2000;
const MOST_IN_BACKGROUND = 20;

/**
 * Everything that time brings: a store of an earlier version brought up to date, reminders, the summary of last month, warnings of what is about to expire or can't be
 * checked, the batch of the log that is due and a look at the log as it is published, announcing what will be erased,
 * erasing what is past its retention
 * and uploads that were never completed, a warning when what is left fills the store, and sending what is due. May be
 * called as often as one likes.
 * @param time how long all of it may take, in ms: sending, which comes last, gets what is left, and always a turn
 */
export async function runDaily(parts: JobParts, time: number): Promise<DailyOutcome> {
  const until = performance.now() + time;
  const { store, now } = parts;
  // What was gathered for this morning goes first: it would take in what is added now, and leave the next one empty.
  const early = parts.teamDigest === 'daily' ? await drainOutbox(parts, time / 2) : { sent: 0, failed: 0 };
  // Cases are found as before until it is done, and all else goes on.
  await reindexStore(parts).catch(() => parts.log({ event: 'reindex', outcome: 'failed' }));
  const reminded = await runClock(parts, MOST_A_DAY);
  await announceSummary(parts);
  await watchExpiry(parts);
  await watchDeskKey(parts);
  await watchLog(parts, (await appendBatches(parts)) !== null);
  await announceErasures(parts);
  const erased = await eraseOld(parts);
  await eraseOldTrail(parts);
  await store.eraseStale(now().getTime());
  await store.scrub();
  await watchStorage(parts);
  // Health tells of them as well; here they have names.
  for (const reference of await store.listUnreadable())
    parts.log({ event: 'case', outcome: 'unreadable', reference });
  const { sent, failed } = await drainOutbox(parts, until - performance.now());
  return { reminded, erased, sent: early.sent + sent, failed: early.failed + failed };
}

/** What is done in the background, after an answer, since cron may run only once a day. Never throws. */
export async function runInBackground(parts: JobParts, time: number): Promise<void> {
  await Promise.all([runClock(parts, MOST_IN_BACKGROUND), tellOfEnded(parts), appendOnce(parts)]).catch(() =>
    parts.log({ event: 'clock', outcome: 'store-unavailable' }),
  );
  await drainOutbox(parts, time);
}

/** Appends the batch that is due, once in this process. A log that nothing may be appended to is the daily job's to tell of. */
async function appendOnce(parts: JobParts): Promise<void> {
  const name = `log.${batchEnd(parts.now().getTime())}`;
  if (parts.announced.has(name)) return;
  await appendBatches(parts);
  parts.announced.add(name);
}
