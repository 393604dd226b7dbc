/** The largest power of two below a count of 2 or more; exact up to 2^53. */
export function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** The height of a whole tree of `count` leaves, or null where the count is no power of two. */
export function heightOf(count: number): number | null {
  let height = 0;
  while (2 ** height < count) height += 1;
  return 2 ** height === count ? height : null;
}
