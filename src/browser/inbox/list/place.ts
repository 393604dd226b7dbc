// Where in the list somebody is, and how to get back there.
import type { Part } from './arrange.ts';

const list = () => document.getElementById('list-cases');

export const titleOfList = () => document.getElementById('list-title');

export function linkTo(reference: string): HTMLElement | null | undefined {
  return list()?.querySelector<HTMLElement>(`a[href="#${reference}"]`);
}

/** What one comes to in a row, by its key: the link of a case, or what unfolds the cases of a hand. */
export function stopOf(key: string): HTMLElement | null | undefined {
  return list()?.querySelector<HTMLElement>(`li[data-key="${CSS.escape(key)}"] :is(a, .hand-fold)`);
}

/** Whether the keyboard is in a row of the list that is not this case's. */
export function isInRowBeside(reference: string): boolean {
  const row = document.activeElement?.closest<HTMLElement>('#list-cases li');
  return row !== null && row !== undefined && row.dataset['key'] !== reference;
}

/** Finds what stands then where the link or box stands that has the keyboard now; null where none has. */
export function placeInList(): (() => HTMLElement | null | undefined) | null {
  const { activeElement } = document;
  if (!list()?.contains(activeElement)) return null;
  if (activeElement instanceof HTMLAnchorElement) {
    const { hash } = activeElement;
    return () => linkTo(hash.slice(1));
  }
  const key = activeElement?.closest('li')?.dataset['key'] ?? '';
  const part = activeElement?.tagName.toLowerCase() ?? '';
  return () => list()?.querySelector<HTMLElement>(`li[data-key="${key}"] ${part}`);
}

/** A row, by its key, and where it stands: px from the top of the window. */
export interface RowInView {
  name: string;
  top: number;
}

/** The row with a key, as long as it is drawn and in view. */
export function rowInView(name: string): RowInView | null {
  const top = topOf(name);
  return top !== null && top >= 0 && top < innerHeight ? { name, top } : null;
}

/** Where a row stands in the window, in px from its top; null where it is not drawn. */
const topOf = (name: string) => stopOf(name)?.closest('li')?.getBoundingClientRect().top ?? null;

/**
 * Scrolls a row into view that may not be drawn, because it is far from what is: of a long list only the rows in view
 * are. Scrolling draws them.
 */
export function reveal(parts: readonly Part[], name: string): void {
  if (!stopOf(name)) bring(parts, { name, top: innerHeight / 2 });
}

/** Scrolls so that a row stands where it is to stand, drawn or not; nothing for one that is not listed. */
export function bring(parts: readonly Part[], { name, top }: RowInView): void {
  for (const { section, rows } of parts) {
    const at = rows.findIndex(({ key }) => key === name);
    if (at < 0) continue;
    const part = list()?.querySelector<HTMLElement>(`.group-${section} > .cases`);
    if (!part || rows.length === 0) return;
    const now = topOf(name) ?? part.getBoundingClientRect().top + (part.offsetHeight / rows.length) * at;
    scrollerOf(part).scrollBy({ top: now - top, behavior: 'instant' });
    // The browser tells of it a frame later.
    document.dispatchEvent(new Event('scroll'));
  }
}

/** What scrolls the list: a pane of the page, or the page. */
function scrollerOf(part: HTMLElement): Element {
  for (let one = part.parentElement; one !== null; one = one.parentElement)
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY))
      return one;
  return document.scrollingElement ?? document.documentElement;
}
