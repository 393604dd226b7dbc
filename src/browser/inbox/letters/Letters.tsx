// The room of the letters: which there are, and the one that is being edited.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isolated } from '../../../disclosure/foreign-text.ts';
import type { Letter } from '../../../disclosure/letters.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Fault } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { offerKey } from '../base/front.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { language, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { isLetterTyped, keptLetter, letterDraft } from '../case/letter-draft.ts';
import { allLetters, loadLetters, ownLetters } from '../case/letters.ts';
import { edit, editNew, leaveDraft } from './draft.ts';
import { LetterForm } from './LetterForm.tsx';

export function Letters() {
  const { letters } = texts;
  const fault = useSignal('');
  const isKeyHere = hasKey.value;
  useEffect(() => {
    if (!isKeyHere) return;
    void loadLetters().then((sentence) => {
      fault.value = sentence;
    });
  }, [isKeyHere, fault]);
  const own = ownLetters.value;
  const { doubt } = own ?? { doubt: null };
  if (!isKeyHere)
    return (
      <>
        <p>{letters.noKey}</p>
        <p class="actions">
          <Button work={offerKey}>{texts.key.submitAgain}</Button>
        </p>
      </>
    );
  return (
    <>
      <p class="help">{letters.help}</p>
      <Fault id="error-letters" sentence={fault.value} />
      <KeptNote name="letter" draft={keptLetter()} throwAway={throwAway} />
      {doubt !== null && (
        <p class="note warning">{fillIn(letters.doubts[doubt], { who: isolated(own?.by ?? '') })}</p>
      )}
      <ul class="letters" id="letters">
        {allLetters.value.map((letter) => (
          <LetterLine
            key={letter.id}
            letter={letter}
            isOwn={own?.letters.some(({ id }) => id === letter.id) ?? false}
          />
        ))}
      </ul>
      <p class="actions">
        <Button id="letter-new" work={() => begin(editNew)}>
          {letters.add}
        </Button>
      </p>
      {letterDraft.value && <LetterForm letter={letterDraft.value.now} />}
    </>
  );
}

function LetterLine({ letter, isOwn }: { letter: Letter; isOwn: boolean }) {
  const { letters } = texts;
  const { assessment } = letter;
  return (
    <li>
      <Button work={() => begin(() => edit(letter))}>{letter.name[language]}</Button>
      <span class="help">
        {[
          isOwn ? letters.own : letters.ready,
          ...(assessment === null
            ? []
            : [fillIn(letters.goesWith, { assessment: texts.compose.assessments[assessment] })]),
        ].join(' · ')}
      </span>
    </li>
  );
}

function throwAway(): void {
  leaveDraft();
  focusOn('letter-new');
}

/** Goes on to another letter; what was typed is let go of by somebody who says so. */
function begin(work: () => void): void {
  if (!isLetterTyped() || confirm(texts.letters.leaveConfirm)) work();
}
