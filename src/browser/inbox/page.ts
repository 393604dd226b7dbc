// What every part of the inbox shares: facts, sentences, and small ways of putting them on the page.
import { fillIn } from '../../i18n/fill-in.ts';
import { formatDate, formatSpan } from '../../i18n/format.ts';
import { serverNow } from '../api/server-time.ts';
import { byId } from '../dom/by-id.ts';
import { momentHere } from '../dom/moment-here.ts';
import type { InboxFacts, InboxTexts } from './texts.ts';

const root = byId('inbox');
export const facts = JSON.parse(root.dataset['facts'] ?? '') as InboxFacts;
export const texts = JSON.parse(root.dataset['texts'] ?? '') as InboxTexts;
const { language } = facts;

/** The sentence for a problem; where the inbox has one of its own, that one. With the number to name it by, if any. */
export function sentenceFor(problem: string, number = ''): string {
  const own: Record<string, string> = texts.errors;
  const general: Record<string, string> = texts.problems;
  const sentence = own[problem] ?? general[problem] ?? texts.errors.internal;
  return number === '' ? sentence : `${sentence} ${fillIn(texts.faultNumber, { number })}`;
}

/** A moment in the visitor's own zone, which is named with it. */
export function momentText(time: string): string {
  return momentHere(time, language);
}

/** A day without a time. */
export function dayText(time: string): string {
  return formatDate(new Date(time), language);
}

/** How long it is from now until `time`, or since. */
export function spanText(time: string): string {
  return formatSpan(Math.abs(Date.parse(time) - serverNow()), language);
}

/** The name of a team member; the short fingerprint of one whose key is gone. */
export function colleagueName(fingerprint: string): string {
  return facts.team.find((one) => one.fingerprint === fingerprint)?.name ?? fingerprint.slice(-16);
}

/** Whether a member opens messages with GnuPG; not where it doesn't hold the kind of their key. */
export function usesGnupg(fingerprint: string): boolean {
  return facts.team.find((one) => one.fingerprint === fingerprint)?.isForGnupg ?? true;
}

/** A text in one of its two plural forms. */
export function plural<Name extends string>(
  forms: Record<`${Name}_one` | `${Name}_other`, string>,
  name: Name,
  count: number,
): string {
  const isOne = new Intl.PluralRules(language).select(count) === 'one';
  const form = `${name}_${isOne ? 'one' : 'other'}` as keyof typeof forms;
  return forms[form].replaceAll('{{count}}', String(count));
}

/** An element with a class and content; texts stay texts. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...content: (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...content);
  return made;
}

/** A `<time>` for a moment. */
export function timeElement(time: string, shown: string): HTMLTimeElement {
  const made = element('time', '', shown);
  made.dateTime = time;
  return made;
}

/** A button that does `work`, once at a time. */
export function button(
  label: string,
  className: string,
  work: () => Promise<void> | void,
): HTMLButtonElement {
  const made = element('button', className, label);
  made.type = 'button';
  made.addEventListener('click', onlyOnce(work));
  return made;
}

/** Runs `work` unless it is still under way: a second click does nothing. */
export function onlyOnce(work: () => Promise<void> | void): () => Promise<void> {
  let isBusy = false;
  return async () => {
    if (isBusy) return;
    isBusy = true;
    try {
      await work();
    } finally {
      isBusy = false;
    }
  };
}

/** Says what is wrong with a field, at the field; an empty sentence takes it away. */
export function tell(place: HTMLElement, field: HTMLElement | null, sentence: string): void {
  place.textContent = sentence;
  place.hidden = sentence === '';
  if (sentence === '') field?.removeAttribute('aria-invalid');
  else field?.setAttribute('aria-invalid', 'true');
}
