// Answering several reports with one letter.
import { useEffect, useRef } from 'preact/hooks';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import type { KeptDraft } from '../base/drafts.ts';
import { focusOn } from '../base/focus.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { plural, texts } from '../base/page.ts';
import { ownText } from '../base/typed-fields.ts';
import { heads } from '../list/heads.ts';
import { LettersDoubt } from '../reply/LettersDoubt.tsx';
import { keylessAmong, uncheckedAmong } from './beforehand.ts';
import { ways } from './common-letters.ts';
import type { Came, Together } from './together.ts';

interface Props {
  together: Together;
  /** Where what is written is kept. */
  kept: KeptDraft;
  /** Hears that it was closed. */
  closed: () => void;
}

export function TogetherDialog({ together, kept, closed }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { title, help, way, ways: names, close, send, stop, leave } = texts.list.together;
  const { cases, letters, languages, fault, progress, outcome } = together;
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (progress.peek() !== null) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  const isAtWork = progress.value !== null;
  const { length } = cases.value;
  const throwAway = () => {
    together.clear();
    focusOn(`together-${together.way.peek()}`);
  };
  const leaving = (
    <Button id="together-leave" work={() => dialog.current?.close()}>
      {leave}
    </Button>
  );
  return (
    <dialog ref={dialog} id="together" class="together" aria-labelledby="together-title" onClose={closed}>
      <h2 id="together-title">{title}</h2>
      <Outcome together={together} />
      {length > 0 && (
        <Form work={() => together.send()}>
          <p class="help">{help}</p>
          <LettersDoubt id="together-doubt" />
          <KeptNote name="together" draft={kept} throwAway={throwAway} />
          <fieldset>
            <legend class="unseen">{way}</legend>
            {ways.map((one) => (
              <label key={one} class="together-way">
                <input
                  type="radio"
                  name="together-way"
                  id={`together-${one}`}
                  checked={together.way.value === one}
                  onChange={() => together.choose(one)}
                />
                {names[one]}
              </label>
            ))}
            {together.way.value === 'reject' && (
              <label class="together-way">
                <input
                  type="checkbox"
                  id="together-close"
                  checked={together.isClosing.value}
                  onChange={({ currentTarget }) => {
                    together.isClosing.value = currentTarget.checked;
                  }}
                />
                {close}
              </label>
            )}
          </fieldset>
          {languages.value.map((code) => (
            <div key={code} class="field">
              <label for={`together-letter-${code}`}>{texts.list.together.letters[code]}</label>
              <textarea
                id={`together-letter-${code}`}
                rows={10}
                lang={code}
                {...ownText}
                {...invalid(fault.value)}
                aria-describedby="together-mark error-together"
                value={letters.value[code]}
                onInput={({ currentTarget }) => together.write(code, currentTarget.value)}
              />
            </div>
          ))}
          <Marks together={together} />
          <Beforehand together={together} />
          <Fault id="error-together" sentence={fault.value} />
          <p class="actions">
            <button
              type="submit"
              class="button"
              id="together-send"
              aria-disabled={isAtWork}
              aria-describedby="together-keyless together-unchecked"
            >
              {fillIn(send, { count: length })}
            </button>
            {isAtWork && <Button work={() => together.stop()}>{stop}</Button>}
            {leaving}
          </p>
        </Form>
      )}
      {length === 0 && <p class="actions">{leaving}</p>}
      {outcome.value === null && <Progress together={together} />}
    </dialog>
  );
}

/** What becomes of the marks in the letters. */
function Marks({ together: { languages, letters } }: { together: Together }) {
  const { mark, markDue } = texts.list.together;
  const due = '{{respondBy}}';
  const isDueNamed = languages.value.some((code) => letters.value[code].includes(due));
  return (
    <p class="help" id="together-mark">
      {fillIn(mark, { mark: '{{reference}}' })}
      {isDueNamed && ` ${fillIn(markDue, { mark: due })}`}
    </p>
  );
}

/** Which reporters can't read the letter, and which exploitation nobody looked at that this says is not so. */
function Beforehand({ together: { cases, way } }: { together: Together }) {
  const { together } = texts.list;
  const keyless = keylessAmong(cases.value, heads.value);
  const unchecked = way.value === 'reject' ? uncheckedAmong(cases.value) : 0;
  const rejecting = { way: together.ways.reject };
  return (
    <>
      <p class="note" id="together-keyless" hidden={keyless === 0}>
        {plural(together, 'keyless', keyless)}
      </p>
      <p class="note" id="together-unchecked" hidden={unchecked === 0}>
        {fillIn(plural(together, 'unchecked', unchecked), rejecting)}
      </p>
    </>
  );
}

function Progress({ together }: { together: Together }) {
  const now = together.progress.value;
  return (
    <p id="together-progress" role="status">
      {now && fillIn(texts.list.together.progress, now)}
    </p>
  );
}

/** How many were answered, how many reporters can't read the letter, and what kept the others. */
function Outcome({ together }: { together: Together }) {
  const done = together.outcome.value;
  return (
    <div id="together-outcome" role="status">
      {done && <Sent {...done} />}
      {done && done.kept.length > 0 && (
        <>
          <p>{plural(texts.list.together, 'kept', done.kept.length)}</p>
          <ul>
            {done.kept.map(({ reference, sentence }) => (
              <li key={reference}>
                <span class="reference">{reference}</span> {sentence}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** What was sent: a letter that its reporter can't read answers nobody. */
function Sent({ answered, unread }: Came) {
  const { together } = texts.list;
  const read = answered - unread.length;
  const references = unread.join(', ');
  return (
    <>
      {(read > 0 || unread.length === 0) && <p>{plural(together, 'done', read)}</p>}
      {unread.length > 0 && <p>{fillIn(plural(together, 'unread', unread.length), { references })}</p>}
    </>
  );
}
