// Going through the list by keyboard.

import { focusSoon } from '../base/focus.ts';
import { LIST } from '../base/front.ts';
import type { CaseList } from './list.ts';
import { linkTo, reveal, stopOf } from './place.ts';

/** The row at which one stood last. */
let here: string | null = null;

/** Moves the keyboard to the next row of the list, or the one before; from none to the first. */
export function moveInList(list: CaseList, step: 1 | -1): void {
  const names = list.rows.peek();
  const now = hereIn(names);
  const at = now === null ? -1 : names.indexOf(now);
  const next = names[at < 0 ? 0 : Math.min(names.length - 1, Math.max(0, at + step))];
  if (next === undefined) return;
  here = next;
  reveal(list.parts.peek(), next);
  focusSoon(() => stopOf(next));
}

/** Opens the case at which one stands. */
export function openHere(): void {
  if (here !== null && linkTo(here)?.checkVisibility()) location.hash = here;
}

/** Goes to the words that are searched for. */
export function focusSearch(): void {
  const field = () => document.getElementById('filter-code');
  if (!field()?.checkVisibility()) location.hash = LIST;
  focusSoon(field);
}

function hereIn(names: readonly string[]): string | null {
  const { activeElement } = document;
  const name = activeElement?.closest<HTMLElement>('#list-cases li')?.dataset['key'] ?? '';
  if (names.includes(name)) return name;
  // From above the rows the first is next.
  if (activeElement?.closest('#list')) return null;
  return here !== null && names.includes(here) ? here : null;
}
