// What is written for the reporter: the fields, and the letters that stand ready for the message.
import type { Letter } from '../../../disclosure/letters.ts';
import { amountOf, type FormContent, gapIn } from '../../../disclosure/reply-form.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import type { LanguageCode } from '../../../i18n/languages.ts';
import { focusOn } from '../base/focus.ts';
import { factsOfLetter } from './letter-facts.ts';
import { letterOf, letterOfAssessment, openEnds } from './letters.ts';
import { fieldOf } from './reply-places.ts';
import type { CaseInFront } from './seen-case.ts';
import type { LetterInField } from './unsent-replies.ts';

export class ReplyWriting {
  readonly #opened: CaseInFront;

  constructor(opened: CaseInFront) {
    this.#opened = opened;
  }

  /** Changes fields; a letter that nobody changed follows what it names, and an assessment brings its own. */
  change(fields: Partial<FormContent>): void {
    const { unsent } = this.#opened;
    unsent.letter ??= this.#letterAsFound(unsent.content.peek());
    unsent.change(fields);
    if (fields.assessment !== undefined) this.#bring(fields.assessment);
    const content = unsent.content.peek();
    const { letter } = unsent;
    const found = letter === null ? null : letterOf(letter.id);
    if (letter !== null && found !== null && content.message === letter.text)
      this.#put(found, letter.language, letter.isBrought);
  }

  /** Puts the letter of an assessment into a message in which nobody wrote; one that another brought goes. */
  #bring(assessment: FormContent['assessment']): void {
    const { unsent, current } = this.#opened;
    const content = unsent.content.peek();
    const isBrought = unsent.letter?.isBrought === true && content.message === unsent.letter.text;
    if (!isBrought && content.message.trim() !== '') return;
    this.#put(letterOfAssessment(assessment), current.view.language, true);
  }

  /** The letter of an assessment, whole, in what was found again: nobody wrote in it. Null for anything else. */
  #letterAsFound(content: FormContent): LetterInField | null {
    const { language } = this.#opened.current.view;
    const letter = letterOfAssessment(content.assessment);
    if (letter === null || this.#write(letter, language, content) !== content.message) return null;
    return { id: letter.id, language, text: content.message, isBrought: true };
  }

  /** Has the message be a letter and nothing else; null for an empty one. */
  #put(letter: Letter | null, language: LanguageCode, isBrought: boolean): void {
    const { unsent } = this.#opened;
    const text = letter === null ? '' : this.#write(letter, language, unsent.content.peek());
    unsent.letter = letter && { id: letter.id, language, text, isBrought };
    unsent.change({ message: text });
  }

  /** Puts a letter into the message: in place of one that nobody changed, else below what was written. */
  insert(letter: Letter, language: LanguageCode): void {
    const { unsent } = this.#opened;
    const content = unsent.content.peek();
    if (content.message.trim() === '' || content.message === unsent.letter?.text)
      this.#put(letter, language, false);
    else {
      unsent.letter = null;
      const text = this.#write(letter, language, content);
      unsent.change({ message: `${content.message.trimEnd()}\n\n${text}` });
    }
    focusOn(fieldOf.message);
  }

  /** Begins with a letter, where nobody wrote yet, and with other fields as well. */
  begin(id: string, fields: Partial<FormContent>): void {
    this.change(fields);
    const { unsent, current } = this.#opened;
    const isEmpty = unsent.content.peek().message.trim() === '';
    const letter = letterOf(id);
    if (isEmpty && letter !== null) this.#put(letter, current.view.language, false);
  }

  /** Other letters are known now: one that nobody wrote in is as it reads today, and an assessment brings the one it has. */
  followLetters(): void {
    const { unsent } = this.#opened;
    const { letter, isSending } = unsent;
    const { assessment, message } = unsent.content.peek();
    if (isSending || letter === null || message !== letter.text) return;
    const now = letter.isBrought ? letterOfAssessment(assessment) : letterOf(letter.id);
    if (now !== null) this.#put(now, letter.language, letter.isBrought);
  }

  /** Where writing goes on in a letter that nobody has touched; null elsewhere. */
  gap(): { start: number; end: number } | null {
    const { unsent } = this.#opened;
    const { message } = unsent.content.peek();
    return message !== '' && message === unsent.letter?.text ? gapIn(message, openEnds()) : null;
  }

  #write({ text }: Letter, language: LanguageCode, content: FormContent): string {
    const { view } = this.#opened.current;
    const reward = amountOf(content.reward);
    const known = { date: content.date, reward, knownSince: this.#opened.knownSince.peek() };
    return fillIn(text[language], factsOfLetter(view, known, language));
  }
}
