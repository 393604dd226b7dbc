import type * as z from 'zod/mini';
import { asciiAddress } from '../../disclosure/address.ts';
import { type Report, reportSchema, textLimits } from '../../disclosure/report.ts';
import type { ReportTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
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
  // A box that is not ticked is a field that is not filled in, unless it was said what was otherwise.
  const filledIn = Object.entries(fields).filter(([, value]) => value !== false || isOtherwise(values));
  const parsed = reportSchema.safeParse({ ...Object.fromEntries(filledIn), ...rest });
  if (parsed.success && errors.size === 0) return parsed.data;
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    errors.set(name === 'replyKey' ? 'ownKey' : name, sentenceFor(name, fields[name], texts));
  }
  return errors;
}

/** Whether the reporter says what of the conditions is not so. */
function isOtherwise(values: Values): boolean {
  return String(values['otherwise'] ?? '').trim() !== '';
}

/** Fields of which what is too long can go along as a file. */
const ATTACHABLE = ['description', 'steps', 'seen', 'proof'];

/** What is wrong with a field that the schema does not take. Of a text that is there, only its length can be wrong. */
function sentenceFor(
  name: string,
  value: string | boolean | undefined,
  { errors, problems }: ReportTexts,
): string {
  const limits: Record<string, number> = textLimits;
  const limit = limits[name];
  if (limit !== undefined && String(value ?? '').trim() !== '') {
    const sentence = ATTACHABLE.includes(name) ? errors.tooLongTextAttach : errors.tooLongText;
    return fillIn(sentence, { limit: limit.toLocaleString(document.documentElement.lang) });
  }
  const sentences: Record<string, string> = errors;
  return sentences[name] ?? problems['invalid-fields'];
}

/** What is wrong with one field by itself, in a sentence. The own key is checked by `checkOwnKey`. */
export function checkValue(name: string, values: Values, texts: ReportTexts): string | undefined {
  const value = values[name];
  const text = String(value ?? '').trim();
  if (name === 'notify') return text === '' || asciiAddress(text) !== null ? undefined : texts.errors.notify;
  const schemas: Record<string, z.ZodMiniType> = reportSchema.shape;
  const given = value === false && !isOtherwise(values) ? undefined : value;
  return (schemas[name]?.safeParse(given).success ?? true) ? undefined : sentenceFor(name, value, texts);
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
    // Its way on stands in a part of its own.
    const wayOn = controls.get('otherwise');
    if (sentence !== undefined && wayOn && name.startsWith('keptTo')) reveal(wayOn);
  }
}
