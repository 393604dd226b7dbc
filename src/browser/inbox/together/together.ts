// Several reports that get the same first response: one letter, sealed to each reporter apart, one after the other.
import { batch, computed, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { isUnfinished } from '../../../disclosure/reply-form.ts';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { type LanguageCode, languageCodes, perLanguage } from '../../../i18n/languages.ts';
import type { KeptDraft } from '../base/drafts.ts';
import { keepForm, keptJson } from '../base/kept-form.ts';
import { texts } from '../base/page.ts';
import { openEnds } from '../case/letters.ts';
import { UnsentReplies } from '../case/unsent-replies.ts';
import type { Answered, AsSeen, Letter } from './answer-one.ts';
import { type ByLanguage, lettersFor, type Way, ways, withGaps } from './common-letters.ts';

/** A case that was not answered, and why. */
export interface Kept {
  reference: string;
  sentence: string;
}

/** What came of sending them all. */
export interface Came {
  /** How many were, those among them whose reporter can't read it. */
  answered: number;
  /** References of those answered whose reporter can't read the letter. */
  unread: readonly string[];
  kept: readonly Kept[];
}

/** Answers one case. */
export type AnswerOne = (
  seen: AsSeen,
  letter: Letter,
  unsent: ReturnType<UnsentReplies['of']>,
) => Promise<Answered>;

const keptSchema = z.object({
  way: z.enum(ways),
  isClosing: z.boolean(),
  /** Null for one in which nobody wrote. */
  letters: z.object(perLanguage(() => z.nullable(z.string()))),
});

export class Together {
  /** Those that are to be answered yet; none while nobody is asked for it. */
  readonly cases = signal<readonly CaseSummary[]>([]);
  readonly way = signal<Way>('reject');
  /** Whether rejecting closes the case as well. */
  readonly isClosing = signal(true);
  /** By language: a reporter is written to in their own. */
  readonly letters = signal(lettersFor('reject'));
  readonly fault = signal('');
  /** How far it is; null while nothing is being sent. */
  readonly progress = signal<{ done: number; of: number } | null>(null);
  /** What came of the last time; null before it. */
  readonly outcome = signal<Came | null>(null);
  /** The languages of the reporters. */
  readonly languages = computed(() =>
    languageCodes.filter((code) => this.cases.value.some(({ language }) => language === code)),
  );
  /** What stood there before anybody wrote. */
  readonly #brought = signal(this.letters.peek());
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
      this.#beginWith(lettersFor('reject'));
      this.fault.value = '';
    });
  }

  /** What was written that is no ready-made letter, with what goes with it, as text; empty for nothing. */
  #typed(): string {
    const [now, before] = [this.letters.value, this.#brought.value];
    const letters = perLanguage((code) => (now[code] === before[code] ? null : now[code]));
    if (Object.values(letters).every((text) => text === null)) return '';
    return JSON.stringify({ way: this.way.value, isClosing: this.isClosing.value, letters });
  }

  #take(text: string): void {
    const read = keptSchema.safeParse(keptJson(text));
    if (!read.success) return;
    const { way, isClosing, letters } = read.data;
    const fresh = lettersFor(way);
    batch(() => {
      this.way.value = way;
      this.isClosing.value = isClosing;
      this.#beginWith(
        fresh,
        perLanguage((code) => letters[code] ?? fresh[code]),
      );
    });
  }

  /** Chooses another way; a letter that nobody changed becomes the one for it. */
  choose(way: Way): void {
    batch(() => {
      this.way.value = way;
      this.#bring();
    });
  }

  /** Other letters are known now: one that nobody changed is as it reads today. */
  followLetters(): void {
    if (this.progress.peek() === null) this.#bring();
  }

  #bring(): void {
    const [now, before, fresh] = [this.letters.peek(), this.#brought.peek(), lettersFor(this.way.peek())];
    this.#beginWith(
      fresh,
      perLanguage((code) => (now[code] === before[code] ? fresh[code] : now[code])),
    );
  }

  #beginWith(brought: ByLanguage, letters = brought): void {
    batch(() => {
      this.#brought.value = brought;
      this.letters.value = letters;
    });
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
    else if (wanted.some((text) => isUnfinished(withGaps(text), openEnds())))
      this.fault.value = texts.compose.unfinished;
    else await this.#sendAll(cases, letters);
  }

  async #sendAll(cases: readonly CaseSummary[], letters: ByLanguage): Promise<void> {
    this.fault.value = '';
    this.outcome.value = null;
    this.#isStopped = false;
    const isRejecting = this.way.peek() === 'reject';
    const close = isRejecting && this.isClosing.peek() ? 'yes' : '';
    const kept: Kept[] = [];
    const unread: string[] = [];
    let done = 0;
    for (const one of cases) {
      const { reference, language } = one;
      this.progress.value = { done, of: cases.length };
      if (this.#isStopped) kept.push({ reference, sentence: texts.list.together.stopped });
      else {
        const letter = {
          assessment: isRejecting ? 'rejected' : 'message',
          close,
          message: letters[language],
        } as const;
        const came = await this.#answerOne(one, letter, this.#unsent.of(reference));
        if ('sentence' in came) kept.push({ reference, ...came });
        else {
          this.#unsent.forget(reference);
          if (came.isUnread) unread.push(reference);
        }
      }
      done += 1;
    }
    this.progress.value = null;
    this.outcome.value = { answered: cases.length - kept.length, unread, kept };
    const left = new Set(kept.map(({ reference }) => reference));
    // What was written meanwhile stays.
    if (left.size === 0 && this.letters.peek() === letters) this.#beginWith(lettersFor(this.way.peek()));
    this.cases.value = cases.filter(({ reference }) => left.has(reference));
  }
}
