// Signing in and out, and what the page does by itself. Signing out replaces what was opened by something empty.
import { batch } from '@preact/signals';
import * as z from 'zod/mini';
import type { SessionView } from '../../../disclosure/sign-in-wire.ts';
import { askApi } from '../../api/ask.ts';
import { onSignedOut } from '../../api/team.ts';
import type { KeyEnd } from '../../workers/team/shared.ts';
import { focusOn } from '../base/focus.ts';
import { isSignInOffered, notice } from '../base/front.ts';
import { sentenceFor, texts } from '../base/page.ts';
import {
  askSession,
  dropKey,
  hasKey,
  onKeyElsewhere,
  onKeyLost,
  session,
  takeKeyHere,
  watchSession,
} from '../base/session.ts';
import { onTabs, type TabNews, tellTabs } from '../base/tabs.ts';
import { deskParts, loadDesk } from './load-desk.ts';

const MINUTE = 60_000;
/** The list is fetched again this often while it is looked at, and when somebody comes back to it, in ms. */
const REFRESH_EVERY = 5 * MINUTE;

/** What comes after signing in, where it is there. */
function partsHere() {
  const parts = deskParts.peek();
  return parts === 'failed' ? null : parts;
}

/** How long a page waits for the key of another tab before it shows what it has, in ms. */
const WAIT_FOR_KEY = 2_000;

/** Takes up whoever has signed in, or has loaded their key. */
export function signedIn(current: SessionView): void {
  tellTabs({ signedIn: current.fingerprint });
  takeUp(current);
}

function takeUp(current: SessionView): void {
  batch(() => {
    session.value = current;
    notice.value = '';
    isSignInOffered.value = false;
  });
  void loadDesk().then((parts) => parts?.show());
}

/** Takes up who is signed in already, with the key where another tab has it. */
async function takeUpWithKey(current: SessionView): Promise<void> {
  void loadDesk();
  batch(() => {
    session.value = current;
    notice.value = '';
    isSignInOffered.value = false;
  });
  const taking = takeKeyHere();
  await Promise.race([taking, new Promise((resolve) => setTimeout(resolve, WAIT_FOR_KEY))]);
  if (session.peek()?.fingerprint !== current.fingerprint) return;
  // Not what is offered meanwhile: somebody may be loading their key by hand.
  const isLate = !hasKey.peek();
  void loadDesk().then((parts) => parts?.show());
  if (isLate && (await taking)) void partsHere()?.show();
}

/** Signs out, once somebody is sure who loses something by it. */
export async function signOut(): Promise<void> {
  if (partsHere()?.areStuck() && !confirm(texts.kept.signOut)) return;
  tellTabs({ over: 'signed-out' });
  lock();
  partsHere()?.forgetUnsent();
  notice.value = '';
  // Here everything is gone already, whether the server hears of it or not.
  const answer = await askApi('DELETE', '/api/staff/session', z.undefined());
  if (!answer.ok) notice.value = texts.errors.signedOutHere;
}

/** Has the key gone, and what was opened with it; who is signed in stays so. */
export function forgetKey(): void {
  partsHere()?.keepUnsent();
  batch(() => {
    dropKey();
    partsHere()?.close();
  });
  void partsHere()?.show();
}

/** The key is gone: nothing stays on the page that it opened. */
function keyEnded(why: KeyEnd): void {
  if (!session.peek()) return;
  batch(() => {
    notice.value = why === 'lost' ? texts.errors.keyEnded : texts.errors.keyForgotten;
    if (why === 'lost') isSignInOffered.value = true;
    else partsHere()?.close();
  });
  if (why === 'forgotten') void partsHere()?.show();
}

/** What another tab says of the session that all share. */
function heardFrom(news: TabNews): void {
  const current = session.peek();
  if ('over' in news) {
    if (current === null) return;
    lock();
    notice.value = news.over === 'ended' ? sentenceFor('not-signed-in') : texts.errors.signedOutElsewhere;
  } else if (current !== null && current.fingerprint !== news.signedIn) {
    // Somebody else sits here now; their key is not this tab's to drop.
    lock(false);
    notice.value = texts.errors.otherMember;
  } else if (current === null) void lookWhoIsIn();
}

/** Takes everything that was opened off the page, and the key out of memory. What was typed is kept for its writer. */
function lock(withKey = true): void {
  partsHere()?.keepUnsent();
  batch(() => {
    session.value = null;
    // One that is not here may be on its way to whoever signs in elsewhere now.
    if (withKey && hasKey.peek()) dropKey();
    hasKey.value = false;
    partsHere()?.close();
    isSignInOffered.value = true;
  });
  focusOn('key-title');
}

function sessionEnded(problem: string): void {
  if (!session.peek()) return;
  tellTabs({ over: 'ended' });
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
  onSignedOut(sessionEnded);
  onKeyLost(keyEnded);
  onKeyElsewhere(async () => {
    if (await takeKeyHere()) {
      notice.value = '';
      isSignInOffered.value = false;
      void partsHere()?.show();
    }
  });
  onTabs(heardFrom);
  addEventListener('beforeunload', (event) => {
    if (partsHere()?.areTyped()) event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => keepUp(MINUTE));
  setInterval(keepUp, MINUTE, REFRESH_EVERY);
  await lookWhoIsIn();
}

/** Finds out who is signed in, and offers to sign in where nobody is. */
async function lookWhoIsIn(): Promise<void> {
  const answer = await askSession();
  if (answer.ok && answer.value) return takeUpWithKey(answer.value);
  // Where nobody was signed in the answer is empty; this one is about a session that is over, here or elsewhere.
  if (!answer.ok) {
    const isOver = answer.problem === 'not-signed-in';
    notice.value = isOver ? texts.errors.sessionOver : sentenceFor(answer.problem, answer.number);
  }
  isSignInOffered.value = true;
}
