// Where the walk over all cases is, kept in this browser: references and counts, which the server knows as well.
import * as z from 'zod/mini';
import { leftReasons } from '../../../disclosure/left-out.ts';

const placeSchema = z.object({
  mode: z.enum(['look', 'share']),
  /** What the list goes on after, and which cases of the page behind it are done. */
  after: z.nullable(z.string()),
  done: z.array(z.string()),
  looked: z.number(),
  shared: z.number(),
  /** Cases of which something could not be shared with the key that was here, and such as did not open as before. */
  closed: z.array(z.string()),
  unlike: z.array(z.string()),
  /** Cases of which the server took no sharing: full of notes, or changed each time by somebody else; or with which no worker was through. */
  refused: z._default(z.array(z.string()), []),
  /** Cases of which something was left because it does not belong there by what it says: how many things, and why. */
  leftOut: z._default(
    z.array(z.object({ reference: z.string(), things: z.int(), whys: z.array(z.enum(leftReasons)) })),
    [],
  ),
  /** How many cases each member can open whole, and those who left at least in part; by fingerprint. */
  opens: z.record(z.string(), z.number()),
  left: z.record(z.string(), z.number()),
});
export type Place = z.infer<typeof placeSchema>;

const NAME = 'meldpunt-sharing';

/** Before the first case. */
export function startOf(mode: Place['mode']): Place {
  return {
    ...{ mode, after: null, done: [], looked: 0, shared: 0 },
    ...{ closed: [], unlike: [], refused: [], leftOut: [], opens: {}, left: {} },
  };
}

/**
 * Whether a walk that is over found nothing to share: every member can read all of every case, nobody who left can read in
 * any, and nothing was in the way of finding out.
 * @param members fingerprints of those who are there now
 */
export function needsNothing(place: Place, members: readonly string[]): boolean {
  const { looked, opens, left, closed, unlike, refused, leftOut } = place;
  const isHeld = closed.length + unlike.length + refused.length + leftOut.length > 0;
  const isLeft = Object.values(left).some((count) => count > 0);
  return looked > 0 && !isHeld && !isLeft && members.every((one) => opens[one] === looked);
}

/** Null where there is none, or nothing is kept in this browser. */
export function keptPlace(): Place | null {
  try {
    const parsed = placeSchema.safeParse(JSON.parse(localStorage.getItem(NAME) ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Without a place the walk begins anew: what is done stays done, and is quick. */
export function keepPlace(place: Place): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(place));
  } catch {
    // This browser keeps nothing.
  }
}

export function forgetPlace(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // Nothing was kept.
  }
}
