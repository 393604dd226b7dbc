/** The hour (UTC) at which a batch of the log ends: entries that came in before it are appended after it. */
export const LOG_HOUR = 3;
const DAY = 86_400_000;
/** How long an entry may take to get into the log after the end of its batch, in ms, before it counts as missing. */
export const LOG_PATIENCE = DAY;

/** The latest end of a batch that is not after `now`, in ms. */
export function batchEnd(now: number): number {
  const shift = LOG_HOUR * 3_600_000;
  return Math.floor((now - shift) / DAY) * DAY + shift;
}

/** The end of the batch that something of the moment `at` goes with: the first after it, in ms. */
export function batchAfter(at: number): number {
  return batchEnd(at) + DAY;
}
