// What of a case's notes is on the screen: the newest, and earlier ones when they are asked for.
import { computed, signal } from '@preact/signals';
import type { NoteView } from '../../../disclosure/desk-wire.ts';
import { Latest } from '../base/latest.ts';
import { type CurrentTriage, NoteOpener, type OpenedNote } from './open-notes.ts';

/** How many notes come on the screen at once. */
export const NOTES = 25;

export class CaseNotes {
  readonly #opener: NoteOpener;
  readonly #looking = new Latest();
  #notes: readonly NoteView[] = [];
  #most = NOTES;
  #following: { notes: readonly NoteView[]; done: Promise<void> } | null = null;
  readonly #shown = signal<readonly OpenedNote[]>([]);
  readonly #current = signal<CurrentTriage | 'closed' | null>(null);
  /** Oldest first. */
  readonly shown = computed(() => this.#shown.value);
  /** How many before these are not on the screen. */
  readonly earlier = signal(0);
  /** What the team makes of the case; `closed` where that can't be opened here, null until it is known. */
  readonly current = computed(() => this.#current.value);

  constructor(reference: string) {
    this.#opener = new NoteOpener(reference);
  }

  /** Takes up the notes as the case has them now; of the very same it is done when it is done. */
  follow(notes: readonly NoteView[]): Promise<void> {
    if (this.#following?.notes === notes) return this.#following.done;
    this.#notes = notes;
    const done = this.#look();
    this.#following = { notes, done };
    return done;
  }

  /** Shows a stretch of earlier ones as well. */
  async showEarlier(): Promise<void> {
    this.#most += NOTES;
    await this.#look();
  }

  /** Nobody looks at them any more. */
  leave(): void {
    this.#following = null;
    this.#looking.leave();
  }

  async #look(): Promise<void> {
    const looking = this.#looking.begin();
    const isWanted = () => !looking.aborted;
    const shown = await this.#opener.open(this.#notes.slice(-this.#most), isWanted);
    const current = await this.#opener.currentTriage(this.#notes, isWanted);
    if (looking.aborted) return;
    this.#shown.value = shown;
    this.earlier.value = Math.max(0, this.#notes.length - this.#most);
    this.#current.value = current;
  }
}
