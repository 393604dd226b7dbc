// Signing in and out, and what the page does by itself. Signing out replaces what was opened by something empty.
import { batch } from '@preact/signals';
import * as z from 'zod/mini';
import type { SessionView } from '../../../disclosure/team-wire.ts';
import { askApi } from '../../api/ask.ts';
import { onSignedOut } from '../../api/team.ts';
import { focusOn } from '../base/focus.ts';
import { isSignInOffered, notice } from '../base/front.ts';
import { watchKeyboard } from '../base/keyboard.ts';
import { sentenceFor, texts } from '../base/page.ts';
import { askSession, dropKey, onKeyLost, session, watchSession } from '../base/session.ts';
import { deskParts, loadDesk } from './load-desk.ts';

const MINUTE = 60_000;
/** The list is fetched again this often while it is looked at, and when somebody comes back to it, in ms. */
const REFRESH_EVERY = 5 * MINUTE;

/** What comes after signing in, where it is there. */
function partsHere() {
  const parts = deskParts.peek();
  return parts === 'failed' ? null : parts;
}

/** Takes up whoever is signed in now, or has loaded their key. */
export function signedIn(current: SessionView): void {
  batch(() => {
    session.value = current;
    notice.value = '';
    isSignInOffered.value = false;
  });
  void loadDesk().then((parts) => parts?.show());
}

/** Signs out. */
export async function signOut(): Promise<void> {
  lock();
  partsHere()?.forgetUnsent();
  notice.value = '';
  // Here everything is gone already, whether the server hears of it or not.
  const answer = await askApi('DELETE', '/api/staff/session', z.undefined());
  if (!answer.ok) notice.value = texts.errors.signedOutHere;
}

/** Has the key gone, and what was opened with it; who is signed in stays so. */
export function forgetKey(): void {
  batch(() => {
    dropKey();
    partsHere()?.close();
  });
  void partsHere()?.show();
}

/** Takes everything that was opened off the page, and the key out of memory. What was typed is kept for its writer. */
function lock(): void {
  batch(() => {
    session.value = null;
    dropKey();
    partsHere()?.close();
    isSignInOffered.value = true;
  });
  focusOn('key-title');
}

function sessionEnded(problem: string): void {
  if (!session.peek()) return;
  lock();
  notice.value = sentenceFor(problem);
}

/** Sets going what the page does by itself, and finds out who is signed in. */
export async function begin(): Promise<void> {
  const lookAtSession = watchSession(() => sessionEnded('not-signed-in'));
  const keepUp = (age: number) => {
    if (document.visibilityState !== 'visible') return;
    void lookAtSession();
    partsHere()?.keepUp(age);
  };
  watchKeyboard();
  onSignedOut(sessionEnded);
  onKeyLost(() => {
    if (!session.peek()) return;
    notice.value = texts.errors.keyEnded;
    isSignInOffered.value = true;
  });
  addEventListener('beforeunload', (event) => {
    if (partsHere()?.areTyped()) event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => keepUp(MINUTE));
  setInterval(keepUp, MINUTE, REFRESH_EVERY);
  const answer = await askSession();
  if (answer.ok && answer.value) return signedIn(answer.value);
  // Where nobody was signed in the answer is empty; this one is about a session that is over, here or elsewhere.
  if (!answer.ok) {
    const isOver = answer.problem === 'not-signed-in';
    notice.value = isOver ? texts.errors.sessionOver : sentenceFor(answer.problem, answer.number);
  }
  isSignInOffered.value = true;
}
