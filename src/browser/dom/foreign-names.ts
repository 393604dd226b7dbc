// Strangers' names on the page: what hides or reorders is made visible, and what is around them keeps its order.
import { visibleLine } from '../../disclosure/foreign-text.ts';

/** A name in a line of ours. */
export function nameElement(name: string): HTMLElement {
  const made = document.createElement('bdi');
  made.textContent = visibleLine(name);
  return made;
}

/** The name of a file; from left to right in every script, so that what it ends in stands at the end. */
export function fileNameElement(name: string): HTMLElement {
  const made = nameElement(name);
  made.dir = 'ltr';
  return made;
}
