import { type Control, isUntouched, readValue, writeValue } from './form-values.ts';

/** When a browser may have emptied fields, in ms after it showed the page: WebKit does so in a task of its own. */
const LOOKS = [0, 50, 500];

/**
 * Remembers what was typed into fields that are not the browser's to restore, and puts back what was emptied and not by
 * the visitor: WebKit empties such fields when one comes Back, some time before or after it shows the page.
 */
export interface TypedFields {
  /** Takes what stands in the fields for typed: we put it there. */
  note(): void;
  /** Puts back what was emptied. */
  putBack(): void;
}

/** @param form in which they stand: who empties the form means it */
export function rememberTyped(form: HTMLFormElement, controls: Iterable<Control>): TypedFields {
  const typed = new Map(Array.from(controls, (control) => [control, readValue(control)]));
  const note = () => {
    for (const control of typed.keys()) typed.set(control, readValue(control));
  };
  const putBack = () => {
    for (const [control, value] of typed) putBackIn(control, value);
  };
  // Before whatever else hears of it.
  form.addEventListener(
    'input',
    ({ target }) => {
      const control = target as Control;
      if (typed.has(control)) typed.set(control, readValue(control));
    },
    { capture: true },
  );
  form.addEventListener('reset', () => queueMicrotask(note));
  addEventListener('pageshow', () => lookAgain(putBack));
  return { note, putBack };
}

/**
 * Has fields that a page also empties by itself stay as they were when one goes elsewhere and comes Back to it in
 * memory, until the visitor does something.
 */
export function stayTyped(controls: Iterable<Control>): void {
  const all = [...controls];
  let before = new Map<Control, string | boolean>();
  const putBack = () => {
    for (const [control, value] of before) putBackIn(control, value);
  };
  addEventListener('pagehide', () => {
    before = new Map(all.map((control) => [control, readValue(control)]));
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) lookAgain(putBack);
  });
  for (const type of ['keydown', 'pointerdown', 'input']) {
    document.addEventListener(
      type,
      () => {
        putBack();
        before.clear();
      },
      { capture: true },
    );
  }
}

function lookAgain(look: () => void): void {
  look();
  for (const wait of LOOKS) setTimeout(look, wait);
}

function putBackIn(control: Control, value: string | boolean): void {
  if (isUntouched(control) && readValue(control) !== value) writeValue(control, value);
}
