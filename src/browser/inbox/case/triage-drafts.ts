// What is typed and chosen in the triage of a case and not saved yet: kept while one looks elsewhere.
import { signal } from '@preact/signals';
import type { Severity } from '../../../disclosure/severity.ts';
import type { SsvcAnswers } from '../../../disclosure/ssvc.ts';

/** Undefined for what nobody touched: then what is saved stands there. */
export interface TriageFields {
  label?: string | undefined;
  /** `answers` by metric; those that are missing or empty are not given yet. */
  cvss?:
    | { version: Severity['version']; answers: Readonly<Record<string, string>>; vector: string }
    | undefined;
  ssvc?: Partial<SsvcAnswers> | undefined;
  ticket?: string | undefined;
  search?: string | undefined;
}

export class TriageDraft {
  readonly fields = signal<TriageFields>({});

  change(fields: TriageFields): void {
    this.fields.value = { ...this.fields.peek(), ...fields };
  }
}

const drafts = new Map<string, TriageDraft>();

/** The one of a case; an empty one where nobody typed yet. */
export function triageDraftOf(reference: string): TriageDraft {
  const draft = drafts.get(reference) ?? new TriageDraft();
  drafts.set(reference, draft);
  return draft;
}

/** Whether anything would be lost with the page; what somebody searches for is not. */
export function areTriagesTyped(): boolean {
  return [...drafts.values()].some(({ fields }) => {
    const { label = '', cvss, ssvc, ticket } = fields.peek();
    return label.trim() !== '' || [cvss, ssvc, ticket].some((one) => one !== undefined);
  });
}

/** Forgets what was typed: in one case, or in all. */
export function forgetTriages(reference?: string): void {
  if (reference === undefined) drafts.clear();
  else drafts.delete(reference);
}
