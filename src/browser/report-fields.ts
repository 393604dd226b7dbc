import { type Report, reportSchema } from '../disclosure/report.ts';
import type { Draft } from './draft.ts';
import type { ReportTexts } from './report-texts.ts';

export type Errors = Map<string, string>;

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The controls of the form, by field name. */
export function findControls(form: HTMLFormElement): Map<string, Control> {
  const controls = form.querySelectorAll<Control>('[data-field]');
  return new Map(Array.from(controls, (control) => [control.dataset['field'] ?? '', control]));
}

/** What is typed now. */
export function readValues(controls: Map<string, Control>): Draft {
  return Object.fromEntries(
    Array.from(controls, ([name, control]) => [name, isCheckbox(control) ? control.checked : control.value]),
  );
}

/** Puts a draft back into the form. */
export function writeValues(controls: Map<string, Control>, draft: Draft): void {
  for (const [name, control] of controls) {
    const value = draft[name];
    if (isCheckbox(control)) control.checked = value === true;
    else if (typeof value === 'string') control.value = value;
  }
}

/** Checks what is typed against the schema of the report; each error is a sentence under its field's name. */
export function checkValues(values: Draft, language: string, texts: ReportTexts): Report | Errors {
  const { ownKey: _, ...fields } = values;
  const parsed = reportSchema.safeParse({ ...fields, language, replyKey: '' });
  if (parsed.success) return parsed.data;
  const sentences: Record<string, string> = texts.errors;
  const errors: Errors = new Map();
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0]);
    errors.set(name, sentences[name] ?? texts.problems['invalid-fields']);
  }
  return errors;
}

/** Shows the error of one field beside it, or takes it away. */
export function showError(controls: Map<string, Control>, name: string, sentence: string | undefined): void {
  const place = document.getElementById(`error-${name}`);
  if (place) {
    place.textContent = sentence ?? '';
    place.hidden = sentence === undefined;
  }
  const control = controls.get(name);
  if (sentence === undefined) control?.removeAttribute('aria-invalid');
  else control?.setAttribute('aria-invalid', 'true');
}

function isCheckbox(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && control.type === 'checkbox';
}
