import { onceDrawn } from '../base/focus.ts';

/** What was to be done in a fold is done: it closes, and the keyboard goes on from what opens it. */
export function closeFold(fold: HTMLDetailsElement | null | undefined): void {
  if (!fold) return;
  const hasFocus = fold.contains(document.activeElement) || document.activeElement === document.body;
  fold.open = false;
  if (hasFocus) onceDrawn(() => fold.querySelector('summary')?.focus());
}
