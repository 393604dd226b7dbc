// The base metrics of CVSS 4.0 as plain questions; a vector of 3.1 or 3.0 is taken as it is. Loaded when their part of the form is opened.
import { CVSS40 } from '@pandatix/js-cvss';
import { severityAsReported, vectorIn } from '../../disclosure/severity.ts';
import type { CvssTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import type { LanguageCode } from '../../i18n/languages.ts';

/** The words of the questions, and how many of these are left in words. */
export type CvssWords = Omit<CvssTexts, `left_${string}`> & { left(count: number): string };

/**
 * Builds the questions. They and the field of the vector follow each other, whichever of them is filled in.
 * @param status where the score is told, or how many questions are left
 */
export function showQuestions(
  place: HTMLElement,
  status: HTMLElement,
  field: HTMLInputElement,
  language: LanguageCode,
  texts: CvssWords,
): void {
  const selects = new Map<string, HTMLSelectElement>();
  for (const [metric, { question, options }] of Object.entries(texts.metrics)) {
    const select = document.createElement('select');
    select.id = `cvss-${metric}`;
    select.append(new Option(texts.choose, ''));
    for (const [value, words] of Object.entries(options)) select.append(new Option(words, value));
    const label = document.createElement('label');
    label.htmlFor = select.id;
    label.textContent = question;
    const box = document.createElement('div');
    box.className = 'field';
    box.append(label, select);
    place.append(box);
    selects.set(metric, select);
  }

  /**
   * The vector that the answers make; what a pasted one says beside the base metrics stays. One of another version stays
   * until all questions are answered.
   */
  function answered(): string {
    const answers = Array.from(selects, ([metric, select]) => [metric, select.value] as const);
    if (answers.some(([, value]) => value === '')) return olderIn(field.value);
    const base = answers.map(([metric, value]) => `/${metric}:${value}`).join('');
    const vector = read(field.value) ?? new CVSS40(`CVSS:4.0${base}`);
    for (const [metric, value] of answers) vector.Set(metric, value);
    return vector.Vector();
  }
  function tell(): void {
    const found = severityAsReported(field.value.trim());
    const left = [...selects.values()].filter(({ value }) => value === '').length;
    if (found) {
      status.textContent = fillIn(texts.result, {
        version: found.version,
        score: new Intl.NumberFormat(language, { minimumFractionDigits: 1 }).format(found.score),
        severity: texts.severities[CVSS40.Rating(found.score)],
      });
    } else {
      status.textContent = left === 0 ? '' : texts.left(left);
    }
  }
  /** Answers the questions from the field; one that is emptied, or has another version, empties them. */
  function follow(): void {
    const vector = read(field.value);
    if (vector) for (const [metric, select] of selects) select.value = vector.Get(metric);
    else if (field.value.trim() === '' || olderIn(field.value))
      for (const select of selects.values()) select.value = '';
    tell();
  }

  /** What keeps the report and the summaries hear of it as of any other field; the questions know already. */
  function write(vector: string): void {
    if (field.value === vector) return;
    field.value = vector;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
  }

  place.addEventListener('change', () => {
    write(answered());
    tell();
  });
  field.addEventListener('input', (event) => {
    if (!event.isTrusted) return;
    if ((event as InputEvent).inputType === 'insertFromPaste') write(vectorIn(field.value));
    follow();
  });
  field.addEventListener('change', () => {
    write(vectorIn(field.value));
    follow();
  });
  field.form?.addEventListener('reset', () => queueMicrotask(follow));
  follow();
}

/** The vector of CVSS 4.0 in a text, or null where there is none. */
function read(text: string): CVSS40 | null {
  try {
    return new CVSS40(text.trim());
  } catch {
    return null;
  }
}

/** The vector of CVSS 3.1 or 3.0 in a text; empty for none. */
function olderIn(text: string): string {
  const vector = text.trim();
  return vector.startsWith('CVSS:3.') && severityAsReported(vector) ? vector : '';
}
