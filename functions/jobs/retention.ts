import type { Case } from '../../src/disclosure/case.ts';
import { ERASURE_AHEAD, erasureAnnouncedAt } from '../../src/disclosure/clock.ts';
import { nextReminderAt } from '../../src/disclosure/reminders.ts';
import { nextMorning } from '../mail/morning.ts';
import type { Parts } from '../parts-types.ts';
import { MOST_ERASED } from '../store/contract/trail.ts';
import type { Store } from '../store/store.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** Cases in one go, and in one run: what is left waits for the next one. */
const BATCH = 50;
const MOST = 1000;
/** Sending a mail may take so long, in ms; where it takes longer the erasure is put off (`erasureToTell`). */
const TO_SEND = 6 * 60 * 60 * 1000;

/** What members did is known for three years, in ms: longer than a case, so that the two can be held together. */
const TRAIL_KEPT = 3 * 365.25 * DAY;

/** Erases what is older in the trail. */
export async function eraseOldTrail({ store, now }: Pick<Parts, 'store' | 'now'>): Promise<void> {
  const before = now().getTime() - TRAIL_KEPT;
  while ((await store.eraseTrail(before)) === MOST_ERASED);
}

/**
 * Announces to the team which closed cases will be erased: `ERASURE_AHEAD` before the retention period is over, and as long
 * before the erasure where that is late, be it that no job ran for weeks or that the period was shortened.
 * @returns how many were announced
 */
export async function announceErasures({
  store,
  retentionDays,
  teamDigest,
  now,
}: Pick<Parts, 'store' | 'retentionDays' | 'teamDigest' | 'now'>): Promise<number> {
  const time = now().getTime();
  const toldAt = (teamDigest === 'daily' ? nextMorning(time) : time) + TO_SEND;
  // By the hour: two jobs that run at once tell of it once, and where the hour turns between them, twice, never not at all.
  const eraseAt = Math.ceil((toldAt + ERASURE_AHEAD) / HOUR) * HOUR;
  const before = time - Math.max(0, retentionDays * DAY - ERASURE_AHEAD);
  for (let announced = 0; ; ) {
    const closed = await store.listClosed({ before, limit: BATCH });
    const announcedBefore = announced;
    for (const one of closed) if (await announce(one, store, eraseAt, time)) announced += 1;
    if (closed.length < BATCH || announced === announcedBefore || announced >= MOST) return announced;
  }
}

function announce(one: Case, store: Store, eraseAt: number, now: number): Promise<boolean> {
  const { reference, version: seenVersion } = one;
  const id = `erasure.${reference}.${eraseAt}`;
  return store.remind({
    ...{ reference, seenVersion, wakeAt: nextReminderAt(one, now), changed: { ...one, eraseAt } },
    ...{ mails: [{ id, kind: 'erasure-ahead', reference, about: String(eraseAt) }], now },
  });
}

/**
 * Erases the cases whose announced time has come, with everything in them. Only figures stay. What is to be kept after
 * all, since something waits in it or the retention period was made longer, is announced anew when its time comes; and
 * a case whose announcement was not sent yet is not erased: `MOST` of those hold up no other.
 * @returns how many were erased
 */
export async function eraseOld({
  store,
  retentionDays,
  now,
}: Pick<Parts, 'store' | 'retentionDays' | 'now'>): Promise<number> {
  const time = now().getTime();
  // Those whose announcement waits keep their place before the others.
  const held = new Set<string>();
  for (let erased = 0; ; ) {
    const heldBefore = held.size;
    const ripe = await store.listErasable({ before: time, limit: BATCH, skip: heldBefore });
    let settled = 0;
    for (const one of ripe) {
      const { reference, version: seenVersion } = one;
      if (await store.hasMail({ reference, kind: 'erasure-ahead' })) {
        held.add(reference);
        continue;
      }
      // Not when it was changed since, or another server was first.
      const isOver = isPast(one, retentionDays, time);
      const isDone = isOver
        ? await store.eraseCase({ reference, seenVersion, mails: [], now: time })
        : await takeBack(one, store, time);
      if (isDone) settled += 1;
      if (isDone && isOver) erased += 1;
    }
    const isStuck = settled === 0 && held.size === heldBefore;
    if (ripe.length < BATCH || isStuck || erased >= MOST || held.size >= MOST) return erased;
  }
}

/** Whether nothing keeps a closed case, by what holds now. */
function isPast(one: Case, retentionDays: number, now: number): boolean {
  const announcedAt = erasureAnnouncedAt(one, retentionDays);
  return announcedAt !== null && announcedAt + ERASURE_AHEAD <= now;
}

function takeBack(one: Case, store: Store, now: number): Promise<boolean> {
  const { reference, version: seenVersion } = one;
  const changed = { ...one, eraseAt: null };
  return store.remind({ reference, seenVersion, wakeAt: nextReminderAt(one, now), changed, mails: [], now });
}
