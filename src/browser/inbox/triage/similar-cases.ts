// Cases that are like the one in front, found among those that are open here, while nothing else is to be done.
import { type Print, printOf, type Similar, similarTo } from '../../../disclosure/similar.ts';
import type { Head } from '../list/heads.ts';

/** How long is worked on end, in ms: what somebody types or clicks comes in between. */
const SLICE = 8;
/** What was made of a head is kept for as long as the head. */
const prints = new WeakMap<Head, Print>();

function printFor(head: Head): Print {
  const known = prints.get(head);
  if (known) return known;
  const { reference, report, words } = head;
  const print = printOf({
    reference,
    system: report?.system ?? '',
    weakness: report?.weakness ?? null,
    words,
  });
  prints.set(head, print);
  return print;
}

/**
 * What is like the case `reference`.
 * @param isWanted whether somebody still waits for it
 * @returns null where nobody waits any more, or the case is not open here
 */
export async function findSimilar(
  reference: string,
  heads: ReadonlyMap<string, Head>,
  isWanted: () => boolean,
): Promise<Similar[] | null> {
  const mine = heads.get(reference);
  if (!mine || mine.words === '') return null;
  const others: Print[] = [];
  let until = 0;
  for (const head of heads.values()) {
    if (head.words === '') continue;
    if (performance.now() > until) {
      await idle();
      if (!isWanted()) return null;
      until = performance.now() + SLICE;
    }
    others.push(printFor(head));
  }
  return similarTo(printFor(mine), others);
}

/** Waits until there is nothing else to do; WebKit has no word for that. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 20);
  });
}
