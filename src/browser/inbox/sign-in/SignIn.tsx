// Two ways to prove that one holds a team key; for who is signed in already, the place to load theirs.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { ANSWER } from '../../../disclosure/sign-in-answer.ts';
import { challengeSchema, type SessionView, sessionSchema } from '../../../disclosure/sign-in-wire.ts';
import { askApi, type Outcome } from '../../api/ask.ts';
import { reasonOf } from '../../workers/fault.ts';
import { openSealed } from '../../workers/team/client.ts';
import { Fault, Form } from '../base/controls.tsx';
import { onceDrawn } from '../base/focus.ts';
import { isSignInOffered, type SignedIn } from '../base/front.ts';
import { KeysGone } from '../base/KeysGone.tsx';
import { sentenceFor, texts } from '../base/page.ts';
import { dropKey, loadKey, session } from '../base/session.ts';
import { ownWords } from '../base/typed-fields.ts';
import { GnupgWay } from './GnupgWay.tsx';

export function SignIn({ signedIn }: { signedIn: SignedIn }) {
  const isOffered = isSignInOffered.value;
  const isSignedIn = session.value !== null;
  // With another key Preact makes the fields anew: what was typed goes with the old ones.
  const visit = String(isOffered);
  return (
    <section id="sign-in" class="sign-in" aria-labelledby="key-title" hidden={!isOffered} data-awaited>
      <KeysGone note={texts.keysGone.signIn} look={isOffered} />
      <KeyForm key={`key ${visit}`} isSignedIn={isSignedIn} signedIn={signedIn} />
      <GnupgWay key={`gpg ${visit}`} isSignedIn={isSignedIn} signedIn={signedIn} />
    </section>
  );
}

/** Whether somebody is signed in already, and who hears that somebody did. */
interface Props {
  isSignedIn: boolean;
  signedIn: SignedIn;
}

function KeyForm({ isSignedIn, signedIn }: Props) {
  const file = useRef<HTMLInputElement>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  const told = useSignal('');
  const fault = useSignal('');
  const signIn = async () => {
    told.value = texts.key.working;
    fault.value = await signInWithKey(file.current?.files?.[0], passphrase.current?.value ?? '', signedIn);
    told.value = '';
    if (fault.value !== '')
      onceDrawn(() => document.getElementById('error-key')?.scrollIntoView({ block: 'nearest' }));
  };
  const { key } = texts;
  return (
    <Form id="key-form" class="form" work={signIn}>
      <h2 id="key-title" tabIndex={-1}>
        {isSignedIn ? key.titleAgain : key.title}
      </h2>
      <p>{key.text}</p>
      <Fault id="error-key" sentence={fault.value} />
      <div class="field">
        <label for="key-file">{key.file}</label>
        <p class="help" id="help-key-file">
          {key.fileHelp}
        </p>
        <input
          ref={file}
          id="key-file"
          type="file"
          accept=".asc,.gpg,.pgp,.key"
          aria-describedby="help-key-file error-key"
        />
      </div>
      <div class="field">
        <label for="key-passphrase">{key.passphrase}</label>
        <p class="help" id="help-passphrase">
          {key.passphraseHelp}
        </p>
        <input
          ref={passphrase}
          id="key-passphrase"
          type="password"
          {...ownWords}
          aria-describedby="help-passphrase error-key"
        />
      </div>
      <div class="send">
        <button type="submit" class="button" id="key-submit">
          {isSignedIn ? key.submitAgain : key.submit}
        </button>
        <p id="key-status" role="status">
          {told}
        </p>
      </div>
    </Form>
  );
}

/** @returns what went wrong, empty for nothing; no key stays behind then */
async function signInWithKey(
  file: File | undefined,
  passphrase: string,
  signedIn: SignedIn,
): Promise<string> {
  if (!file) return texts.key.noFile;
  let failure: { problem: string; number: string };
  try {
    const fingerprint = await loadKey(file, passphrase);
    const current = session.peek();
    const started: Outcome<SessionView> =
      current?.fingerprint === fingerprint ? { ok: true, value: current } : await answerWithKey(fingerprint);
    if (started.ok) {
      signedIn(started.value);
      return '';
    }
    failure = started;
  } catch (error) {
    failure = { problem: reasonOf(error) || 'internal', number: '' };
  }
  dropKey();
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
