// Shortcuts: whatever part is drawn can have some, one list tells which there are now, and one switch turns all off
// (WCAG 2.1.4: a single letter must not do something for who speaks their text, or hits keys by accident).
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A key that does something now. */
export interface Shortcut {
  /** As `useShortcut` takes it. */
  key: string;
  /** What it does, for the list. */
  words: string;
  /** Does it; false where it is for the part that has the same key and came before. */
  work: () => unknown;
}

/** What of a pressed key counts. */
export type Pressed = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented'
>;

/** Where this browser keeps that they are off. */
const SWITCH = 'meldpunt-shortcuts';
/** What is filled in, also without letters. */
const FIELDS = 'input, textarea, select';
/** What is typed into, or chooses by letters. */
const TYPED = 'input:not([type="checkbox"]):not([type="radio"]):not([type="file"]), textarea, select';
/** What does something of its own with Enter. */
const PRESSED = `${FIELDS}, a[href], button, summary, [role="button"]`;

const drawn = signal<readonly Shortcut[]>([]);
const isOn = signal(readSwitch());

/** Whether shortcuts do something. */
export const areShortcutsOn: ReadonlySignal<boolean> = isOn;
/** Those that do something now, in the order in which they came; of a key that two parts have, the one that came last. */
export const shortcuts = computed(() => [
  ...new Map(drawn.value.map((one) => [one.key, one] as const)).values(),
]);

/** Turns all of them on or off, and keeps that in this browser. */
export function setShortcuts(on: boolean): void {
  isOn.value = on;
  try {
    if (on) localStorage.removeItem(SWITCH);
    else localStorage.setItem(SWITCH, 'off');
  } catch {
    // A browser that keeps nothing has them on the next time.
  }
}

function readSwitch(): boolean {
  try {
    return localStorage.getItem(SWITCH) !== 'off';
  } catch {
    return true;
  }
}

/**
 * Has a key do something while the part that calls this is drawn.
 * @param key a character as the keyboard gives it (`j`, `/`, `?`), `enter`, or while somebody fills in a field
 *   `ctrl+enter` and `escape`
 * @param work see `Shortcut`
 * @param words what it does, in a few words, for the list that `?` shows
 */
export function useShortcut(key: string, words: string, work: Shortcut['work']): void {
  const latest = useRef(work);
  latest.current = work;
  // Before it is seen: a key that is pressed right then must not go nowhere.
  useLayoutEffect(() => {
    const mine: Shortcut = { key, words, work: () => latest.current() };
    drawn.value = [...drawn.peek(), mine];
    return () => {
      drawn.value = drawn.peek().filter((one) => one !== mine);
    };
  }, [key, words]);
}

/**
 * Which key of the list was pressed; null for none.
 * @param standsOn whether what has the keyboard is one of these, by a selector
 */
export function keyOf(pressed: Pressed, standsOn: (selector: string) => boolean): string | null {
  const { key, ctrlKey, metaKey, altKey } = pressed;
  if (pressed.defaultPrevented || pressed.isComposing || altKey) return null;
  if (ctrlKey || metaKey) return key === 'Enter' ? 'ctrl+enter' : null;
  if (key === 'Escape') return standsOn(FIELDS) ? 'escape' : null;
  if (key === 'Enter') return standsOn(PRESSED) ? null : 'enter';
  return key.length !== 1 || standsOn(TYPED) ? null : key;
}

/** Listens to the keyboard, for as long as the page is there. */
export function watchKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    // A dialog has the keyboard to itself.
    if (!isOn.peek() || document.querySelector('dialog[open]') !== null) return;
    const key = keyOf(event, (selector) => target instanceof Element && target.closest(selector) !== null);
    const those = drawn.peek().filter((one) => one.key === key);
    if (those.length === 0) return;
    event.preventDefault();
    those.findLast(({ work }) => work() !== false);
  });
}
