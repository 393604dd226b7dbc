// Keeps the unfinished report of this tab, puts it back after a reload, and says what is kept. Loaded when the form is
// first used or an unfinished report is waiting; on its own, so that nothing is lost where the rest does not arrive.

import { byId } from '../dom/by-id.ts';
import { findControls, isUntouched, readValues, type Values, writeValues } from '../dom/form-values.ts';
import { rememberTyped } from '../dom/stay-typed.ts';
import { KEEP_NOTHING, setTabItem, tabItem } from '../tab/storage.ts';
import { type Attempt, eraseKept, keptAttempts, unfinished } from './unfinished.ts';

const form = byId<HTMLFormElement>('report-form');
const controls = findControls(form);
const typed = rememberTyped(form, controls.values());
const restoredNote = byId('draft-note');
const lostNote = byId('draft-lost');
const laterNote = byId('draft-later');
const choice = byId<HTMLInputElement>('keep-draft');
const state = byId('keep-state');
const { off = '', impossible = '' } = state.dataset;
const sentences = { on: state.textContent?.trim() ?? '', off, impossible };

let changes = 0;
let isOver = false;
/** Whether what stands in the form is kept, or about to be. */
let isKept = true;

/** Resolves once what was kept before stands in the form; whether there was something. */
export const restored: Promise<boolean> = restore();

async function restore(): Promise<boolean> {
  if (!unfinished.isThere()) return false;
  const kept = await unfinished.read().catch(() => undefined);
  // It stays where it is: another try may open it.
  laterNote.hidden = kept !== undefined;
  if (kept === undefined) return false;
  restoredNote.hidden = kept === null;
  lostNote.hidden = kept !== null;
  if (!kept) {
    unfinished.clear();
    return false;
  }
  // What was typed meanwhile is newer.
  writeValues(new Map([...controls].filter(([, control]) => isUntouched(control))), kept);
  typed.note();
  return true;
}

/** Keeps what stands in the form, in a moment, and takes away what says that this is to be done. Never throws. */
export async function keepUnfinished(): Promise<void> {
  changes += 1;
  const own = changes;
  if (!isOver)
    await keep(() => {
      putBackEmptied();
      return unfinished.keep(withoutSecretKey(readValues(controls)));
    });
  if (own === changes) form.toggleAttribute('data-keeping', false);
}

/** A secret key that was pasted by mistake is not kept, not even encrypted: the page asks to take it away. */
function withoutSecretKey(values: Values): Values {
  return String(values['ownKey']).includes('PRIVATE KEY') ? { ...values, ownKey: '' } : values;
}

/**
 * Loads the page anew, with what was typed: a part that did not arrive is asked for again by a new page alone.
 * @returns false where what was typed can't be kept, and the page stays
 */
export async function reloadKept(): Promise<boolean> {
  await keepUnfinished();
  if (isTyped() && !isKept) return false;
  goesOn = true;
  location.reload();
  return true;
}

/** Puts back what the browser emptied on the way back to this page, before the fields are read. */
export function putBackEmptied(): void {
  typed.putBack();
}

/** Keeps what was sealed and may have arrived. Never throws. */
export function keepAttempts(attempts: Attempt[]): Promise<void> {
  return keep(() => keptAttempts.keep(attempts));
}

async function keep(work: () => Promise<void>): Promise<void> {
  await restored;
  isKept = choice.checked;
  if (!isKept) return;
  try {
    await work();
    say('on');
  } catch {
    isKept = false;
    say('impossible');
  }
}

function isTyped(): boolean {
  return [...controls.values()].some((control) => !isUntouched(control));
}

/** Erases what was kept, in a moment; with `isSent` nothing is kept from here on. */
export function forgetUnfinished({ isSent }: { isSent: boolean }): void {
  isOver = isSent;
  restoredNote.hidden = true;
  lostNote.hidden = true;
  laterNote.hidden = true;
  void eraseKept();
}

function say(which: 'on' | 'off' | 'impossible'): void {
  const sentence = sentences[which];
  if (state.textContent !== sentence) state.textContent = sentence;
}

function show(isWanted: boolean): void {
  choice.checked = isWanted;
  // Emptying the form leaves it so.
  choice.defaultChecked = isWanted;
  say(isWanted ? 'on' : 'off');
}

// Said before this script had arrived.
if (!choice.checked) setTabItem(KEEP_NOTHING, '1');
show(tabItem(KEEP_NOTHING) === null);
choice.addEventListener('change', () => {
  setTabItem(KEEP_NOTHING, choice.checked ? null : '1');
  show(choice.checked);
  if (!choice.checked) void eraseKept();
});
/**
 * Whether this tab goes on, as far as can be seen: by a link of the page, or by reloading it from the keyboard. Then what is
 * kept is still there. A tab that is closed takes it along.
 */
let goesOn = false;
addEventListener('pointerdown', () => {
  goesOn = false;
});
addEventListener('keydown', ({ key, ctrlKey, metaKey }) => {
  goesOn = key === 'F5' || ((ctrlKey || metaKey) && key.toLowerCase() === 'r');
});
addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a') : null;
  goesOn = link?.origin === location.origin;
});
addEventListener('beforeunload', (event) => {
  if (!isOver && isTyped() && !(isKept && goesOn)) event.preventDefault();
});
