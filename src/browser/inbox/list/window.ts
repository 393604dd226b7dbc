// Of a long list only the rows in view are drawn, and some on either side. Pure.

/** A list of no more rows is drawn whole, so that whatever looks through a page finds them all. */
export const DRAWN_WHOLE = 150;
/** Rows that are drawn before and behind what is in view; the stretch moves by as many at once. */
const BESIDE = 12;

/** A stretch of rows: from `from` up to, not including, `to`. */
export interface Stretch {
  from: number;
  to: number;
}

/**
 * The rows to draw.
 * @param top where the first row stands, in px from the top of the window; negative above it
 * @param height of the window
 */
export function stretchFor(top: number, height: number, rowHeight: number, count: number): Stretch {
  const first = Math.floor(-top / rowHeight / BESIDE) * BESIDE - BESIDE;
  const last = Math.ceil((height - top) / rowHeight / BESIDE) * BESIDE + BESIDE;
  const from = Math.min(Math.max(0, first), count);
  return { from, to: Math.max(from, Math.min(count, last)) };
}

/** The rows that can be seen, of those that are drawn. */
export function inView({ from, to }: Stretch): Stretch {
  return { from: from === 0 ? 0 : from + BESIDE, to: Math.max(from, to - BESIDE) };
}
