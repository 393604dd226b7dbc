/**
 * Does something once the page shows what state says by now: Preact draws in a microtask, and what is queued after a
 * change comes after it.
 */
export function onceDrawn(work: () => void): void {
  queueMicrotask(work);
}

/**
 * Moves the keyboard once the page is drawn.
 * @param find the element, or null to leave the keyboard where it is
 */
export function focusSoon(find: () => HTMLElement | null | undefined, options?: FocusOptions): void {
  onceDrawn(() => find()?.focus(options));
}

/** The same for the element with an id. */
export function focusOn(id: string): void {
  focusSoon(() => document.getElementById(id));
}

/**
 * Remembers where the keyboard is, before something takes a while.
 * @returns whether nobody went elsewhere with it since: it is there, or nowhere
 */
export function rememberPlace(): () => boolean {
  const { activeElement } = document;
  return () => isNowhere() || document.activeElement === activeElement;
}

/** Whether the keyboard stands nowhere: what it stood on is gone, or not to be seen any more. */
export function isNowhere(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || !activeElement.checkVisibility();
}
