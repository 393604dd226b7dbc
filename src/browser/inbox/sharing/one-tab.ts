// The walk goes over the cases once in a browser: two tabs would share each of them at the same time.
const NAME = 'meldpunt-sharing';

/** How many of these are under way in this tab. */
let here = 0;

/**
 * Does something where no other tab of this browser does it. A tab that is closed, or killed, does it no longer.
 * @returns whether it was done here
 */
export async function inOneTab(work: () => Promise<void>): Promise<boolean> {
  const doIt = async () => {
    here += 1;
    await work().finally(() => {
      here -= 1;
    });
    return true;
  };
  // What was paused here and is yet to stop is no other tab.
  if (here > 0) return doIt();
  return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock === null ? false : doIt()));
}
