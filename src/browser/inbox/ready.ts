// Ready-made letters: in the reporter's language or another, filled in with what is known of the case, and editable.

import { amountOf, type FormContent } from '../../disclosure/reply-form.ts';
import type { TeamCase } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatDate, formatEuros, formatMoment } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { byId } from '../dom/by-id.ts';
import { facts, texts } from './page.ts';
import type { ReplyName } from './texts.ts';

const choice = byId<HTMLSelectElement>('compose-ready');
const languageChoice = byId<HTMLSelectElement>('compose-language');
const insertButton = byId('compose-insert');
const message = byId<HTMLTextAreaElement>('compose-message');

/** The letter that stands in the field, as long as nobody wrote in it. */
let letter: { name: ReplyName; language: LanguageCode; text: string } | undefined;
let shownFor = '';

/** Sets the choice up. @param content what the form says now */
export function setUpReady(content: () => FormContent, view: () => TeamCase): void {
  insertButton.addEventListener('click', () => {
    if (choice.value === '') return choice.focus();
    const name = choice.value as ReplyName;
    const language = languageChoice.value as LanguageCode;
    const text = write(name, language, view(), content());
    const isUntouched = message.value.trim() === '' || message.value === letter?.text;
    message.value = isUntouched ? text : `${message.value.trimEnd()}\n\n${text}`;
    letter = isUntouched ? { name, language, text } : undefined;
    message.focus();
  });
}

/** Writes a letter that nobody changed anew, after something in the form has changed. */
export function updateLetter(view: TeamCase, content: FormContent): void {
  if (letter === undefined || message.value !== letter.text) return;
  letter.text = write(letter.name, letter.language, view, content);
  message.value = letter.text;
}

/** Proposes the reporter's language. */
export function showReady({ reference, language }: TeamCase): void {
  if (shownFor === reference) return;
  shownFor = reference;
  languageChoice.value = language;
  choice.value = '';
  letter = undefined;
}

function write(name: ReplyName, language: LanguageCode, view: TeamCase, content: FormContent): string {
  const promised = view.deadlines.find((deadline) => deadline.name === 'first-response')?.dueAt;
  const reward = amountOf(content.reward);
  return fillIn(texts.replies[language][name], {
    name: facts.organisation,
    reference: view.reference,
    respondBy: promised ? formatMoment(new Date(promised), language) : '…',
    fixExpected: content.date === '' ? '…' : formatDate(new Date(content.date), language),
    reward: Number.isNaN(reward) ? '…' : formatEuros(reward, language),
  });
}
