/** How long is worked on end, in ms: what somebody types, clicks or scrolls comes in between. */
const SLICE = 8;

/**
 * Does something with each of many, a slice at a time; what is done within the first is done before this returns.
 * @param isWanted whether somebody still waits for it
 * @returns false where nobody did any more
 */
export async function inSlices<T>(
  many: Iterable<T>,
  work: (one: T) => void,
  isWanted: () => boolean,
): Promise<boolean> {
  let until = performance.now() + SLICE;
  for (const one of many) {
    if (performance.now() > until) {
      // Behind whatever waits already.
      await new Promise((resolve) => setTimeout(resolve));
      if (!isWanted()) return false;
      until = performance.now() + SLICE;
    }
    work(one);
  }
  return true;
}
