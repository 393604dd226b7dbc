/**
 * One thing at a time: while something is under way, what else is asked of the same gate is not done.
 * @returns does `work`, unless something is under way; throws what it throws
 */
export function makeGate(): (work: () => Promise<void> | void) => Promise<void> {
  let isBusy = false;
  return async (work) => {
    if (isBusy) return;
    isBusy = true;
    try {
      await work();
    } finally {
      isBusy = false;
    }
  };
}
