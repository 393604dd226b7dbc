// Which sheet is open in the case in front. Nothing of the sheets is loaded before.
import { signal } from '@preact/signals';
import type { Duty } from '../../../disclosure/duties.ts';
import { focusOn } from '../base/focus.ts';

const opened = signal<{ reference: string; duty: Duty } | null>(null);

/** The id of the button that opens the sheet of a duty. */
export const sheetButton = (duty: Duty) => `open-sheet-${duty}`;

/** The duty whose sheet is open in a case; null for none. */
export function openSheetIn(reference: string): Duty | null {
  const now = opened.value;
  return now?.reference === reference ? now.duty : null;
}

/** Opens the sheet of a duty, in place of another. */
export function openSheet(reference: string, duty: Duty): void {
  opened.value = { reference, duty };
}

/** Nobody looks at the case any more: whoever comes back is not taken to a sheet. */
export function leaveSheets(reference: string): void {
  if (opened.peek()?.reference === reference) opened.value = null;
}

/** Closes it; the keyboard goes back to where it was opened. What is typed in it stays. */
export function closeSheet(): void {
  const now = opened.peek();
  opened.value = null;
  if (now) focusOn(sheetButton(now.duty));
}
