// The number that a report to the authorities got, or a correction of one: it goes to the notes, once that is ticked off.
import { signal } from '@preact/signals';
import type { Duty } from '../../../disclosure/duties.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { freshId } from '../../api/reporter.ts';
import { focusOn } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import { appendNote, type Unsealed } from '../case/append-note.ts';
import { type CraDraft, craDraftOf, type DutyAct, numberOf } from '../case/cra-draft.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { numberNote } from './duty-numbers.ts';

/** The id of the field for it. */
export const numberField = (name: Duty, act: DutyAct) => `reported-${numberOf(name, act)}`;

/** One number, from when it is typed until it is noted. */
export class ReportNumber {
  readonly name: Duty;
  /** Whether it is that of the report, or of a correction of it. */
  readonly act: DutyAct;
  readonly draft: CraDraft;
  /** Whether its report is being ticked off, and it noted. */
  readonly isUnderWay = signal(false);
  /** Why it is not noted; empty for nothing. */
  readonly fault = signal('');
  /** Tried again it is the same note: it is there once. */
  #note: Unsealed | null = null;

  constructor(reference: string, name: Duty, act: DutyAct) {
    this.name = name;
    this.act = act;
    this.draft = craDraftOf(reference);
  }

  /** Notes it, where there is one, once `first` was done. Where that fails it stays in its field, with why. */
  async keepAfter(opened: OpenedCase, first: () => Promise<boolean>): Promise<void> {
    this.isUnderWay.value = true;
    try {
      if (await first()) await this.keep(opened);
    } finally {
      this.isUnderWay.value = false;
    }
  }

  /** Notes it, where there is one. Where that fails it stays in its field, with why. */
  async keep(opened: OpenedCase): Promise<void> {
    const { name, act, draft } = this;
    const number = draft.of(numberOf(name, act)).trim();
    if (number !== '') {
      const text = numberNote(name, act, number);
      if (this.#note?.text !== text) this.#note = { id: freshId(), text };
      const note = this.#note;
      const done = await appendNote(
        opened.reference,
        'note',
        opened.seen.peek()?.view.notes ?? null,
        async () => note,
      );
      if (!done.ok)
        return this.#failed(opened, fillIn(texts.actions.craNumberFailed, { number, why: done.sentence }));
      this.#note = null;
      draft.write(numberOf(name, act), '');
      if (!opened.isLeft) await opened.refresh();
    }
    this.fault.value = '';
  }

  #failed(opened: OpenedCase, sentence: string): void {
    this.fault.value = sentence;
    if (opened.isLeft) opened.frame.endedElsewhere(opened.reference, sentence, false);
    else focusOn(numberField(this.name, this.act));
  }
}
