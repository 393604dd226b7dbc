import { isFullForVisitors, storageEntry, warnAt } from '../store/quota.ts';
import type { Store } from '../store/store.ts';

export interface StorageParts {
  store: Store;
  /** What may be stored altogether, in bytes. */
  storageQuota: number;
  now: () => Date;
}

/**
 * Announces that the store fills up, or is full for visitors, once a day for as long as it is so. The steps that store
 * something do it as well: this is for a quota that was lowered, and so that it is not forgotten.
 */
export async function watchStorage({ store, storageQuota, now }: StorageParts): Promise<void> {
  const stored = await store.storedBytes();
  if (stored < warnAt(storageQuota)) return;
  const time = now().getTime();
  const about = isFullForVisitors(stored, storageQuota) ? 'full' : 'filling';
  await store.announce({ mails: [storageEntry(about, time)], now: time });
}
