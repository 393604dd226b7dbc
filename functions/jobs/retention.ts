import type { Parts } from '../parts-types.ts';
import { MOST_ERASED } from '../store/contract/trail.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Cases erased in one go, and in one run: what is left waits for the next one. */
const BATCH = 50;
const MOST = 1000;

/** What members did is known for three years, in ms: longer than a case, so that the two can be held together. */
const TRAIL_KEPT = 3 * 365.25 * DAY;

/** Erases what is older in the trail. */
export async function eraseOldTrail({ store, now }: Pick<Parts, 'store' | 'now'>): Promise<void> {
  const before = now().getTime() - TRAIL_KEPT;
  while ((await store.eraseTrail(before)) === MOST_ERASED);
}

/**
 * Erases the cases that were closed longer ago than the retention period, with everything in them. Only figures
 * stay.
 * @returns how many were erased
 */
export async function eraseOld({
  store,
  retentionDays,
  now,
}: Pick<Parts, 'store' | 'retentionDays' | 'now'>): Promise<number> {
  const time = now().getTime();
  const before = time - retentionDays * DAY;
  for (let erased = 0; ; ) {
    const old = await store.listClosed({ before, limit: BATCH });
    const erasedBefore = erased;
    for (const { reference, version } of old) {
      // Not when it was changed since, or another server was first.
      if (await store.eraseCase({ reference, seenVersion: version, mails: [], now: time })) erased += 1;
    }
    if (old.length < BATCH || erased === erasedBefore || erased >= MOST) return erased;
  }
}
