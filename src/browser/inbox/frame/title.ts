// The title of the tab: which case, or which ones the list is asked for, and how many wait for somebody.
import { effect } from '@preact/signals';
import { texts } from '../base/page.ts';
import { session } from '../base/session.ts';
import { askedWords } from '../list/asked-words.ts';
import { countsOf } from './counts.ts';
import { desk, opened, room } from './desk.ts';

/**
 * Keeps it true. A browser writes titles into its history, where they outlive key and session, and some send that
 * elsewhere: nothing that was opened stands in one, only what the server knows too.
 */
export function watchTitle(): void {
  const plain = document.title;
  effect(() => {
    const { list } = desk.value;
    const { late } = countsOf(list);
    const one = opened.value;
    const view = one?.seen.value?.view;
    const status = view && (view.withdrawnAt === null ? texts.statuses[view.status] : texts.stub.tag);
    const isList = one === null && room.value === null;
    const asked = isList ? askedWords(list.question.value) : [];
    const parts = [one?.reference, status, room.value?.words, ...asked, plain].filter(
      (part) => part !== undefined,
    );
    const count = late > 0 ? `(${late}) ` : '';
    document.title = session.value === null ? plain : count + parts.join(' · ');
  });
}
