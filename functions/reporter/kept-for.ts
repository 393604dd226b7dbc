/**
 * Keeps what `look` finds for `ms`: however often anybody asks, the store is asked no more than that. Those that come
 * while it looks share what it finds. What fails is not kept.
 * @returns asks at a time in ms since 1970
 */
export function keptFor<Found>(
  ms: number,
  look: (now: number) => Promise<Found>,
): (now: number) => Promise<Found> {
  let kept: { until: number; found: Promise<Found> } | undefined;
  return (now) => {
    if (kept && now < kept.until) return kept.found;
    const found = look(now);
    const fresh = { until: now + ms, found };
    kept = fresh;
    found.catch(() => {
      if (kept === fresh) kept = undefined;
    });
    return found;
  };
}
