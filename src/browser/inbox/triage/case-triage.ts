// What is done to the triage of the case in front: one change after the other, each a note of its own.
import { signal } from '@preact/signals';
import type { TriageChange } from '../../../disclosure/triage-change.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';
import type { CaseNotes } from '../case/case-notes.ts';
import type { CaseInFront } from '../case/seen-case.ts';
import { historyOf } from './history.ts';
import { saveTriage } from './save-triage.ts';

export class CaseTriage {
  readonly #opened: CaseInFront;
  readonly #notes: CaseNotes;
  /** What is said above the panel, and what is wrong. */
  readonly told = signal('');
  readonly fault = signal('');
  #last: Promise<unknown> = Promise.resolve();

  constructor(opened: CaseInFront, notes: CaseNotes) {
    this.#opened = opened;
    this.#notes = notes;
  }

  get reference(): string {
    return this.#opened.reference;
  }

  /** Whether another case, or the list, is in front now. */
  get isLeft(): boolean {
    return this.#opened.isLeft;
  }

  /** Makes a change and shows what became of it; false where it failed, which is told. */
  save(change: TriageChange): Promise<boolean> {
    const mine = this.#last.then(() => this.#save(change));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #save(change: TriageChange): Promise<boolean> {
    const opened = this.#opened;
    const seen = opened.current.view.notes;
    this.fault.value = '';
    this.told.value = texts.triage.working;
    const saved = await saveTriage(opened.reference, change, seen);
    if (opened.isLeft) {
      opened.frame.endedElsewhere(opened.reference, saved.ok ? texts.triage.saved : saved.sentence, saved.ok);
      return saved.ok;
    }
    if (!saved.ok) {
      this.told.value = '';
      this.fault.value = saved.sentence;
      return false;
    }
    await opened.refresh();
    if (opened.isLeft) return true;
    await this.#notes.follow(opened.current.view.notes);
    this.told.value = this.#toldOf(saved.number, seen.at(-1)?.number ?? 0);
    return true;
  }

  /** What came of it, with what others changed since somebody looked. @param mine the number of the note; null for none */
  #toldOf(mine: number | null, since: number): string {
    const { saved, unchanged, meanwhile } = texts.triage;
    // A note is no change of the triage.
    const others = historyOf(this.#notes.shown.peek(), this.#notes.earlier.peek() === 0).filter(
      ({ number, place }) => place === null && number > since && number !== mine,
    );
    if (others.length > 0)
      return fillIn(meanwhile, { changes: others.map(({ sentence }) => sentence).join('; ') });
    return mine === null ? unchanged : saved;
  }
}
