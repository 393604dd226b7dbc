import { signal } from '@preact/signals';
import type { KeptDraft, OtherDraft } from '../../src/browser/inbox/base/draft.ts';

/** A draft that is kept in memory. @param found what `find` finds again, as if it was written before */
export function draftInMemory(found = ''): { draft: KeptDraft; find: () => void } {
  const [text, foundAt, isKept] = [signal(''), signal<string | null>(null), signal(true)];
  const other = signal<OtherDraft | null>(null);
  const draft: KeptDraft = {
    text,
    foundAt,
    isKept,
    isRefused: signal(false),
    other,
    write(written) {
      if (written === text.value) return;
      text.value = written;
      foundAt.value = null;
    },
    throwAway: () => draft.write(''),
    swap() {
      const { text: there, at } = other.value ?? {};
      if (there == null) return;
      other.value = null;
      text.value = there;
      foundAt.value = at ?? null;
    },
    throwOtherAway() {
      other.value = null;
    },
  };
  const find = () => {
    const at = '2026-11-26T10:00:00.000Z';
    if (text.value !== '') {
      other.value = { at, text: found, sealed: found };
      return;
    }
    text.value = found;
    foundAt.value = at;
  };
  return { draft, find };
}
