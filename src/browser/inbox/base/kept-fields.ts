// What is typed in a form of a case by fields: kept with the case, while one looks elsewhere, and over a reload.
import { type Signal, signal } from '@preact/signals';
import type * as z from 'zod/mini';
import type { KeptDraft } from './drafts.ts';
import { keepForm, keptJson } from './kept-form.ts';

export class KeptFields<Fields extends object> {
  readonly isOpen = signal(false);
  /** What was typed or prefilled. */
  readonly fields: Signal<Fields>;
  /** Where it is kept. */
  readonly kept: KeptDraft;
  /** Nothing that is typed in it is kept any more. */
  readonly leave: () => void;
  /** What stands in it before anybody typed. */
  readonly #fresh: Fields;
  readonly #schema: z.ZodMiniType<Fields>;

  /** Takes over what was typed on an earlier visit. @param fresh what stands in it before anybody typed */
  constructor(kept: KeptDraft, schema: z.ZodMiniType<Fields>, fresh: Fields) {
    this.fields = signal(fresh);
    this.kept = kept;
    this.#fresh = fresh;
    this.#schema = schema;
    this.leave = keepForm(
      kept,
      () => this.#typed(),
      (text) => {
        const read = schema.safeParse(keptJson(text));
        if (read.success) this.fields.value = read.data;
      },
    );
  }

  /** Empties the form, but for what it began with. */
  throwAway(): void {
    this.fields.value = this.#fresh;
  }

  change(fields: Partial<Fields>): void {
    this.fields.value = { ...this.fields.peek(), ...fields };
  }

  #typed(): string {
    const typed = this.#written(this.fields.value);
    return typed === this.#written(this.#fresh) ? '' : typed;
  }

  /** In the order of the schema, in which it is found again: another text would not be what was found. */
  #written(fields: Fields): string {
    return JSON.stringify(this.#schema.parse(fields));
  }
}
