// The letter that somebody edits: kept while one looks elsewhere, while a session is over, and over a reload.
import { signal } from '@preact/signals';
import * as z from 'zod/mini';
import { assessments } from '../../../disclosure/case.ts';
import type { Letter } from '../../../disclosure/letters.ts';
import { DESK } from '../../../disclosure/signed-text.ts';
import { perLanguage } from '../../../i18n/languages.ts';
import { type KeptDraft, keptDraft, onDraftsForgotten } from '../base/drafts.ts';
import { keepForm, keptJson } from '../base/kept-form.ts';
import { letterOf } from './letters.ts';

export interface EditedLetter {
  /** As it stands in the form. */
  now: Letter;
  /** As it stood there when they began, or when it was saved. */
  before: Letter;
  /** The own letter as it was saved when they began; null for a new one, or one that comes with the inbox. */
  base: Letter | null;
}

/** Null while nobody edits one. */
export const letterDraft = signal<EditedLetter | null>(null);

const inEach = z.object(perLanguage(() => z.string()));
const letterSchema = z.object({
  id: z.string(),
  name: inEach,
  text: inEach,
  assessment: z.nullable(z.enum(assessments)),
});
const keptSchema = z.object({ now: letterSchema, base: z.nullable(letterSchema) });

let kept: KeptDraft | null = null;

/** Where it is kept; looks for what was being written on an earlier visit. */
export function keptLetter(): KeptDraft {
  if (kept !== null) return kept;
  kept = keptDraft(DESK, 'letter');
  const end = keepForm(kept, typedLetter, takeLetter);
  onDraftsForgotten(() => {
    end();
    kept = null;
    letterDraft.value = null;
  });
  return kept;
}

/** Whether something was changed that is not saved. */
export const isLetterTyped = () => typedLetter() !== '';

/** A letter without a word. */
export function emptyLetter(id: string): Letter {
  const empty = () => perLanguage(() => '');
  return { id, name: empty(), text: empty(), assessment: null };
}

function typedLetter(): string {
  const draft = letterDraft.value;
  if (draft === null || JSON.stringify(draft.now) === JSON.stringify(draft.before)) return '';
  return JSON.stringify({ now: draft.now, base: draft.base });
}

function takeLetter(text: string): void {
  const read = keptSchema.safeParse(keptJson(text));
  if (!read.success) return;
  const { now, base } = read.data;
  letterDraft.value = { now, base, before: base ?? letterOf(now.id) ?? emptyLetter(now.id) };
}
