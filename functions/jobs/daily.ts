import { drainOutbox, type OutboxParts } from '../mail/outbox.ts';
import { announceSummary, runClock } from './clock.ts';
import { type ExpiryParts, tellOfEnded, watchExpiry } from './expiry.ts';
import { eraseOld, type RetentionParts } from './retention.ts';
import { type StorageParts, watchStorage } from './storage.ts';

export type JobParts = OutboxParts & RetentionParts & ExpiryParts & StorageParts;

/** What a run of the daily job did. */
export interface DailyOutcome {
  /** Cases that the clock looked at, and cases that were erased. */
  reminded: number;
  erased: number;
  /** Mails sent, and attempts that failed. */
  sent: number;
  failed: number;
}

/** Cases that one run of the clock looks at: in the daily job, and beside a request. */
const MOST_A_DAY = 2000;
const MOST_BESIDE = 20;

/**
 * Everything that time brings: reminders, the summary of last month, warnings of what is about to expire, erasing what
 * is past its retention and uploads that were never completed, a warning when what is left fills the store, and sending
 * what is due. May be called as often as one likes.
 * @param time how long all of it may take, in ms: sending, which comes last, gets what is left, and always a turn
 */
export async function runDaily(parts: JobParts, time: number): Promise<DailyOutcome> {
  const until = performance.now() + time;
  const { store, now } = parts;
  const reminded = await runClock(parts, MOST_A_DAY);
  await announceSummary(parts);
  await watchExpiry(parts);
  const erased = await eraseOld(parts);
  await store.eraseStale(now().getTime());
  await store.scrub();
  await watchStorage(parts);
  return { reminded, erased, ...(await drainOutbox(parts, until - performance.now())) };
}

/** What a request takes along after its answer, since cron may run only once a day. Never throws. */
export async function runBeside(parts: JobParts, time: number): Promise<void> {
  await Promise.all([runClock(parts, MOST_BESIDE), tellOfEnded(parts)]).catch(() =>
    parts.log({ event: 'clock', outcome: 'store-unavailable' }),
  );
  await drainOutbox(parts, time);
}
