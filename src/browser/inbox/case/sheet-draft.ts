// What is typed in a sheet for the authorities and not saved yet: by field, with what stood there before. Kept while one
// looks elsewhere, while a session is over, and over a reload.
import * as z from 'zod/mini';
import type { Duty } from '../../../disclosure/duties.ts';
import { type KeptDraft, keptDraft } from '../base/drafts.ts';
import { keptJson } from '../base/kept-form.ts';

/** The name of the draft of a sheet. */
export const sheetDraftName = (duty: Duty) => `sheet-${duty}`;

const typedSchema = z.object({
  typed: z.record(z.string(), z.string()),
  /** What stood in the field before, by the same names. */
  over: z.record(z.string(), z.string()),
});
type Typed = z.infer<typeof typedSchema>;

export class SheetDraft {
  /** Where it is kept; what stands there stands in the fields. */
  readonly kept: KeptDraft;

  constructor(kept: KeptDraft) {
    this.kept = kept;
  }

  /** Whether something is typed. */
  get isTyped(): boolean {
    return this.kept.text.value !== '';
  }

  /** What is typed in a field; undefined for one that nobody touched. */
  typedIn(field: string): string | undefined {
    return typedOf(this.kept.text.value).typed[field];
  }

  /** What stood in a field before somebody typed in it; undefined for one that nobody touched. */
  before(field: string): string | undefined {
    return typedOf(this.kept.text.value).over[field];
  }

  /** Takes what is typed in a field over `base`; the same as `base` is nothing typed. */
  write(field: string, typed: string, base: string): void {
    const now = typedOf(this.kept.text.peek());
    if (now.typed[field] === typed) return;
    const { [field]: _typed, ...others } = now.typed;
    const { [field]: over = base, ...othersOver } = now.over;
    this.#keep(
      typed === base
        ? { typed: others, over: othersOver }
        : { typed: { ...others, [field]: typed }, over: { ...othersOver, [field]: over } },
    );
  }

  /**
   * What was typed when `values` were saved goes, where nobody typed on since; what stays was typed over these.
   * @param typed what stood in the fields then
   */
  saved(typed: Readonly<Record<string, string>>, values: Readonly<Record<string, string | undefined>>): void {
    const now = typedOf(this.kept.text.peek());
    const left = Object.entries(now.typed).filter(([field, text]) => text !== typed[field]);
    this.#keep({
      typed: Object.fromEntries(left),
      over: Object.fromEntries(left.map(([field]) => [field, values[field] ?? ''])),
    });
  }

  #keep(now: Typed): void {
    this.kept.write(Object.keys(now.typed).length === 0 ? '' : JSON.stringify(now));
  }
}

/** That of a duty in a case; an empty one where nobody typed yet. */
export const sheetDraftOf = (reference: string, duty: Duty) =>
  new SheetDraft(keptDraft(reference, sheetDraftName(duty)));

function typedOf(text: string): Typed {
  const read = typedSchema.safeParse(keptJson(text));
  return read.success ? read.data : { typed: {}, over: {} };
}
