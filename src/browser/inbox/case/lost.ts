// What was being written in cases that are gone: in the memory of the tab, by case, so that whoever went on to something
// else can come back to it. It goes when its writer throws it away, or signs out.
import { computed, signal } from '@preact/signals';

const lost = signal<ReadonlyMap<string, string>>(new Map());

/** The cases of which something is there. */
export const lostCases = computed(() => [...lost.value.keys()]);

/** What was being written in a case; empty for nothing. */
export const lostIn = (reference: string) => lost.value.get(reference) ?? '';

/** Whether anything would be lost with the page. */
export const areLost = () => lost.peek().size > 0;

/** Takes words of a case that is gone, below those that are there. With the very same again nothing changes. */
export function loseWords(reference: string, words: string): void {
  const before = lost.peek().get(reference) ?? '';
  if (words === '' || before.includes(words)) return;
  lost.value = new Map(lost.peek()).set(reference, before === '' ? words : `${before}\n\n${words}`);
}

/** Throws it away: of one case, or all. */
export function dropLost(reference?: string): void {
  lost.value = new Map([...lost.peek()].filter(([one]) => reference !== undefined && one !== reference));
}
