// The team's answers: as they were saved last, and as they stand in the form.
import { computed, effect, signal } from '@preact/signals';
import * as z from 'zod/mini';
import {
  type DpiaAnswers,
  type DpiaPart,
  dpiaAnswersSchema,
  mergeAnswers,
  noAnswers,
  readDpia,
  writeDpia,
} from '../../../disclosure/dpia.ts';
import { DESK } from '../../../disclosure/signed-text.ts';
import { type KeptDraft, keptDraft, onDraftsForgotten } from '../base/drafts.ts';
import { keepForm, keptJson } from '../base/kept-form.ts';
import { sentenceFor } from '../base/page.ts';
import { NotSealed } from '../base/seal-for-team.ts';
import { hasKey } from '../base/session.ts';
import { type OpenedRecord, openRecord, saveRecord } from '../case/desk-record.ts';
import type { DpiaTexts } from './texts.ts';

/** What was saved last; null until it was looked for. */
export const saved = signal<(Omit<OpenedRecord, 'text'> & { answers: DpiaAnswers }) | null>(null);
/** What stands in the form, and what was saved when that was begun; null while nobody writes. */
const draft = signal<{ now: DpiaAnswers; base: DpiaAnswers } | null>(null);
/** What stands in the form. */
export const answers = computed(() => draft.value?.now ?? saved.value?.answers ?? noAnswers);
/** Parts that a colleague changed in another way meanwhile, with what they saved. */
export const conflict = signal<{ by: string; parts: Partial<DpiaAnswers> } | null>(null);
export const told = signal('');
export const fault = signal('');

const keptSchema = z.object({ now: dpiaAnswersSchema, base: dpiaAnswersSchema });
let kept: KeptDraft | null = null;

// What was opened goes with the key.
effect(() => {
  if (!hasKey.value) saved.value = null;
});

/** Where what is written is kept; looks for what was being written on an earlier visit. */
export function keptAnswers(): KeptDraft {
  if (kept !== null) return kept;
  kept = keptDraft(DESK, 'dpia');
  const end = keepForm(kept, typed, (text) => {
    const read = keptSchema.safeParse(keptJson(text));
    if (read.success) draft.value = read.data;
  });
  onDraftsForgotten(() => {
    end();
    kept = null;
    leave();
  });
  return kept;
}

function typed(): string {
  const { value } = draft;
  return value === null || isSame(value.now, value.base) ? '' : JSON.stringify(value);
}

const isSame = (one: DpiaAnswers, other: DpiaAnswers) => JSON.stringify(one) === JSON.stringify(other);

/** Fetches and opens what was saved. @returns whether all is well; if not, `fault` says why */
export async function load(): Promise<boolean> {
  const record = await openRecord('dpia', saved.peek());
  if (typeof record === 'string') {
    fault.value = record;
    return false;
  }
  if (record === null) return true;
  const { text, ...rest } = record;
  const read = text === null ? noAnswers : readDpia(text);
  saved.value = { ...rest, answers: read ?? noAnswers, doubt: read === null ? 'refused' : rest.doubt };
  return true;
}

export function write(part: DpiaPart, text: string): void {
  const { now, base } = draft.peek() ?? { now: answers.peek(), base: answers.peek() };
  draft.value = { now: { ...now, [part]: text }, base };
  told.value = '';
}

/** Lets go of what was written and not saved. */
export function leave(): void {
  draft.value = null;
  conflict.value = null;
  told.value = '';
  fault.value = '';
}

/** Saves what stands in the form, beside what colleagues saved of other parts meanwhile. */
export async function save(words: DpiaTexts): Promise<void> {
  fault.value = '';
  told.value = words.saving;
  fault.value = await saveOnce(words);
  told.value = fault.peek() === '' && conflict.peek() === null ? words.saved : '';
}

/** Takes what stands in the form over what a colleague saved, or the other way round; it is saved by another press. */
export function settle(whose: 'mine' | 'theirs'): void {
  const [mine, theirs] = [draft.peek(), saved.peek()?.answers];
  if (mine === null || theirs === undefined) return;
  const parts = conflict.peek()?.parts ?? {};
  // Who has seen theirs writes on from there.
  const now = { ...mergeAnswers(mine.base, mine.now, theirs).answers, ...(whose === 'theirs' ? parts : {}) };
  draft.value = { now, base: theirs };
  conflict.value = null;
}

/** @returns why not, as a sentence; empty when it is saved, or there is a conflict */
async function saveOnce(words: DpiaTexts): Promise<string> {
  if (!(await load())) return fault.peek();
  const current = saved.peek();
  const mine = draft.peek();
  if (current === null || current.doubt === 'closed') return words.closed;
  if (mine === null) return '';
  const { answers: merged, both } = mergeAnswers(mine.base, mine.now, current.answers);
  if (both.length > 0) {
    const parts = Object.fromEntries(both.map((part) => [part, current.answers[part]]));
    conflict.value = { by: current.by, parts };
    return '';
  }
  try {
    const problem = await saveRecord('dpia', current.version, writeDpia(merged));
    if (problem !== '') return problem === 'version-conflict' ? sentenceFor(problem) : problem;
  } catch (error) {
    return error instanceof NotSealed ? error.sentence : words.full;
  }
  const later = draft.peek();
  // Somebody who typed on goes on.
  draft.value =
    later === null || later === mine
      ? null
      : { now: mergeAnswers(mine.now, later.now, merged).answers, base: merged };
  saved.value = { ...current, answers: merged };
  await load();
  return '';
}
