// Signing in by opening a challenge with GnuPG, or what else holds the key.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { ANSWER } from '../../../disclosure/sign-in-answer.ts';
import { type Challenge, challengeSchema, sessionSchema } from '../../../disclosure/sign-in-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askApi } from '../../api/ask.ts';
import { Fault, Form, invalid } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import type { SignedIn } from '../base/front.ts';
import { facts, sentenceFor, texts, usesGnupg } from '../base/page.ts';
import { SealedText } from '../base/SealedText.tsx';
import { dropKey } from '../base/session.ts';
import { ownWords } from '../base/typed-fields.ts';

/** A challenge, and whose key it is sealed to. */
type Asked = Challenge & { keyId: string };

interface Props {
  isSignedIn: boolean;
  /** Hears that somebody signed in. */
  signedIn: SignedIn;
}

export function GnupgWay({ isSignedIn, signedIn }: Props) {
  const who = useRef<HTMLSelectElement>(null);
  const asked = useSignal<Asked | null>(null);
  const fault = useSignal('');
  const ask = async () => {
    const keyId = who.current?.value || (facts.team[0]?.fingerprint ?? '');
    const challenge = await askApi('POST', '/api/staff/challenge', challengeSchema, { body: { keyId } });
    fault.value = challenge.ok ? '' : sentenceFor(challenge.problem, challenge.number);
    if (!challenge.ok) return;
    asked.value = { ...challenge.value, keyId };
    focusOn('challenge-copy');
  };
  const { gpg } = texts;
  return (
    <div id="gpg-way" class="form" hidden={isSignedIn}>
      <h2>{gpg.title}</h2>
      <p>{gpg.text}</p>
      <Form id="challenge-form" work={ask}>
        <Fault id="error-challenge" sentence={fault.value} />
        <div class="field">
          <label for="challenge-who">{gpg.who}</label>
          <select ref={who} id="challenge-who" {...invalid(fault.value)}>
            {facts.team.map(({ fingerprint, name }) => (
              <option key={fingerprint} value={fingerprint}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="send">
          <button type="submit" class="quiet">
            {gpg.ask}
          </button>
        </div>
      </Form>
      <AnswerForm key={asked.value?.id} asked={asked.value} signedIn={signedIn} />
    </div>
  );
}

/** The challenge, and the place for its answer; hidden until there is one. */
function AnswerForm({ asked, signedIn }: { asked: Asked | null } & Pick<Props, 'signedIn'>) {
  const field = useRef<HTMLTextAreaElement>(null);
  const fault = useSignal('');
  const sealed = asked?.sealed ?? '';
  const isForGnupg = asked === null || usesGnupg(asked.keyId);
  const answer = async () => {
    fault.value = await signInWithAnswer(asked?.id ?? '', field.current?.value ?? '', signedIn);
    if (fault.value !== '') field.current?.focus();
  };
  const { gpg } = texts;
  return (
    <Form id="answer-form" work={answer} hidden={asked === null}>
      <p>{fillIn(gpg.sealed, { site: facts.siteUrl })}</p>
      <SealedText
        name="challenge"
        sealed={sealed}
        fileName={gpg.file}
        copy={gpg.copy}
        download={gpg.download}
      />
      <pre tabIndex={0} id="challenge-gpg" hidden={!isForGnupg}>
        <code>{gpg.command}</code>
      </pre>
      <p class="note" id="challenge-own" hidden={isForGnupg}>
        {gpg.ownProgram}
      </p>
      <div class="field">
        <label for="challenge-answer">{gpg.answer}</label>
        <p class="help" id="help-answer">
          {gpg.answerHelp}
        </p>
        <Fault id="error-answer" sentence={fault.value} />
        <textarea
          ref={field}
          id="challenge-answer"
          class="code"
          rows={4}
          {...ownWords}
          {...invalid(fault.value)}
          aria-describedby="help-answer error-answer"
        />
      </div>
      <div class="send">
        <button type="submit" class="button">
          {gpg.submit}
        </button>
      </div>
    </Form>
  );
}

/** @returns what went wrong, empty for nothing */
async function signInWithAnswer(id: string, text: string, signedIn: SignedIn): Promise<string> {
  // All that gpg printed will do; only the line that is the answer goes to the server.
  const [given] = ANSWER.exec(text) ?? [];
  if (given === undefined) return texts.gpg.noAnswer;
  const started = await askApi('POST', '/api/staff/session', sessionSchema, { body: { id, answer: given } });
  if (!started.ok) return sentenceFor(started.problem, started.number);
  // A key that somebody loaded before is not of who signs in now.
  dropKey();
  signedIn(started.value);
  return '';
}
