// What somebody is writing, by case and form: in the memory of the tab, and where their key is loaded also in this
// browser, sealed to their own certificate, so that neither a reload, nor signing out, nor the end of a session loses it.
import { computed } from '@preact/signals';
import { Draft, type KeptDraft } from './draft.ts';
import { draftNames, removeDrafts } from './draft-store.ts';
import { removeFiles } from './file-store.ts';
import { hasKey, session } from './session.ts';

export type { KeptDraft } from './draft.ts';

const drafts = new Map<string, Draft>();
const forms = new Set<() => void>();

/**
 * The draft of a form in a case: what is written in it and, once the key is here, what was written before.
 * @param name of the form, the same on every visit
 */
export function keptDraft(reference: string, name: string): KeptDraft {
  const key = `${reference} ${name}`;
  const known = drafts.get(key);
  if (known) return known;
  const draft = new Draft(reference, name);
  drafts.set(key, draft);
  void draft.find();
  return draft;
}

/** Whether something is written that would be lost with the tab. */
export function areDraftsLost(): boolean {
  return [...drafts.values()].some(({ isLost }) => isLost);
}

/** Whether something is written that `keepDrafts` can't keep. */
export function areDraftsStuck(): boolean {
  return [...drafts.values()].some(({ isStuck }) => isStuck);
}

/** Seals and keeps at once what is written, as far as it can be. Begins before it returns. */
export function keepDrafts(): Promise<unknown> {
  return Promise.all([...drafts.values()].map((draft) => draft.keep()));
}

/**
 * All that is written in a case, also what is kept of it: the name of each form with its text, and null for what is kept
 * and can't be opened here.
 */
export async function writtenIn(reference: string): Promise<[name: string, text: string | null][]> {
  const by = session.peek()?.fingerprint;
  for (const name of by === undefined ? [] : draftNames({ by, reference })) keptDraft(reference, name);
  const before = `${reference} `;
  const here = [...drafts].filter(([key]) => key.startsWith(before));
  await Promise.all(here.map(([, draft]) => draft.find()));
  return here.flatMap(([key, { text, other }]) =>
    [text.peek(), other.peek()?.text]
      .filter((one): one is string | null => one !== undefined && one !== '')
      .map((one): [string, string | null] => [key.slice(before.length), one]),
  );
}

/**
 * Throws away whatever is written and chosen in a case that is gone, also where it is kept.
 * @param but the names of forms that there still are
 */
export function throwAwayDrafts(reference: string, but: readonly string[] = []): void {
  const stays = new Set(but.map((name) => `${reference} ${name}`));
  for (const [key, draft] of drafts) if (key.startsWith(`${reference} `) && !stays.has(key)) draft.end();
  const by = session.peek()?.fingerprint;
  if (by !== undefined) removeDrafts({ by, reference }, but);
  void removeFiles({ reference });
}

/** Has `forget` take what stands in a form out of the memory of the tab, once, when all drafts go from it. */
export function onDraftsForgotten(forget: () => void): void {
  forms.add(forget);
}

/** Takes all drafts out of the memory of the tab; what is kept stays. */
export function forgetDrafts(): void {
  drafts.clear();
  const known = [...forms];
  forms.clear();
  for (const forget of known) forget();
}

/** Who could open what is kept: with each of them it is looked for anew. */
const reader = computed(() => `${session.value?.fingerprint} ${hasKey.value}`);
reader.subscribe(() => {
  // What was written before the key was here is kept from now on.
  for (const draft of drafts.values()) void draft.find().then(() => draft.keep());
});
