// The one owner of where the page stands and where the keyboard is, when what is in front changes. A browser's own idea
// of either comes too early or too late here: what is shown is fetched and opened first.
import { isNowhere, onceDrawn } from '../base/focus.ts';
import { isWide } from '../base/wide.ts';
import type { CaseList } from '../list/list.ts';
import { bring, type RowInView, rowInView } from '../list/place.ts';

history.scrollRestoration = 'manual';

/** What moves a page by hand. */
const MOVES = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/** How far down the list was left, in px, and which row stood where in the window then. Beside a case it is never left. */
let left: { down: number; row: RowInView | null } = { down: 0, row: null };

/** The list goes out of view. @param reference of the case that comes in its place; null for another room */
export function leaveList(reference: string | null): void {
  if (!document.getElementById('desk')?.checkVisibility()) return;
  left = { down: scrollY, row: reference === null ? null : rowInView(reference) };
}

/**
 * The list is in view again: where it was left, by the case that was opened from it, since others may have come before
 * it meanwhile.
 * @returns what puts it there once more, after it was fetched again; unless somebody moved on by then
 */
export function comeBackToList(list: CaseList): () => void {
  if (isWide.peek()) return () => undefined;
  const { down, row } = left;
  const moved = new AbortController();
  for (const name of MOVES)
    addEventListener(name, () => moved.abort(), { capture: true, passive: true, signal: moved.signal });
  const settle = () => {
    if (!moved.signal.aborted && row !== null) bring(list.parts.peek(), row);
  };
  onceDrawn(() => {
    scrollTo({ top: down, behavior: 'instant' });
    settle();
  });
  return settle;
}

/** Something else came in front: at its top, with the keyboard at its title. */
export function beginAt(id: string): void {
  onceDrawn(() => {
    if (!isWide.peek()) scrollTo({ top: 0, behavior: 'instant' });
    document.getElementById(id)?.focus({ preventScroll: true });
  });
}

/** What is in front has come: whoever stands nowhere stands at its title, and nothing is scrolled. */
export function settleAt(id: string): void {
  onceDrawn(() => {
    if (isNowhere()) document.getElementById(id)?.focus({ preventScroll: true });
  });
}

/** Has the link over the bar lead to what is in front: its own address, behind the #, is no place of the desk. */
export function watchSkipLink(): void {
  document.querySelector('a.skip')?.addEventListener('click', (event) => {
    const titles = ['case-title', 'room-title', 'list-title'].map((id) => document.getElementById(id));
    const title = titles.find((one) => one?.checkVisibility());
    // Before anybody signs in it leads where it says.
    if (!title) return;
    event.preventDefault();
    title.focus();
  });
}
