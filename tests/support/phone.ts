import type { Page } from 'playwright-core';

/** What does not fit a narrow page as it is now, or is too small for a finger. Empty for nothing. */
export function misfitsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Of targets, in px (WCAG 2.5.8). */
    const LEAST = 24;
    const width = document.documentElement.clientWidth;
    const nameOf = (one: Element) =>
      one.id === ''
        ? `${one.tagName.toLowerCase()}.${one.className} "${one.textContent?.trim().slice(0, 30)}"`
        : `#${one.id}`;
    const isSeen = (one: Element) => one.checkVisibility({ visibilityProperty: true });
    /** Of what is there for ears alone, and of what is folded away. */
    const isClipped = (one: Element): boolean =>
      getComputedStyle(one).clipPath.startsWith('inset(50%') ||
      (one.parentElement !== null && isClipped(one.parentElement));
    const scrolls = (one: Element | null): boolean =>
      one !== null && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
    /** In a row of the list what is long ends in an ellipsis: the case says the whole. */
    const isShortened = (one: Element | null): boolean =>
      one !== null && (getComputedStyle(one).textOverflow === 'ellipsis' || isShortened(one.parentElement));
    const found: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > width) found.push(`the page is ${scrollWidth} px wide`);
    const shown = [...document.body.querySelectorAll('*')].filter((one) => isSeen(one) && !isClipped(one));
    for (const one of shown) {
      const { left, right, width: own } = one.getBoundingClientRect();
      if (
        own > 0 &&
        (right > width + 1 || left < -1) &&
        right > 0 &&
        !scrolls(one.parentElement) &&
        !isShortened(one)
      )
        found.push(`${nameOf(one)} is cut off at the edge`);
      const { overflowX } = getComputedStyle(one);
      const isCut = /hidden|clip/.test(overflowX) && one.scrollWidth > one.clientWidth + 1;
      if (isCut && !isShortened(one) && one.tagName !== 'INPUT' && one.tagName !== 'SELECT')
        found.push(`${nameOf(one)} is cut off`);
    }
    const modal = document.querySelector('dialog[open]');
    const targets = shown.filter(
      (one) =>
        one.matches('a[href], button, input, select, textarea, summary') && (!modal || modal.contains(one)),
    );
    /** What a finger may touch of it: a box with its label, a link that has the whole row with the row. */
    const boxOf = (one: Element): DOMRect => {
      const [label] = one.matches('input') ? ((one as HTMLInputElement).labels ?? []) : [];
      const whole = label ?? (one.matches('.row-title a') ? one.closest('li') : null);
      const [mine, other] = [one.getBoundingClientRect(), whole?.getBoundingClientRect()];
      return other && other.height > mine.height ? other : mine;
    };
    const boxes = targets.map((one) => ({ one, box: boxOf(one) }));
    for (const { one, box } of boxes) {
      if (box.width >= LEAST && box.height >= LEAST) continue;
      const isInSentence =
        getComputedStyle(one).display === 'inline' &&
        (one.parentElement?.textContent?.trim().length ?? 0) > (one.textContent?.trim().length ?? 0);
      if (isInSentence) continue;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const near = boxes.find(({ one: other, box: their }) => {
        if (other === one || other.contains(one)) return false;
        const [dx, dy] = [
          Math.max(their.left - x, 0, x - their.right),
          Math.max(their.top - y, 0, y - their.bottom),
        ];
        return Math.hypot(dx, dy) < LEAST / 2;
      });
      if (near)
        found.push(
          `${nameOf(one)} is ${Math.round(box.width)} × ${Math.round(box.height)} px, beside ${nameOf(near.one)}`,
        );
    }
    return found;
  });
}
