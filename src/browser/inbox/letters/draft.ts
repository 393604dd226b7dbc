// Editing a letter, and saving it beside what colleagues save at the same time.
import { signal } from '@preact/signals';
import { toHex } from '../../../disclosure/bytes.ts';
import { faultsOfLetter, type Letter, withLetter, writeLetters } from '../../../disclosure/letters.ts';
import { focusOn } from '../base/focus.ts';
import { sentenceFor, texts } from '../base/page.ts';
import { NotSealed } from '../base/seal-for-team.ts';
import { saveRecord } from '../case/desk-record.ts';
import { emptyLetter, letterDraft } from '../case/letter-draft.ts';
import { loadLetters, ownLetters } from '../case/letters.ts';

/** How often it is tried again on what a colleague saved meanwhile, as long as that was another letter. */
const MOST_TRIES = 4;

/** What a colleague saved of the very same letter meanwhile: `letter` is null where they took it away. */
export const conflict = signal<{ by: string; letter: Letter | null } | null>(null);
export const told = signal('');
export const fault = signal('');
/** Faults by `field-language`. */
export const fieldFaults = signal<Record<string, string>>({});

const own = () => ownLetters.peek()?.letters ?? [];
const ownOf = (id: string) => own().find((one) => one.id === id) ?? null;
const isSame = (one: Letter | null, other: Letter | null) => JSON.stringify(one) === JSON.stringify(other);

/** Begins to edit a letter. */
export function edit(letter: Letter): void {
  letterDraft.value = { now: letter, before: letter, base: ownOf(letter.id) };
  clear();
  focusOn('letter-title');
}

/** Begins a new one. */
export function editNew(): void {
  edit(emptyLetter(toHex(crypto.getRandomValues(new Uint8Array(8)))));
}

/** Lets go of what is being edited. */
export function leaveDraft(): void {
  letterDraft.value = null;
  clear();
}

export function change(fields: Partial<Letter>): void {
  const draft = letterDraft.peek();
  if (draft !== null) letterDraft.value = { ...draft, now: { ...draft.now, ...fields } };
  told.value = '';
}

/** Takes what a colleague saved instead. */
export function takeTheirs(): void {
  const theirs = conflict.peek()?.letter ?? null;
  if (theirs === null) leaveDraft();
  else edit(theirs);
}

/** Saves over what a colleague saved, which was shown. */
export async function saveMine(): Promise<void> {
  const draft = letterDraft.peek();
  if (draft !== null) letterDraft.value = { ...draft, base: conflict.peek()?.letter ?? null };
  conflict.value = null;
  await save();
}

/** Saves the letter; beside what colleagues saved of others meanwhile. */
export async function save(): Promise<void> {
  const letter = letterDraft.peek()?.now;
  if (letter === undefined) return;
  const found = faultsOfLetter(letter);
  const { faults } = texts.letters;
  fieldFaults.value = Object.fromEntries(
    found.map(({ field, language, fault: name }) => [`${field}-${language}`, faults[name]]),
  );
  const [first] = found;
  if (first) return focusOn(`letter-${first.field}-${first.language}`);
  await store(letter.id, (letters) => withLetter(letters, letter));
}

/** Takes an own letter away; one that came with the inbox is as it was. */
export async function remove(): Promise<void> {
  const id = letterDraft.peek()?.now.id;
  if (id !== undefined && confirm(texts.letters.removeConfirm))
    await store(id, (letters) => letters.filter((one) => one.id !== id));
}

async function store(id: string, changed: (letters: readonly Letter[]) => Letter[]): Promise<void> {
  const mine = letterDraft.peek();
  if (mine === null) return;
  fault.value = '';
  told.value = texts.letters.saving;
  const sentence = await stored(id, changed);
  told.value = sentence === '' ? texts.letters.saved : '';
  fault.value = sentence ?? '';
  if (sentence !== '') return;
  const base = ownOf(id);
  const now = letterDraft.peek();
  if (now === null) return;
  // Somebody who typed on goes on; a letter that was taken away is gone here as well.
  if (base === null && now === mine) leaveDraft();
  else letterDraft.value = { now: now.now, before: mine.now, base };
  told.value = texts.letters.saved;
}

/** @returns empty when it is stored, why not, or null for a conflict */
async function stored(id: string, changed: (letters: readonly Letter[]) => Letter[]): Promise<string | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await loadLetters();
    if (before !== '') return before;
    const current = ownLetters.peek();
    if (current === null || current.doubt === 'closed') return texts.letters.closed;
    const theirs = ownOf(id);
    if (!isSame(theirs, letterDraft.peek()?.base ?? null)) {
      conflict.value = { by: current.by, letter: theirs };
      focusOn('letter-conflict');
      return null;
    }
    const answer = await put(current.version, changed(current.letters));
    if (answer !== 'version-conflict') return answer;
  }
  return sentenceFor('version-conflict');
}

async function put(version: number, letters: readonly Letter[]): Promise<string> {
  try {
    const saved = await saveRecord('letters', version, writeLetters(letters));
    return saved === '' ? await loadLetters() : saved;
  } catch (error) {
    return error instanceof NotSealed ? error.sentence : texts.letters.full;
  }
}

function clear(): void {
  conflict.value = null;
  told.value = '';
  fault.value = '';
  fieldFaults.value = {};
}
