// Signing in: with a private key file that stays in this tab's worker, or by opening a challenge with GnuPG.
import { ANSWER, challengeSchema, type SessionView, sessionSchema } from '../../disclosure/team-wire.ts';
import { tellKeysGone } from '../api/keys-gone.ts';
import { askApi, type Outcome } from '../api/send.ts';
import { byId } from '../dom/by-id.ts';
import { copyTextOf } from '../dom/copy.ts';
import { downloadFile } from '../dom/download.ts';
import { WorkerTaskError } from '../workers/client.ts';
import { forgetKey, openSealed, unlockKey } from '../workers/team/client.ts';
import { facts, onlyOnce, sentenceFor, tell, texts, usesGnupg } from './page.ts';

const section = byId('sign-in');
const title = byId('key-title');
const keyForm = byId<HTMLFormElement>('key-form');
const keyFile = byId<HTMLInputElement>('key-file');
const passphrase = byId<HTMLInputElement>('key-passphrase');
const keySubmit = byId('key-submit');
const keyError = byId('error-key');
const keyStatus = byId('key-status');
const gpgWay = byId('gpg-way');
const challengeForm = byId<HTMLFormElement>('challenge-form');
const challengeWho = byId<HTMLSelectElement>('challenge-who');
const challengeError = byId('error-challenge');
const answerForm = byId<HTMLFormElement>('answer-form');
const challengeText = byId('challenge-text');
const challengeCopy = byId('challenge-copy');
const challengeDownload = byId('challenge-download');
const challengeStatus = byId('challenge-status');
const challengeGpg = byId('challenge-gpg');
const challengeOwn = byId('challenge-own');
const answerField = byId<HTMLTextAreaElement>('challenge-answer');
const answerError = byId('error-answer');

/** Hears who is signed in now; their key is in the worker, or is not (`hasKey`). */
type Listener = (session: SessionView) => void;

let session: SessionView | null = null;
let challengeId = '';

/** Sets the section up; `listener` hears of every session and every key. */
export function setUpSignIn(listener: Listener): void {
  keyForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void useKey();
  });
  const useKey = onlyOnce(async () => {
    const problem = await signInWithKey(listener);
    keyStatus.textContent = '';
    tell(keyError, null, problem);
    if (problem !== '') keyError.scrollIntoView({ block: 'nearest' });
  });
  challengeForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void askChallenge();
  });
  const askChallenge = onlyOnce(showChallenge);
  answerForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void answer();
  });
  const answer = onlyOnce(() => answerChallenge(listener));
  challengeCopy.addEventListener('click', () => void copyTextOf(challengeText, challengeStatus));
  challengeDownload.addEventListener('click', () =>
    downloadFile(texts.gpg.file, challengeText.textContent ?? '', 'application/pgp-encrypted'),
  );
}

/** Shows the section: to sign in where there is no session, else only to load a key. */
export function showSignIn(current: SessionView | null): void {
  session = current;
  title.textContent = session ? texts.key.titleAgain : texts.key.title;
  keySubmit.textContent = session ? texts.key.submitAgain : texts.key.submit;
  gpgWay.hidden = session !== null;
  section.hidden = false;
  void tellKeysGone();
}

/** Takes the section away, with what was typed in it. */
export function hideSignIn(): void {
  section.hidden = true;
  for (const field of [keyFile, passphrase, answerField]) field.value = '';
  challengeText.textContent = '';
  answerForm.hidden = true;
  for (const place of [keyError, challengeError, answerError]) tell(place, null, '');
}

/** Moves to the section. */
export function focusSignIn(): void {
  title.focus();
}

/** @returns what went wrong, empty for nothing; no key stays behind then */
async function signInWithKey(listener: Listener): Promise<string> {
  const [file] = keyFile.files ?? [];
  if (!file) return texts.key.noFile;
  keyStatus.textContent = texts.key.working;
  let failure: { problem: string; number: string };
  try {
    const fingerprint = await unlockKey(file, passphrase.value);
    const started: Outcome<SessionView> =
      session?.fingerprint === fingerprint ? { ok: true, value: session } : await answerWithKey(fingerprint);
    if (started.ok) {
      listener(started.value);
      return '';
    }
    failure = started;
  } catch (error) {
    failure = { problem: error instanceof WorkerTaskError ? error.reason : 'internal', number: '' };
  }
  forgetKey();
  return sentenceFor(failure.problem, failure.number);
}

async function answerWithKey(keyId: string): Promise<Outcome<SessionView>> {
  const challenge = await askApi('POST', '/api/staff/challenge', challengeSchema, { body: { keyId } });
  if (!challenge.ok) return challenge;
  const { id, sealed } = challenge.value;
  const [opened] = await openSealed([sealed]);
  const [answer = ''] = ANSWER.exec(opened?.text ?? '') ?? [];
  return askApi('POST', '/api/staff/session', sessionSchema, { body: { id, answer } });
}

async function showChallenge(): Promise<void> {
  const keyId = challengeWho.value || (facts.team[0]?.fingerprint ?? '');
  const challenge = await askApi('POST', '/api/staff/challenge', challengeSchema, { body: { keyId } });
  tell(challengeError, challengeWho, challenge.ok ? '' : sentenceFor(challenge.problem, challenge.number));
  if (!challenge.ok) return;
  challengeId = challenge.value.id;
  challengeText.textContent = challenge.value.sealed;
  challengeStatus.textContent = '';
  answerField.value = '';
  tell(answerError, answerField, '');
  challengeGpg.hidden = !usesGnupg(keyId);
  challengeOwn.hidden = usesGnupg(keyId);
  answerForm.hidden = false;
  challengeCopy.focus();
}

async function answerChallenge(listener: Listener): Promise<void> {
  // All that gpg printed will do; only the line that is the answer goes to the server.
  const [given] = ANSWER.exec(answerField.value) ?? [];
  tell(answerError, answerField, given === undefined ? texts.gpg.noAnswer : '');
  if (given === undefined) return answerField.focus();
  const body = { id: challengeId, answer: given };
  const started = await askApi('POST', '/api/staff/session', sessionSchema, { body });
  tell(answerError, answerField, started.ok ? '' : sentenceFor(started.problem, started.number));
  if (!started.ok) return answerField.focus();
  // A key that somebody loaded before is not of who signs in now.
  forgetKey();
  listener(started.value);
}
