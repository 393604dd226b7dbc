// Several reports that get the same first response: one letter, sealed to each reporter apart, one after the other.
import { batch, computed, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { isUnfinished, openEndsOf } from '../../../disclosure/reply-form.ts';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { type LanguageCode, languageCodes, perLanguage } from '../../../i18n/languages.ts';
import type { KeptDraft } from '../base/drafts.ts';
import { keepForm, keptJson } from '../base/kept-form.ts';
import { facts, texts } from '../base/page.ts';
import { UnsentReplies } from '../case/unsent-replies.ts';
import type { Letter } from './answer-one.ts';

/** No weak spot; or a question, which asks for more. */
export const ways = ['reject', 'ask'] as const;
export type Way = (typeof ways)[number];

/** A case that was not answered, and why. */
export interface Kept {
  reference: string;
  sentence: string;
}

/** Answers one case; gives why it was not answered, null where it was. */
export type AnswerOne = (
  reference: string,
  letter: Letter,
  unsent: ReturnType<UnsentReplies['of']>,
) => Promise<string | null>;

const openEnds = openEndsOf(Object.values(texts.replies).flatMap((letters) => Object.values(letters)));
const keptSchema = z.object({
  way: z.enum(ways),
  isClosing: z.boolean(),
  letters: z.object(perLanguage(() => z.string())),
});
const readyFor = { reject: 'notVulnerability', ask: 'needInformation' } as const;

export class Together {
  /** Those that are to be answered yet; none while nobody is asked for it. */
  readonly cases = signal<readonly CaseSummary[]>([]);
  readonly way = signal<Way>('reject');
  /** Whether rejecting closes the case as well. */
  readonly isClosing = signal(true);
  /** By language: a reporter is written to in their own. */
  readonly letters = signal<Record<LanguageCode, string>>(readyLetters('reject'));
  readonly fault = signal('');
  /** How far it is; null while nothing is being sent. */
  readonly progress = signal<{ done: number; of: number } | null>(null);
  /** What came of the last time; null before it. */
  readonly outcome = signal<{ answered: number; kept: readonly Kept[] } | null>(null);
  /** The languages of the reporters. */
  readonly languages = computed(() =>
    languageCodes.filter((code) => this.cases.value.some(({ language }) => language === code)),
  );
  readonly #unsent = new UnsentReplies();
  readonly #answerOne: AnswerOne;
  #isStopped = false;

  constructor(answerOne: AnswerOne) {
    this.#answerOne = answerOne;
  }

  /** Begins with these; what was written for others before stays, where somebody changed it. */
  begin(cases: readonly CaseSummary[]): void {
    this.cases.value = cases;
    this.outcome.value = null;
    this.fault.value = '';
  }

  /** Keeps what is written, and takes what was written on an earlier visit. @returns ends that */
  keep(kept: KeptDraft): () => void {
    return keepForm(
      kept,
      () => this.#typed(),
      (text) => this.#take(text),
    );
  }

  /** As before anybody wrote. */
  clear(): void {
    batch(() => {
      this.way.value = 'reject';
      this.isClosing.value = true;
      this.letters.value = readyLetters('reject');
      this.fault.value = '';
    });
  }

  /** What was written that is no ready-made letter, with what goes with it, as text; empty for nothing. */
  #typed(): string {
    const [way, letters] = [this.way.value, this.letters.value];
    const ready = readyLetters(way);
    if (languageCodes.every((code) => letters[code] === ready[code])) return '';
    return JSON.stringify({ way, isClosing: this.isClosing.value, letters });
  }

  #take(text: string): void {
    const read = keptSchema.safeParse(keptJson(text));
    if (!read.success) return;
    batch(() => {
      this.way.value = read.data.way;
      this.isClosing.value = read.data.isClosing;
      this.letters.value = read.data.letters;
    });
  }

  /** Chooses another way; a letter that nobody changed becomes the one for it. */
  choose(way: Way): void {
    const [before, after] = [readyLetters(this.way.peek()), readyLetters(way)];
    const letters = { ...this.letters.peek() };
    for (const code of languageCodes) if (letters[code] === before[code]) letters[code] = after[code];
    this.way.value = way;
    this.letters.value = letters;
  }

  write(code: LanguageCode, text: string): void {
    this.letters.value = { ...this.letters.peek(), [code]: text };
  }

  /** After the one that is under way no other is sent. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Answers them one after the other; those that could not be stay, and why is said. */
  async send(): Promise<void> {
    if (this.progress.peek() !== null) return;
    const cases = this.cases.peek();
    const letters = this.letters.peek();
    const { needLetter } = texts.list.together;
    const wanted = this.languages.peek().map((code) => letters[code]);
    if (wanted.some((text) => text.trim() === '')) this.fault.value = needLetter;
    else if (wanted.some((text) => isUnfinished(text, openEnds))) this.fault.value = texts.compose.unfinished;
    else await this.#sendAll(cases, letters);
  }

  async #sendAll(cases: readonly CaseSummary[], letters: Record<LanguageCode, string>): Promise<void> {
    this.fault.value = '';
    this.outcome.value = null;
    this.#isStopped = false;
    const isRejecting = this.way.peek() === 'reject';
    const close = isRejecting && this.isClosing.peek() ? 'yes' : '';
    const kept: Kept[] = [];
    let done = 0;
    for (const { reference, language } of cases) {
      this.progress.value = { done, of: cases.length };
      if (this.#isStopped) kept.push({ reference, sentence: texts.list.together.stopped });
      else {
        const letter = {
          assessment: isRejecting ? 'rejected' : 'message',
          close,
          message: letters[language],
        } as const;
        const sentence = await this.#answerOne(reference, letter, this.#unsent.of(reference));
        if (sentence === null) this.#unsent.forget(reference);
        else kept.push({ reference, sentence });
      }
      done += 1;
    }
    this.progress.value = null;
    this.outcome.value = { answered: cases.length - kept.length, kept };
    const left = new Set(kept.map(({ reference }) => reference));
    // What was written meanwhile stays.
    if (left.size === 0 && this.letters.peek() === letters)
      this.letters.value = readyLetters(this.way.peek());
    this.cases.value = cases.filter(({ reference }) => left.has(reference));
  }
}

/** The letters that one begins with; the reference in them is that of each case. */
function readyLetters(way: Way): Record<LanguageCode, string> {
  const entries = languageCodes.map((code) => [
    code,
    fillIn(texts.replies[code][readyFor[way]], { name: facts.organisation }),
  ]);
  return Object.fromEntries(entries) as Record<LanguageCode, string>;
}
