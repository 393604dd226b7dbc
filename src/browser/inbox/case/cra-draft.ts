// What is typed about the clocks of the CRA (article 14) and not saved yet: moments, and the numbers that reports got.
// Kept while one looks elsewhere, while a session is over, over a reload, and when the report is withdrawn: the law goes on.
import * as z from 'zod/mini';
import { type Duty, duties } from '../../../disclosure/duties.ts';
import { type KeptDraft, keptDraft } from '../base/drafts.ts';
import { keptJson } from '../base/kept-form.ts';

/** The name of the draft. */
export const CRA_DRAFT = 'cra';

/** What is said of a duty: that it was done, or corrected since. */
export type DutyAct = 'reported' | 'corrected';

const nameOf = (duty: Duty, act: DutyAct) => (act === 'reported' ? duty : (`${duty}-corrected` as const));
export const momentOf = (duty: Duty, act: DutyAct) => `${nameOf(duty, act)}-at` as const;
export const numberOf = (duty: Duty, act: DutyAct) => `${nameOf(duty, act)}-number` as const;
/** The fields of all numbers. */
export const numberFields = duties.flatMap((duty) => [
  numberOf(duty, 'reported'),
  numberOf(duty, 'corrected'),
]);

/** Moments as the browser's field has them, in the zone of whoever typed them. */
export type CraField =
  | 'since'
  | 'incident-since'
  | 'fix'
  | ReturnType<typeof momentOf>
  | ReturnType<typeof numberOf>;

const fieldsSchema = z.record(z.string(), z.string());

export class CraDraft {
  /** Where it is kept; what stands there stands in the fields. */
  readonly kept: KeptDraft;

  constructor(kept: KeptDraft) {
    this.kept = kept;
  }

  /** What stands in a field now; empty for nothing. */
  of(field: CraField): string {
    return fieldsIn(this.kept.text.value)[field] ?? '';
  }

  /** Takes what is typed in a field; empty where it is saved, or not wanted any more. */
  write(field: CraField, typed: string): void {
    // As long as it stands there as it was found, it is what was found.
    const { [field]: before = '', ...others } = fieldsIn(this.kept.text.peek());
    if (typed === before) return;
    const fields = typed === '' ? others : { ...others, [field]: typed };
    this.kept.write(Object.keys(fields).length === 0 ? '' : JSON.stringify(fields));
  }

  /** Forgets the numbers: they go to notes, which a case that is withdrawn doesn't take. */
  dropNumbers(): void {
    for (const field of numberFields) this.write(field, '');
  }
}

/** That of a case; an empty one where nobody typed yet. */
export const craDraftOf = (reference: string) => new CraDraft(keptDraft(reference, CRA_DRAFT));

function fieldsIn(text: string): Record<string, string> {
  const read = fieldsSchema.safeParse(keptJson(text));
  return read.success ? read.data : {};
}
