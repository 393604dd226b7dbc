import type { Store } from '../../functions/store/store.ts';

/** How many bytes the trail takes: it stays when a case is gone. */
export async function trailBytes(store: Store): Promise<number> {
  const entries = await store.readTrail({ before: null, limit: 1000 });
  return entries.reduce((sum, { note }) => sum + Buffer.byteLength(note), 0);
}
