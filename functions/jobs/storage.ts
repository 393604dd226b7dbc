import type { Parts } from '../parts-types.ts';
import { isFullForVisitors, storageEntry, warnAt } from '../store/quota.ts';

/**
 * Announces that the store fills up, or is full for visitors, once a day for as long as it is so. The steps that store
 * something do it as well: this is for a quota that was lowered, and so that it is not forgotten.
 */
export async function watchStorage({
  store,
  storageQuota,
  now,
}: Pick<Parts, 'store' | 'storageQuota' | 'now'>): Promise<void> {
  const stored = await store.storedBytes();
  if (stored < warnAt(storageQuota)) return;
  const time = now().getTime();
  const about = isFullForVisitors(stored, storageQuota) ? 'full' : 'filling';
  await store.announce({ mails: [storageEntry(about, time)], now: time });
}
