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
  return Object.fromEntries(
    Array.from(controls, ([name, control]) => [name, isCheckbox(control) ? control.checked : control.value]),
  );
}

/** Puts values back into the form; fields without one stay as they are. */
export function writeValues(controls: Map<string, Control>, values: Values): void {
  for (const [name, control] of controls) {
    const value = values[name];
    if (isCheckbox(control) && typeof value === 'boolean') control.checked = value;
    else if (typeof value === 'string') control.value = value;
  }
}

function isCheckbox(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && control.type === 'checkbox';
}
