import type { Case } from '../../src/disclosure/case.ts';
import { ERASURE_AHEAD } from '../../src/disclosure/clock.ts';
import { nextReminderAt } from '../../src/disclosure/reminders.ts';
import type { Store } from '../store/store.ts';

/**
 * The case as a mail that goes out now may tell of its erasure: where that would be in less than `ERASURE_AHEAD`, as mail
 * or the job stood still since it was announced, it is put off in the store first. Null where nothing is to be told.
 * @param about when it was to be erased as it was announced, in ms
 */
export async function erasureToTell(
  found: Case,
  about: string,
  { store, now }: { store: Pick<Store, 'remind'>; now: number },
): Promise<Case | null> {
  const { reference, version: seenVersion, eraseAt } = found;
  // Taken back, or announced for earlier than this entry knows.
  if (eraseAt === null || eraseAt < Number(about)) return null;
  const earliest = now + ERASURE_AHEAD;
  if (eraseAt >= earliest) return found;
  const changed = { ...found, eraseAt: earliest };
  const wakeAt = nextReminderAt(found, now);
  // Where it was changed meanwhile, this mail fails, and comes again.
  if (await store.remind({ reference, seenVersion, wakeAt, changed, mails: [], now })) return changed;
  throw new Error('the case was changed meanwhile');
}
