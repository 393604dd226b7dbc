// Whether list and case stand side by side.
import { signal } from '@preact/signals';

/** The same as in InboxFrame.css. */
const query = matchMedia('(min-width: 68.75rem)');

/** From 1100 px; of text that is twice as large, from 2200. */
export const isWide = signal(query.matches);
query.addEventListener('change', () => {
  isWide.value = query.matches;
});
