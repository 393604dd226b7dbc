// What is typed and chosen in the triage of a case and not saved yet: kept while one looks elsewhere, while a session is
// over, and over a reload.
import { effect, signal } from '@preact/signals';
import { type KeptDraft, keptDraft } from '../base/drafts.ts';
import { keptFields, type TriageFields } from './kept-triage.ts';

export class TriageDraft {
  readonly fields = signal<TriageFields>({});
  /** Where it is kept, but for what somebody searches for. */
  readonly kept: KeptDraft;
  /** Nothing that is found again stands in it any more. */
  readonly leave: () => void;

  constructor(kept: KeptDraft) {
    this.kept = kept;
    this.leave = effect(() => {
      const { search } = this.fields.peek();
      if (kept.foundAt.value === null || typedIn(this.fields.peek()) === kept.text.value) return;
      this.fields.value = { search, ...keptFields(kept.text.value) };
    });
  }

  change(fields: TriageFields): void {
    this.fields.value = { ...this.fields.peek(), ...fields };
    const typed = typedIn(this.fields.peek());
    // As long as it stands there as it was found, it is what was found.
    if (typed !== this.kept.text.peek()) this.kept.write(typed);
  }

  /** Empties the forms, and throws away what is kept of them. */
  throwAway(): void {
    this.fields.value = {};
    this.kept.throwAway();
  }
}

/** What would be lost, as text; empty for nothing. */
function typedIn({ label = '', cvss, ssvc, ticket }: TriageFields): string {
  const typed = JSON.stringify({ ...(label.trim() === '' ? {} : { label }), cvss, ssvc, ticket });
  return typed === '{}' ? '' : typed;
}

const drafts = new Map<string, TriageDraft>();

/** The one of a case; an empty one where nobody typed yet. */
export function triageDraftOf(reference: string): TriageDraft {
  const draft = drafts.get(reference) ?? new TriageDraft(keptDraft(reference, 'triage'));
  drafts.set(reference, draft);
  return draft;
}

/** Forgets what was typed: in one case, also where it is kept; or in all, where what is kept stays. */
export function forgetTriages(reference?: string): void {
  for (const [name, draft] of drafts) {
    if (reference !== undefined && name !== reference) continue;
    draft.leave();
    drafts.delete(name);
  }
  if (reference !== undefined) keptDraft(reference, 'triage').throwAway();
}
