/** What was typed, by field name. */
export type Values = Record<string, string | boolean>;

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The controls of the form, by field name. */
export function findControls(form: HTMLFormElement): Map<string, Control> {
  const controls = form.querySelectorAll<Control>('[data-field]');
  return new Map(Array.from(controls, (control) => [control.dataset['field'] ?? '', control]));
}

/** What is typed now. */
export function readValues(controls: Map<string, Control>): Values {
  return Object.fromEntries(Array.from(controls, ([name, control]) => [name, readValue(control)]));
}

/** Puts values back into the form; fields without one stay as they are. */
export function writeValues(controls: Map<string, Control>, values: Values): void {
  for (const [name, control] of controls) {
    const value = values[name];
    if (value !== undefined) writeValue(control, value);
  }
}

export function readValue(control: Control): string | boolean {
  return isTicked(control) ? control.checked : control.value;
}

/** Puts a value into a control, where it is of that control's kind. */
export function writeValue(control: Control, value: string | boolean): void {
  if (isTicked(control)) {
    if (typeof value === 'boolean') control.checked = value;
  } else if (typeof value === 'string') {
    control.value = value;
  }
}

/** Whether it is as the page came. */
export function isUntouched(control: Control): boolean {
  if (control instanceof HTMLSelectElement) return control.selectedIndex === 0;
  return readValue(control) === '' || readValue(control) === false;
}

function isTicked(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type);
}
