// The inbox: who is signed in, and which part of the page is in front. Everything is opened on this machine.
import '../dom/no-eval.ts';

import * as z from 'zod/mini';
import { REFERENCE } from '../../disclosure/reference.ts';
import type { SessionView } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { askApi } from '../api/send.ts';
import { onSignedOut } from '../api/team.ts';
import { byId } from '../dom/by-id.ts';
import { forgetKey, onKeyEnded } from '../workers/team/client.ts';
import { closeCase, openCase, setUpCase } from './case.ts';
import { forgetDrafts } from './compose.ts';
import { clearList, focusInList, refreshList, setUpList, showList } from './list.ts';
import { clearOverview, showOverview } from './overview.ts';
import { onlyOnce, sentenceFor, texts } from './page.ts';
import { askSession, checkSession, onSessionOver, watchSession } from './session.ts';
import { focusSignIn, hideSignIn, setUpSignIn, showSignIn } from './sign-in.ts';
import { redrawTimes } from './times.ts';

const scriptsOffNote = document.querySelector('[data-scripts-off]');
const who = byId('who');
const whoName = byId('who-name');
const signOutButton = byId('sign-out');
const notice = byId('inbox-notice');
const desk = byId('desk');

/** The list is fetched again this often while it is looked at, and when somebody comes back to it, in ms. */
const MINUTE = 60_000;
const REFRESH_EVERY = 5 * MINUTE;

let session: SessionView | null = null;
/** When the list was fetched last. */
let listedAt = 0;
/** The case that was in front last: where the list goes on when one comes back from it. */
let lastCase: string | null = null;

/** The case in the address, behind the #; so links in mails lead to it and the back button leaves it. */
function caseInAddress(): string | null {
  const name = location.hash.slice(1);
  return REFERENCE.test(name) ? name : null;
}

async function show(): Promise<void> {
  if (!session) return;
  const reference = caseInAddress();
  desk.hidden = reference !== null;
  if (reference !== null) {
    lastCase = reference;
    return openCase(reference);
  }
  closeCase();
  listedAt = Date.now();
  void showOverview();
  await showList();
  // Who has gone on meanwhile is left where they are.
  if (session && document.activeElement === document.body) focusInList(lastCase);
}

/** Brings the page up to date without anybody asking: times always, the list when it is in front and that old, in ms. */
function keepUp(age: number): void {
  if (document.visibilityState !== 'visible') return;
  redrawTimes();
  void checkSession();
  if (!session || caseInAddress() !== null || Date.now() - listedAt < age) return;
  listedAt = Date.now();
  void refreshList();
  void showOverview();
}

function signedIn(current: SessionView): void {
  session = current;
  whoName.textContent = fillIn(texts.who, { who: session.name });
  who.hidden = false;
  watchSession(session);
  say('');
  hideSignIn();
  void show();
  // The list brings it along; a case from a link needs what it says of retention.
  if (caseInAddress() !== null) void showOverview();
}

/** Takes everything that was opened off the page, and the key out of memory. What was typed is kept for its writer. */
function lock(): void {
  session = null;
  watchSession(null);
  forgetKey();
  closeCase({ forget: true });
  clearList();
  clearOverview();
  desk.hidden = true;
  who.hidden = true;
  showSignIn(null);
  focusSignIn();
}

function sessionEnded(problem: string): void {
  if (!session) return;
  lock();
  say(sentenceFor(problem));
}

const signOut = onlyOnce(async () => {
  lock();
  forgetDrafts();
  lastCase = null;
  say('');
  // Here everything is gone already, whether the server hears of it or not.
  const answer = await askApi('DELETE', '/api/staff/session', z.undefined());
  if (!answer.ok) say(texts.errors.signedOutHere);
});

function say(sentence: string): void {
  notice.textContent = sentence;
  notice.hidden = sentence === '';
}

async function begin(): Promise<void> {
  const answer = await askSession();
  if (answer.ok && answer.value) return signedIn(answer.value);
  // Where nobody was signed in the answer is empty; this one is about a session that is over, here or elsewhere.
  if (!answer.ok) {
    const isOver = answer.problem === 'not-signed-in';
    say(isOver ? texts.errors.sessionOver : sentenceFor(answer.problem, answer.number));
  }
  showSignIn(null);
}

scriptsOffNote?.remove();
setUpSignIn(signedIn);
setUpList();
setUpCase({
  loadKey() {
    showSignIn(session);
    focusSignIn();
  },
  notice: say,
  leave(sentence) {
    say(sentence);
    location.hash = '';
  },
});
onSignedOut(sessionEnded);
onSessionOver(() => sessionEnded('not-signed-in'));
onKeyEnded(() => {
  if (!session) return;
  say(texts.errors.keyEnded);
  showSignIn(session);
});
addEventListener('hashchange', () => void show());
signOutButton.addEventListener('click', signOut);
document.addEventListener('visibilitychange', () => keepUp(MINUTE));
setInterval(keepUp, MINUTE, REFRESH_EVERY);
void begin().finally(() => document.documentElement.classList.remove('awaiting'));
