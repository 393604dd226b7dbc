// The form for the reporter: the first response, whole, or a message with what changes in the case.
import { signal } from '@preact/signals';
import type { Letter } from '../../../disclosure/letters.ts';
import {
  amountOf,
  type Fault,
  type FormContent,
  faultsOf,
  gapIn,
  type Place,
  requestOf,
} from '../../../disclosure/reply-form.ts';
import { changedSchema, type TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatEuros } from '../../../i18n/format.ts';
import type { LanguageCode } from '../../../i18n/languages.ts';
import { askTeam } from '../../api/team.ts';
import { focusOn, focusSoon, isNowhere, onceDrawn, rememberPlace } from '../base/focus.ts';
import { facts, language, sentenceFor, texts } from '../base/page.ts';
import { uploadFiles } from './file-uploads.ts';
import { factsOfLetter } from './letter-facts.ts';
import { letterOf, letterOfAssessment, openEnds } from './letters.ts';
import { isUnsaid, ReplyFault } from './reply-fault.ts';
import type { OutgoingFile } from './reply-files.ts';
import { fieldOf, goToMend, placeOfCode } from './reply-places.ts';
import type { CaseInFront, SeenCase } from './seen-case.ts';
import type { LetterInField } from './unsent-replies.ts';

type Faults = Partial<Record<Place, string>>;
type Outcome = { ok: true } | { ok: false; isConflict: boolean; place: Place; sentence: string };

/** Asked for once a case is open, so that it is there when somebody sends. */
const loadSealing = () => import('./seal-reply.ts');

export class Reply {
  readonly #opened: CaseInFront;
  /** What is wrong, at its field. */
  readonly faults = signal<Faults>({});
  /** The version of the case that could not be closed: what stood in the way may be gone in another. */
  readonly #refused = signal(0);
  /** How far it is. */
  readonly told = signal('');
  /** Whether the place for a message that was sealed elsewhere is unfolded. */
  readonly isOutsideOpen = signal(false);

  constructor(opened: CaseInFront) {
    this.#opened = opened;
    // One that failed is told on sending.
    loadSealing().catch(() => undefined);
    this.isOutsideOpen.value = opened.unsent.content.peek().sealed !== '';
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

  /** Seals and sends what stands in the form. @param close whether the case closes with it */
  async submit(close: FormContent['close'] = ''): Promise<void> {
    const seen = this.#opened.current;
    const { unsent } = this.#opened;
    if (unsent.isSending) return;
    this.faults.value = {};
    // One moment's content makes the request, whatever is typed or opened while it is under way.
    const typed = { ...unsent.content.peek(), close };
    const content = seen.gap === null ? { ...typed, withoutReporter: '' as const } : typed;
    const faults = faultsOf(seen.view, content, facts.leastReward, openEnds());
    if (isUnsaid(seen, content)) faults.push(['withoutReporter', 'needWithout']);
    faults.push(...this.#fileFaults(content, faults));
    const least = formatEuros(facts.leastReward, language);
    if (faults.length > 0)
      return this.#tell(faults.map(([place, name]) => [place, fillIn(texts.compose[name], { least })]));
    unsent.isSending = true;
    this.told.value = texts.compose.working;
    const isWhereItWas = rememberPlace();
    try {
      await this.#finish(seen.view, content, await this.#send(seen, content), isWhereItWas);
    } finally {
      unsent.isSending = false;
    }
  }

  /** Files go with a message of this page, which names them. */
  #fileFaults({ message, sealed }: FormContent, others: readonly Fault[]): Fault[] {
    if (this.#opened.unsent.files.list.peek().length === 0) return [];
    if (sealed.trim() !== '') return [['files', 'filesElsewhere']];
    const isSaid = others.some(([place]) => place === 'message');
    return message.trim() === '' && !isSaid ? [['message', 'needMessage']] : [];
  }

  /** Tells every fault at its field, and goes to the first. */
  #tell(faults: [Place, string][]): void {
    // Of several at one field the last is said.
    this.faults.value = Object.fromEntries(faults) as Faults;
    const [first] = faults;
    if (!first) return;
    if (first[0] === 'sealed') this.isOutsideOpen.value = true;
    this.#refused.value = this.#opened.current.view.version;
    onceDrawn(() => goToMend(first[0], openEnds()));
  }

  /** Why it can't be closed as it is now; empty for nothing. @param version of the case */
  closeFault(version: number): string {
    return version === this.#refused.value ? (this.faults.value.close ?? '') : '';
  }

  async #send(seen: SeenCase, content: FormContent): Promise<Outcome> {
    const { reference, version } = seen.view;
    const { method, path, fields } = requestOf(seen.view, content);
    // What was sealed elsewhere counts instead of the message: what is wrong then is wrong there.
    const own = content.sealed.trim() === '' ? 'message' : 'sealed';
    const sealing = await loadSealing().catch(() => null);
    if (sealing === null)
      return { ok: false, isConflict: false, place: own, sentence: texts.errors.notLoaded };
    try {
      const reply = await sealing.sealReply(seen, content, fields, this.#opened.unsent);
      const body = { version, ...fields, ...(reply === null ? {} : { message: reply.message }) };
      const answer = await askTeam(method, `cases/${reference}${path}`, changedSchema, body);
      if (answer.ok) {
        if (reply !== null && reply.files.length > 0) this.#upload(reference, reply.files, reply.keys);
        return { ok: true };
      }
      const place = placeOfCode[answer.problem] ?? own;
      const isConflict = answer.problem === 'version-conflict';
      return { ok: false, isConflict, place, sentence: sentenceFor(answer.problem, answer.number) };
    } catch (error) {
      const fault = error instanceof ReplyFault ? error : undefined;
      const sentence = fault?.sentence ?? texts.errors.internal;
      return { ok: false, isConflict: false, place: fault?.place ?? own, sentence };
    }
  }

  /** The reply is in: its files follow, also while one looks elsewhere. */
  #upload(reference: string, files: readonly OutgoingFile[], keys: readonly number[]): void {
    const opened = this.#opened;
    opened.unsent.files.sent(keys);
    uploadFiles(reference, files, () => {
      if (!opened.isLeft) void opened.refresh();
    });
  }

  /** Somebody may look at another case by now: then it is told above the page, and what is in the form stays. */
  async #finish(
    { reference, version }: TeamCase,
    content: FormContent,
    outcome: Outcome,
    isWhereItWas: () => boolean,
  ): Promise<void> {
    const opened = this.#opened;
    this.told.value = '';
    if (outcome.ok) {
      opened.unsent.sent(content);
      this.isOutsideOpen.value = false;
    }
    if (opened.isLeft)
      return opened.frame.endedElsewhere(
        reference,
        outcome.ok ? texts.compose.done : outcome.sentence,
        outcome.ok,
      );
    if (outcome.ok) {
      await opened.refresh();
      this.told.value = texts.compose.done;
      // Out of the field that is empty now, to what tells so: there letters are shortcuts. Who typed on is left alone.
      focusSoon(() => {
        const isDone = isNowhere() || (isWhereItWas() && !opened.unsent.isTyped);
        return isDone ? document.getElementById('compose-state') : null;
      });
    } else if (outcome.isConflict) await opened.changedElsewhere(version);
    else this.#tell([[outcome.place, outcome.sentence]]);
  }
}
