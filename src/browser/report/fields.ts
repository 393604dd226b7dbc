import type * as z from 'zod/mini';
import { asciiAddress } from '../../disclosure/address.ts';
import { type Report, reportSchema } from '../../disclosure/report.ts';
import type { ReportTexts } from '../../handover/report.ts';
import type { Control, Values } from '../dom/form-values.ts';
import { reveal } from '../dom/reveal.ts';
import { tell } from '../dom/tell.ts';

/** Sentences, by field name. */
export type Errors = Map<string, string>;

/**
 * Checks what is typed against the schema of the report; each error is a sentence under its field's name.
 * @param rest what is not typed: the language, the reply key and the list of attachments
 */
export function checkValues(
  values: Values,
  rest: Pick<Report, 'language' | 'replyKey' | 'attachments'>,
  texts: ReportTexts,
): Report | Errors {
  const { ownKey: _, notify, files: __, ...fields } = values;
  const errors: Errors = new Map();
  const email = String(notify ?? '').trim();
  if (email !== '' && asciiAddress(email) === null) errors.set('notify', texts.errors.notify);
  const sentences: Record<string, string> = texts.errors;
  // A box that is not ticked is a field that is not filled in: the form asks for each.
  const filledIn = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== false));
  const parsed = reportSchema.safeParse({ ...filledIn, ...rest });
  if (parsed.success && errors.size === 0) return parsed.data;
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    errors.set(name === 'replyKey' ? 'ownKey' : name, sentences[name] ?? texts.problems['invalid-fields']);
  }
  return errors;
}

/** What is wrong with one field by itself, in a sentence. The own key is checked by `checkOwnKey`. */
export function checkValue(
  name: string,
  value: string | boolean | undefined,
  texts: ReportTexts,
): string | undefined {
  const text = String(value ?? '').trim();
  if (name === 'notify') return text === '' || asciiAddress(text) !== null ? undefined : texts.errors.notify;
  const schemas: Record<string, z.ZodMiniType> = reportSchema.shape;
  const sentences: Record<string, string> = texts.errors;
  const given = value === false ? undefined : value;
  return (schemas[name]?.safeParse(given).success ?? true) ? undefined : sentences[name];
}

/** Shows what is wrong beside a field; takes it away when nothing is. */
export function showErrorAt(name: string, control: Control, sentence: string | undefined): void {
  tell(document.getElementById(`error-${name}`), control, sentence ?? '');
}

/** Shows the errors beside their fields, unfolds where these stand, and takes all others away. */
export function showErrorsAtFields(controls: Map<string, Control>, errors: Errors): void {
  for (const [name, control] of controls) {
    const sentence = errors.get(name);
    showErrorAt(name, control, sentence);
    if (sentence !== undefined) reveal(control);
  }
}
