// A form whose fields are kept as a draft: what is typed in it, and what is found again of it.
import { effect, untracked } from '@preact/signals';
import type { KeptDraft } from './drafts.ts';

/**
 * Keeps what is typed in a form, and has it taken over where it is found again.
 * @param typed what stands in it as text, empty for nothing; asked anew when a signal changes that it read
 * @param take takes what was typed before, in place of what stands in it
 * @returns ends it: what is typed then is not kept, and what is kept stays
 */
export function keepForm(kept: KeptDraft, typed: () => string, take: (text: string) => void): () => void {
  const takeUp = () => {
    const text = kept.text.peek();
    if (text !== '' && untracked(typed) !== text) untracked(() => take(text));
  };
  if (untracked(typed) === '') takeUp();
  const ends = [
    effect(() => {
      if (kept.foundAt.value !== null) takeUp();
    }),
    // As long as it stands there as it was found, it is what was found.
    effect(() => {
      const text = typed();
      untracked(() => kept.write(text));
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** What was kept as JSON; null for what is none. Never throws. */
export function keptJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
