import type { HitLimit, Store } from '../../functions/store/store.ts';

/** How much has been counted for a limit in the window of `now`. */
export async function counted(store: Store, limit: HitLimit, now: number): Promise<number> {
  const { hits } = await store.readUse([limit], now);
  return hits[0] ?? Number.NaN;
}
