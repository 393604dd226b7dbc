// One sheet in the case in front: what is saved of it, what stands in its fields, and saving it as a new version.
import { signal } from '@preact/signals';
import type { Duty } from '../../../disclosure/duties.ts';
import { askedFor, stageBefore } from '../../../disclosure/sheets/asked.ts';
import { fromBefore } from '../../../disclosure/sheets/begin.ts';
import type { FieldId } from '../../../disclosure/sheets/fields.ts';
import { type SheetValues, tidied, writeSheet } from '../../../disclosure/sheets/sheet.ts';
import { freshId } from '../../api/reporter.ts';
import { texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { appendNote, type Unsealed } from '../case/append-note.ts';
import { NoteOpener } from '../case/open-notes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { type SheetDraft, sheetDraftOf } from '../case/sheet-draft.ts';
import { ofCase } from './beginning.ts';
import { type KeptSheet, newestSheet } from './kept-sheets.ts';

/** What the fields begin with: the version that is saved, or none yet. */
export interface SheetBase {
  values: SheetValues;
  saved: KeptSheet | null;
  /** Where it is carried over from, while none is saved. */
  before: Duty | null;
  /** What stands in the newest sheet of an earlier stage; nothing where there is none. */
  earlier: SheetValues;
}

/** Nothing is written over what nobody saw. */
class NotWritten extends Error {
  readonly why: 'closed' | 'newer';
  constructor(why: 'closed' | 'newer') {
    super(why);
    this.why = why;
  }
}

export class SheetWork {
  readonly duty: Duty;
  readonly draft: SheetDraft;
  /** Null until it is known; `closed` where it can't be opened here. */
  readonly base = signal<SheetBase | 'closed' | null>(null);
  /** How saving goes, and what is wrong. */
  readonly told = signal('');
  readonly fault = signal('');
  readonly #opened: OpenedCase;
  readonly #opener: NoteOpener;
  /** Tried again it is the same note: it is there once. */
  #note: Unsealed | null = null;

  constructor(opened: OpenedCase, duty: Duty) {
    this.#opened = opened;
    this.duty = duty;
    this.draft = sheetDraftOf(opened.reference, duty);
    this.#opener = new NoteOpener(opened.reference);
  }

  /** Takes up the case as it is now. */
  async follow(seen: SeenCase): Promise<void> {
    const base = await this.#baseOf(seen);
    if (!this.#opened.isLeft && this.#opened.seen.peek() === seen) this.base.value = base;
  }

  async #baseOf(seen: SeenCase): Promise<SheetBase | 'closed'> {
    const { duty } = this;
    const { notes } = seen.view;
    const saved = await newestSheet(this.#opener, notes, duty);
    if (saved === 'closed') return 'closed';
    const found = await this.#earlierIn(seen);
    const earlier = found === null || found === 'closed' ? {} : found.values;
    if (saved !== null) return { values: saved.values, saved, before: null, earlier };
    if (found === 'closed') return 'closed';
    const known = ofCase(duty, seen, await this.#opener.currentTriage(notes));
    if (found === null) return { values: known, saved: null, before: null, earlier };
    return { values: fromBefore(duty, earlier, known), saved: null, before: found.duty, earlier };
  }

  /** The newest sheet of the stage before, or of one before that where there is none of it. */
  async #earlierIn({ view }: SeenCase): Promise<{ duty: Duty; values: SheetValues } | 'closed' | null> {
    for (let duty = stageBefore(this.duty); duty !== null; duty = stageBefore(duty)) {
      const found = await newestSheet(this.#opener, view.notes, duty);
      if (found === 'closed') return 'closed';
      if (found !== null) return { duty, values: found.values };
    }
    return null;
  }

  /** What stands in a field. */
  valueOf(id: FieldId): string {
    return this.draft.typedIn(id) ?? this.#baseValue(id);
  }

  /** Whether what stands in a field is what an earlier sheet says. */
  isCarried(id: FieldId): boolean {
    const base = this.base.value;
    const said = base === null || base === 'closed' ? undefined : base.earlier[id];
    return said !== undefined && said !== '' && said === this.valueOf(id);
  }

  change(id: FieldId, value: string): void {
    this.draft.write(id, value, this.#baseValue(id));
  }

  /** What a colleague saved in a field after somebody began to type in it here; null for nothing. */
  theirsIn(id: FieldId): string | null {
    const base = this.base.value;
    const before = this.draft.before(id);
    if (base === null || base === 'closed' || base.saved === null || before === undefined) return null;
    const theirs = base.values[id] ?? '';
    return theirs === before || theirs === this.draft.typedIn(id) ? null : theirs;
  }

  /** Takes what a colleague saved, in place of what is typed. */
  takeTheirs(id: FieldId): void {
    this.change(id, this.#baseValue(id));
  }

  /** All that stands in the fields, as it would be saved. */
  get values(): SheetValues {
    return tidied(this.duty, this.#standing);
  }

  /** Whether what stands in the fields is what is saved. */
  get isSaved(): boolean {
    const base = this.base.value;
    if (base === null || base === 'closed' || base.saved === null) return false;
    return JSON.stringify(this.values) === JSON.stringify(base.values);
  }

  /** Saves what stands in the fields, as a new version; not over one that is newer than what stood here. */
  async save(): Promise<void> {
    const opened = this.#opened;
    const { reference } = opened;
    const base = this.base.peek();
    if (base === null || base === 'closed') return;
    if (this.isSaved) {
      this.told.value = texts.sheets.unchanged;
      return;
    }
    this.fault.value = '';
    this.told.value = texts.sheets.working;
    const typed = this.#standing;
    const values = this.values;
    const text = writeSheet({ duty: this.duty, values });
    if (this.#note?.text !== text) this.#note = { id: freshId(), text };
    const fault = await this.#append(this.#note, values, base.saved?.note.note.number ?? 0);
    if (fault === null) {
      this.#note = null;
      this.draft.saved(typed, values);
    }
    if (opened.isLeft) {
      opened.frame.endedElsewhere(reference, fault ?? texts.sheets.done, fault === null);
      return;
    }
    await opened.refresh();
    const seen = opened.seen.peek();
    if (opened.isLeft || seen === null) return;
    await this.follow(seen);
    this.told.value = fault === null ? texts.sheets.done : '';
    this.fault.value = fault ?? '';
  }

  /** Puts the note into the case. @returns why that failed; null for well */
  async #append(note: Unsealed, values: SheetValues, seenNumber: number): Promise<string | null> {
    const known = this.#opened.seen.peek()?.view.notes ?? null;
    try {
      const done = await appendNote(this.#opened.reference, 'sheet', known, async (notes) => {
        const newest = await newestSheet(this.#opener, notes, this.duty);
        if (newest === 'closed') throw new NotWritten('closed');
        // What did arrive, though its answer did not.
        if (newest !== null && JSON.stringify(newest.values) === JSON.stringify(values)) return null;
        if ((newest?.note.note.number ?? 0) !== seenNumber) throw new NotWritten('newer');
        return note;
      });
      if (done.ok) return null;
      return done.sentence === texts.triage.notes.full ? texts.sheets.full : done.sentence;
    } catch (error) {
      if (!(error instanceof NotWritten)) throw error;
      if (error.why === 'newer') return texts.sheets.newer;
      return hasKey.peek() ? texts.sheets.closed : texts.sheets.needKey;
    }
  }

  #baseValue(id: FieldId): string {
    const base = this.base.value;
    return base === null || base === 'closed' ? '' : (base.values[id] ?? '');
  }

  /** What stands in each field, as it is typed. */
  get #standing(): Record<string, string> {
    return Object.fromEntries(askedFor(this.duty).map(({ field: { id } }) => [id, this.valueOf(id)]));
  }
}
