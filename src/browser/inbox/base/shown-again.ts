// Fields that a browser emptied, when one goes elsewhere and comes Back: what stands in state is put into them again.
import { signal } from '@preact/signals';

/** When a browser may have emptied fields, in ms after it showed the page: WebKit does so in a task of its own. */
const LOOKS = [0, 50, 500];

const looks = signal(0);
const lookAgain = () => {
  looks.value += 1;
};

/** Has what calls it, while it is drawn, drawn anew when fields may have been emptied, until somebody does something. */
export function drawnWhenShownAgain(): number {
  return looks.value;
}

/** Watches for the page being shown again. */
export function watchShownAgain(): void {
  let isWatched = false;
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    isWatched = true;
    lookAgain();
    for (const wait of LOOKS) setTimeout(lookAgain, wait);
  });
  const once = () => {
    if (isWatched) lookAgain();
    isWatched = false;
  };
  // Before anything is typed: what is typed then counts.
  for (const type of ['keydown', 'pointerdown']) document.addEventListener(type, once, { capture: true });
}
