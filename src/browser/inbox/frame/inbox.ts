// The inbox as a whole: which part of it is in front. Signing out replaces what was opened by something empty.
import { batch, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { REFERENCE } from '../../../disclosure/reference.ts';
import type { SessionView } from '../../../disclosure/team-wire.ts';
import { askApi } from '../../api/ask.ts';
import { onSignedOut } from '../../api/team.ts';
import { focusOn, focusSoon, isNowhere } from '../base/focus.ts';
import { isSignInOffered, LIST, notice } from '../base/front.ts';
import { watchKeyboard } from '../base/keyboard.ts';
import { lookAtClock } from '../base/now.ts';
import { sentenceFor, texts } from '../base/page.ts';
import { askSession, dropKey, onKeyLost, session, watchSession } from '../base/session.ts';
import { OpenedCase } from '../case/opened-case.ts';
import type { CaseFrame } from '../case/seen-case.ts';
import { UnsentReplies } from '../case/unsent-replies.ts';
import { CaseList, focusInList } from '../list/list.ts';
import { OverviewState } from '../overview/overview.ts';

const MINUTE = 60_000;
/** The list is fetched again this often while it is looked at, and when somebody comes back to it, in ms. */
const REFRESH_EVERY = 5 * MINUTE;

/** What one session sees. */
class Desk {
  readonly list = new CaseList();
  readonly overview = new OverviewState();
  /** Reports that were opened elsewhere and pasted here, by reference. */
  readonly pasted = new Map<string, string>();
  /** Cases that were left while something was on its way, by reference. */
  readonly atWork = new Map<string, OpenedCase>();
  /** When the list was fetched last. */
  listedAt = 0;
}

export const desk = signal(new Desk());
/** The case in front; null while the list is. */
export const opened = signal<OpenedCase | null>(null);

const unsentReplies = new UnsentReplies();
/** The case that was in front last: where the list goes on when one comes back from it. */
const lastCase = signal<string | null>(null);

/** The case in the address, behind the #; so links in mails lead to it and the back button leaves it. */
function caseInAddress(): string | null {
  const name = location.hash.slice(1);
  return REFERENCE.test(name) ? name : null;
}

/** Takes up whoever is signed in now, or has loaded their key. */
export function signedIn(current: SessionView): void {
  batch(() => {
    session.value = current;
    notice.value = '';
    isSignInOffered.value = false;
    void show();
  });
  // The list brings it along; a case from a link needs what it says of retention.
  if (caseInAddress() !== null) void desk.peek().overview.show();
}

/** Signs out. */
export async function signOut(): Promise<void> {
  lock();
  unsentReplies.forget();
  lastCase.value = null;
  notice.value = '';
  // Here everything is gone already, whether the server hears of it or not.
  const answer = await askApi('DELETE', '/api/staff/session', z.undefined());
  if (!answer.ok) notice.value = texts.errors.signedOutHere;
}

/** Goes back to the list, and says why. */
export function leaveCase(sentence: string): void {
  notice.value = sentence;
  location.hash = '';
}

/** Forgets what was being written in cases that are gone. */
export function forgetUnsent(references: readonly string[]): void {
  for (const reference of references) unsentReplies.forget(reference);
}

/** Whether the list is in front. */
export function isListInFront(): boolean {
  return session.value !== null && opened.value === null;
}

async function show(): Promise<void> {
  if (!session.peek()) return;
  const reference = caseInAddress();
  if (reference !== null) return showCase(reference);
  closeCase();
  const { list, overview } = desk.peek();
  desk.peek().listedAt = Date.now();
  void overview.show();
  await list.show();
  // Who has gone on meanwhile is left where they are.
  if (desk.peek().list === list && opened.peek() === null && isNowhere()) focusInList(lastCase.peek());
}

async function showCase(reference: string): Promise<void> {
  lastCase.value = reference;
  let one = opened.peek();
  if (one?.reference !== reference) {
    closeCase();
    one = caseOf(reference, desk.peek());
    opened.value = one;
  }
  await one.load();
  // Whoever came here by a link, or loaded a key, stands nowhere now.
  focusSoon(() => (opened.peek() === one && isNowhere() ? document.getElementById('case-title') : null));
}

/** A case to look at: the one that was left, where an answer to something is still to come. */
function caseOf(reference: string, current: Desk): OpenedCase {
  const left = current.atWork.get(reference);
  current.atWork.delete(reference);
  if (!left?.isAtWork) return new OpenedCase(reference, frameOf(current));
  left.comeBack();
  return left;
}

function frameOf({ pasted }: Desk): CaseFrame {
  return {
    unsentReplies,
    pasted,
    leave: leaveCase,
    endedElsewhere(reference, sentence) {
      notice.value = `${reference}: ${sentence}`;
      const again = opened.peek();
      if (again?.reference === reference) void again.refresh();
    },
  };
}

function closeCase(): void {
  const one = opened.peek();
  one?.leave();
  const { atWork } = desk.peek();
  for (const [reference, left] of atWork) if (!left.isAtWork) atWork.delete(reference);
  if (one?.isAtWork) atWork.set(one.reference, one);
  opened.value = null;
}

/** Takes everything that was opened off the page, and the key out of memory. What was typed is kept for its writer. */
function lock(): void {
  batch(() => {
    session.value = null;
    dropKey();
    closeCase();
    desk.value = new Desk();
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
  /** Brings the page up to date: times always, the list when it is in front and that old, in ms. */
  const keepUp = (age: number) => {
    if (document.visibilityState !== 'visible') return;
    lookAtClock();
    void lookAtSession();
    const { list, overview, listedAt } = desk.peek();
    if (!isListInFront() || Date.now() - listedAt < age) return;
    desk.peek().listedAt = Date.now();
    void list.refresh();
    void overview.show();
  };
  watchKeyboard();
  onSignedOut(sessionEnded);
  onKeyLost(() => {
    if (!session.peek()) return;
    notice.value = texts.errors.keyEnded;
    isSignInOffered.value = true;
  });
  addEventListener('hashchange', () => {
    // Who goes back to the list by themselves has read what stood above the case.
    if (location.hash === LIST) notice.value = '';
    void show();
  });
  addEventListener('beforeunload', (event) => {
    if (unsentReplies.areTyped) event.preventDefault();
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
