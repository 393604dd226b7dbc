// What somebody chose to hand over of a case, and typed for it: kept with the case until it is sealed.
import { signal } from '@preact/signals';
import { type LanguageCode, languageCodes } from '../../../i18n/languages.ts';
import type { OutsideKey } from '../../workers/judge/tasks.ts';
import { language } from '../base/page.ts';

/** The parts that go along; messages and notes by their number, attachments by their id. */
export interface Parts {
  report: boolean;
  triage: boolean;
  messages: readonly number[];
  notes: readonly number[];
  /** Those that do not go along. */
  withoutFiles: readonly string[];
}

/** A sealed hand-over, to be saved and mailed. */
export interface Sealed {
  name: string;
  armored: string;
  keys: readonly OutsideKey[];
  language: LanguageCode;
}

export class Chosen {
  readonly isOpen = signal(false);
  /** Certificates as they were typed, armored. */
  readonly key = signal('');
  /** The text that was looked at, and what is in it; null before. */
  readonly judged = signal<{ of: string; keys: readonly OutsideKey[] } | null>(null);
  readonly parts = signal<Parts>({ report: true, triage: true, messages: [], notes: [], withoutFiles: [] });
  /** Whether the reporter agreed that who they are goes along, and the number of the message that says so. */
  readonly consent = signal<{ isGiven: boolean; message: number | null }>({ isGiven: false, message: null });
  readonly words = signal('');
  readonly language = signal<LanguageCode>(languageCodes.find((code) => code === language) ?? 'en');
  readonly sealed = signal<Sealed | null>(null);

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
