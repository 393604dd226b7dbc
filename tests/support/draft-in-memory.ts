import { signal } from '@preact/signals';
import type { KeptDraft } from '../../src/browser/inbox/base/drafts.ts';

/** A draft that is kept in memory. @param found what `find` finds again, as if it was written before */
export function draftInMemory(found = ''): { draft: KeptDraft; find: () => void } {
  const [text, foundAt, isKept] = [signal(''), signal<string | null>(null), signal(true)];
  const draft: KeptDraft = {
    text,
    foundAt,
    isKept,
    write(written) {
      text.value = written;
      foundAt.value = null;
    },
    throwAway: () => draft.write(''),
  };
  const find = () => {
    text.value = found;
    foundAt.value = '2026-11-26T10:00:00.000Z';
  };
  return { draft, find };
}
