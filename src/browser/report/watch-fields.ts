// A field into which something was typed is checked when it is left, never before, and one that was passed over only when
// the report is sent. Once it showed an error it is checked with every letter until it is right.

import type { ReportTexts } from '../../handover/report.ts';
import { type Control, readValues } from '../dom/form-values.ts';
import { say } from '../dom/say.ts';
import { checkValue, type Errors, showErrorAt } from './fields.ts';
import { checkOwnKey } from './own-key.ts';

/** @param isClosed while it says so nothing is checked: the form is being sent, or was */
export function watchFields(
  form: HTMLFormElement,
  controls: Map<string, Control>,
  texts: ReportTexts,
  isClosed: () => boolean,
): void {
  const nameOf = (target: EventTarget | null) =>
    target instanceof HTMLElement ? (target.dataset['field'] ?? '') : '';
  const changed = new Set<string>();
  let isPressed = false;
  let waiting: (() => void) | undefined;

  async function sentenceFor(name: string, control: Control): Promise<string | undefined> {
    if (name !== 'ownKey') return checkValue(name, readValues(controls), texts);
    const errors: Errors = new Map();
    const key = control.value.trim();
    // A key that can't be checked now is checked when it is sent.
    if (key !== '') await checkOwnKey(key, texts, errors).catch(() => '');
    return errors.get('ownKey');
  }
  async function check(name: string, control: Control, isSaid: boolean): Promise<void> {
    const value = control.value;
    const sentence = await sentenceFor(name, control);
    if (isClosed() || control.value !== value) return;
    showErrorAt(name, control, sentence);
    if (isSaid && sentence !== undefined) say(sentence);
  }

  form.addEventListener('input', ({ target }) => {
    const name = nameOf(target);
    const control = controls.get(name);
    if (!control) return;
    changed.add(name);
    // What is said to be otherwise also answers for the boxes.
    const others = name === 'otherwise' ? ['keptToLimits', 'keptToMethods'] : [];
    for (const one of [name, ...others]) {
      const other = controls.get(one);
      if (other?.hasAttribute('aria-invalid')) void check(one, other, false);
    }
  });
  form.addEventListener('focusout', ({ target, relatedTarget }) => {
    const name = nameOf(target);
    const control = controls.get(name);
    const box = control?.closest('[data-field-box]');
    // Another window, or a button of the field's own: the field is not left.
    if (!control || isClosed() || !document.hasFocus()) return;
    if (relatedTarget instanceof Node && box?.contains(relatedTarget)) return;
    if (!changed.has(name)) return;
    const leave = () => void check(name, control, true);
    // A sentence that appears under a finger would move away what is being pressed.
    if (isPressed) waiting = leave;
    else leave();
  });
  document.addEventListener('pointerdown', () => {
    isPressed = true;
  });
  for (const type of ['pointerup', 'pointercancel'] as const) {
    document.addEventListener(type, () => {
      isPressed = false;
      const leave = waiting;
      waiting = undefined;
      // After the click, which may have sent the form.
      if (leave) setTimeout(leave);
    });
  }
}
