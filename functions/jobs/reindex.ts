import type { Parts } from '../parts-types.ts';

/** Cases in one go, whose records travel both ways, and in one run: what is left waits for the next one. */
const BATCH = 100;
const MOST = 2000;

/** Has a store that an earlier version filled find its cases as this version looks for them. */
export async function reindexStore({ store }: Pick<Parts, 'store'>): Promise<void> {
  for (let seen = 0; seen < MOST; seen += BATCH) if (await store.reindex(BATCH)) return;
}
