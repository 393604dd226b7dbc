// What is typed and chosen in the triage of a case and not saved yet: kept while one looks elsewhere.
import { signal } from '@preact/signals';
import type { SsvcAnswers } from '../../../disclosure/ssvc.ts';
import type { CvssAnswers, CvssVersion } from './cvss-form.ts';

/** Undefined for what nobody touched: then what is saved stands there. */
export interface TriageFields {
  label?: string | undefined;
  cvss?: { version: CvssVersion; answers: CvssAnswers; vector: string } | undefined;
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
