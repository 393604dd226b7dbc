// The walk goes over the cases once in a browser: two tabs would share each of them at the same time.
const NAME = 'meldpunt-sharing';

/** What is under way in this tab. */
const underWay = new Set<Promise<void>>();

/** Comes once no tab of this browser is at it any more. */
export async function whenNoTab(): Promise<void> {
  await navigator.locks.request(NAME, { mode: 'shared' }, () => undefined);
}

/**
 * Does something where no other tab of this browser does it. A tab that is closed, or killed, does it no longer.
 * @returns whether it was done here
 */
export async function inOneTab(work: () => Promise<void>): Promise<boolean> {
  // What was paused here and is yet to stop is no other tab.
  if (underWay.size > 0) return doIt(work);
  return navigator.locks.request(NAME, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    try {
      return await doIt(work);
    } finally {
      // What began meanwhile is done under the same lock.
      while (underWay.size > 0) await Promise.allSettled(underWay);
    }
  });
}

async function doIt(work: () => Promise<void>): Promise<true> {
  const done = work();
  underWay.add(done);
  await done.finally(() => underWay.delete(done));
  return true;
}
