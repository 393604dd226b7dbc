// The letter that somebody edits: kept while one looks elsewhere, and while a session is over.
import { signal } from '@preact/signals';
import type { Letter } from '../../../disclosure/letters.ts';

/** As it stands in the form, and as it was when they began: null for a new one. Null while nobody edits one. */
export const letterDraft = signal<{ now: Letter; before: Letter | null } | null>(null);

/** Whether something was changed that is not saved. */
export function isLetterTyped(): boolean {
  const draft = letterDraft.peek();
  return draft !== null && JSON.stringify(draft.now) !== JSON.stringify(draft.before);
}

export function forgetLetterDraft(): void {
  letterDraft.value = null;
}
