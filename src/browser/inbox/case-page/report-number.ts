// The number that a report to the authorities got: it goes to the notes, once the report is ticked off.
import { signal } from '@preact/signals';
import type { AuthorityReport } from '../../../disclosure/case.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { freshId } from '../../api/reporter.ts';
import { focusOn } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import { appendNote, type Unsealed } from '../case/append-note.ts';
import type { OpenedCase } from '../case/opened-case.ts';

/** The id of the field for it. */
export const numberField = (name: AuthorityReport) => `reported-${name}-number`;

/** One number, from when it is typed until it is noted. */
export class ReportNumber {
  readonly typed = signal('');
  /** Why it is not noted; empty for nothing. */
  readonly fault = signal('');
  /** Tried again it is the same note: it is there once. */
  #note: Unsealed | null = null;

  /** Notes it, where there is one. Where that fails it stays in its field, with why. */
  async keep(opened: OpenedCase, name: AuthorityReport): Promise<void> {
    const number = this.typed.peek().trim();
    if (number !== '') {
      const { actions, deadlines } = texts;
      const text = fillIn(actions.craNumberNote, { what: deadlines[name], number });
      if (this.#note?.text !== text) this.#note = { id: freshId(), text };
      const note = this.#note;
      const done = await appendNote(
        opened.reference,
        'note',
        opened.seen.peek()?.view.notes ?? null,
        async () => note,
      );
      if (!done.ok)
        return this.#failed(opened, name, fillIn(actions.craNumberFailed, { number, why: done.sentence }));
      this.#note = null;
      this.typed.value = '';
      if (!opened.isLeft) await opened.refresh();
    }
    this.fault.value = '';
  }

  #failed(opened: OpenedCase, name: AuthorityReport, sentence: string): void {
    this.fault.value = sentence;
    if (opened.isLeft) opened.frame.endedElsewhere(opened.reference, sentence, false);
    else focusOn(numberField(name));
  }
}
