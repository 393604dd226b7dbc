// The one owner of where the page stands and where the keyboard is, when what is in front changes. A browser's own idea
// of either comes too early or too late here: what is shown is fetched and opened first.
import { isNowhere, onceDrawn } from '../base/focus.ts';
import { isWide } from '../base/wide.ts';

history.scrollRestoration = 'manual';

/** How far down the list was left, in px. Beside a case it is never left. */
let left = 0;

/** The list goes out of view. */
export function leaveList(): void {
  if (document.getElementById('desk')?.checkVisibility()) left = scrollY;
}

/** The list is in view again: where it was left. */
export function comeBackToList(): void {
  if (!isWide.peek()) onceDrawn(() => scrollTo({ top: left, behavior: 'instant' }));
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
