// What is being written for the team, by case: apart from what is being written to reporters, in which nothing of it can
// end up. Kept while one looks elsewhere, while a session is over, and over a reload.
import type { ReadonlySignal } from '@preact/signals';
import { freshId } from '../../api/reporter.ts';
import { type KeptDraft, keptDraft } from '../base/drafts.ts';
import { typedOn } from '../base/typed-on.ts';
import type { Unsealed } from './append-note.ts';

/** A note that is being written in one case. */
export class NoteDraft {
  /** Where it is kept. */
  readonly kept: KeptDraft;
  isSending = false;
  /** What was sent last and has not arrived for sure. */
  #outgoing: Unsealed | null = null;

  constructor(kept: KeptDraft) {
    this.kept = kept;
  }

  get text(): ReadonlySignal<string> {
    return this.kept.text;
  }

  write(text: string): void {
    this.kept.write(text);
  }

  /** The note as it stands, with the id that the same words had before. */
  get unsealed(): Unsealed {
    const text = this.text.peek().trim();
    if (this.#outgoing?.text !== text) this.#outgoing = { id: freshId(), text };
    return this.#outgoing;
  }

  /** It arrived: the same words again are a new note. What was written since stays. */
  sent(typed: string): void {
    this.#outgoing = null;
    this.kept.write(typedOn(this.text.peek(), typed));
  }
}

const drafts = new Map<string, NoteDraft>();

/** The one of a case; an empty one where nobody wrote yet. */
export function noteDraftOf(reference: string): NoteDraft {
  const draft = drafts.get(reference) ?? new NoteDraft(keptDraft(reference, 'note'));
  drafts.set(reference, draft);
  return draft;
}

/** Forgets what was written: in one case, also where it is kept; or in all, where what is kept stays. */
export function forgetNotes(reference?: string): void {
  if (reference === undefined) {
    drafts.clear();
    return;
  }
  keptDraft(reference, 'note').throwAway();
  drafts.delete(reference);
}
