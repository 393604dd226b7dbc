// What somebody chose to hand over of a case, and typed for it: kept with the case until it is sealed, and over a reload.
import { batch, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { type LanguageCode, languageCodes } from '../../../i18n/languages.ts';
import type { OutsideKey } from '../../workers/judge/tasks.ts';
import { type KeptDraft, keptDraft } from '../base/drafts.ts';
import { keepForm, keptJson } from '../base/kept-form.ts';
import { language } from '../base/page.ts';

/** The parts that go along; messages and notes by their number, files by their id. */
export interface Parts {
  report: boolean;
  triage: boolean;
  messages: readonly number[];
  notes: readonly number[];
  /** Whether a file goes along, where somebody said so by hand; see `isAlong`. */
  files: Readonly<Record<string, boolean>>;
}

/** A sealed hand-over, to be saved and mailed. */
export interface Sealed {
  name: string;
  armored: string;
  keys: readonly OutsideKey[];
  language: LanguageCode;
}

const keptSchema = z.object({
  key: z.string(),
  words: z.string(),
  language: z.enum(languageCodes),
  parts: z.object({
    report: z.boolean(),
    triage: z.boolean(),
    messages: z.array(z.number()),
    notes: z.array(z.number()),
    files: z.record(z.string(), z.boolean()),
  }),
  consent: z.object({ isGiven: z.boolean(), message: z.nullable(z.number()) }),
});

export class Chosen {
  /** Where it is kept, but for what was sealed. */
  readonly kept: KeptDraft;
  /** Nothing that is chosen and typed is kept any more. */
  readonly leave: () => void;
  readonly #fresh: string;
  readonly isOpen = signal(false);
  /** Certificates as they were typed, armored. */
  readonly key = signal('');
  /** The text that was looked at, and what is in it; null before. */
  readonly judged = signal<{ of: string; keys: readonly OutsideKey[] } | null>(null);
  readonly parts = signal<Parts>({ report: true, triage: true, messages: [], notes: [], files: {} });
  /** Whether the reporter agreed that who they are goes along, and the number of the message that says so. */
  readonly consent = signal<{ isGiven: boolean; message: number | null }>({ isGiven: false, message: null });
  readonly words = signal('');
  readonly language = signal<LanguageCode>(languageCodes.find((code) => code === language) ?? 'en');
  readonly sealed = signal<Sealed | null>(null);

  constructor(reference: string) {
    this.#fresh = this.#text();
    this.kept = keptDraft(reference, 'hand-over');
    this.leave = keepForm(
      this.kept,
      () => (this.#text() === this.#fresh ? '' : this.#text()),
      (text) => this.#take(text),
    );
  }

  /** Empties the form, and chooses what one begins with. */
  throwAway(): void {
    this.#take(this.#fresh);
    this.judged.value = null;
  }

  #text(): string {
    const { key, words, language: inLanguage, parts, consent } = this;
    return JSON.stringify({
      ...{ key: key.value, words: words.value, language: inLanguage.value },
      ...{ parts: parts.value, consent: consent.value },
    });
  }

  #take(text: string): void {
    const read = keptSchema.safeParse(keptJson(text));
    if (!read.success) return;
    const { data } = read;
    batch(() => {
      this.key.value = data.key;
      this.words.value = data.words;
      this.language.value = data.language;
      this.parts.value = data.parts;
      this.consent.value = data.consent;
    });
  }

  /** The keys to seal to: of what stands there now. */
  get keys(): readonly OutsideKey[] | null {
    const judged = this.judged.value;
    return judged?.of === this.key.value ? judged.keys : null;
  }

  change(parts: Partial<Parts>): void {
    this.parts.value = { ...this.parts.peek(), ...parts };
  }
}

/** A list with one more, or without it. */
export function toggled<Item>(list: readonly Item[], item: Item, isIn: boolean): Item[] {
  const others = list.filter((one) => one !== item);
  return isIn ? [...others, item] : others;
}
