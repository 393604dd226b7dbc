// What is being written for the team, by case: apart from what is being written to reporters, in which nothing of it can
// end up. Kept while one looks elsewhere, and while a session is over.
import { signal } from '@preact/signals';
import { freshId } from '../../api/reporter.ts';
import type { Unsealed } from './append-note.ts';

/** A note that is being written in one case. */
export class NoteDraft {
  readonly text = signal('');
  isSending = false;
  /** What was sent last and has not arrived for sure. */
  #outgoing: Unsealed | null = null;

  /** The note as it stands, with the id that the same words had before. */
  get unsealed(): Unsealed {
    const text = this.text.peek().trim();
    if (this.#outgoing?.text !== text) this.#outgoing = { id: freshId(), text };
    return this.#outgoing;
  }

  /** It arrived: the same words again are a new note. What was written since stays. */
  sent(typed: string): void {
    this.#outgoing = null;
    if (this.text.peek() === typed) this.text.value = '';
  }
}

const drafts = new Map<string, NoteDraft>();

/** The one of a case; an empty one where nobody wrote yet. */
export function noteDraftOf(reference: string): NoteDraft {
  const draft = drafts.get(reference) ?? new NoteDraft();
  drafts.set(reference, draft);
  return draft;
}

/** Whether anything would be lost with the page. */
export function areNotesTyped(): boolean {
  return [...drafts.values()].some(({ text }) => text.peek().trim() !== '');
}

/** Forgets what was written: in one case, or in all. */
export function forgetNotes(reference?: string): void {
  if (reference === undefined) drafts.clear();
  else drafts.delete(reference);
}
