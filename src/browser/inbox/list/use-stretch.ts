import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { type Stretch, stretchFor } from './window.ts';

/** How high a row is until one was drawn, in px. */
const ROW = 44;

/**
 * Which rows of a list are to be drawn, wherever it stands in the window and whatever scrolls it there.
 * @param isWhole whether all are
 */
export function useStretch(
  place: RefObject<HTMLElement | null>,
  count: number,
  isWhole: boolean,
): { stretch: Stretch; rowHeight: number } {
  const [rowHeight, setRowHeight] = useState(ROW);
  const [stretch, setStretch] = useState<Stretch>({ from: 0, to: 0 });
  useLayoutEffect(() => {
    if (isWhole) return;
    const look = () => {
      const list = place.current;
      // One that is not to be seen stands nowhere: what is drawn stays.
      if (!list?.checkVisibility()) return;
      const height = list.querySelector<HTMLElement>('li')?.offsetHeight ?? ROW;
      const next = stretchFor(list.getBoundingClientRect().top, innerHeight, height, count);
      setRowHeight(height);
      setStretch((before) => (before.from === next.from && before.to === next.to ? before : next));
    };
    look();
    // Also of what scrolls inside the page.
    document.addEventListener('scroll', look, { capture: true, passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(document.documentElement);
    if (place.current) sizes.observe(place.current);
    return () => {
      document.removeEventListener('scroll', look, { capture: true });
      sizes.disconnect();
    };
  }, [count, isWhole, rowHeight]);
  return { stretch: isWhole ? { from: 0, to: count } : stretch, rowHeight };
}
