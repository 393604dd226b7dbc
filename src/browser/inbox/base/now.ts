// What makes times that stand on the page go on.
import { signal } from '@preact/signals';
import { serverNow } from '../../api/server-time.ts';

/** The clock that is asked; another one has whatever asked the one before ask again. */
const clock = signal(serverNow);

/** What time it is by the server, in ms since 1970. What is drawn with it is drawn anew by `lookAtClock`. */
export function nowOnPage(): number {
  return clock.value();
}

/** Brings every time on the page up to date. */
export function lookAtClock(): void {
  clock.value = () => serverNow();
}
