// One letter in every language, with the facts that it fills in, and how it reads in a real case.
import { useRef } from 'preact/hooks';
import { assessments } from '../../../disclosure/case.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { type Letter, type LetterFact, letterFacts, letterLimits } from '../../../disclosure/letters.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { type LanguageCode, languageCodes } from '../../../i18n/languages.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import { language, texts } from '../base/page.ts';
import { ownText } from '../base/typed-fields.ts';
import { ownLetters } from '../case/letters.ts';
import {
  change,
  conflict,
  fault,
  fieldFaults,
  leaveDraft,
  remove,
  save,
  saveMine,
  takeTheirs,
  told,
} from './draft.ts';
import { LetterPreview } from './LetterPreview.tsx';

export function LetterForm({ letter }: { letter: Letter }) {
  const { letters, compose } = texts;
  const isOwn = ownLetters.value?.letters.some(({ id }) => id === letter.id) ?? false;
  return (
    <Form id="letter-form" work={save} class="letter-form">
      <h3 id="letter-title" class="block-title" tabIndex={-1}>
        {letter.name[language].trim() || letters.new}
      </h3>
      <Conflict />
      <div class="field">
        <label for="letter-assessment">{letters.assessment}</label>
        <select
          id="letter-assessment"
          autocomplete="off"
          value={letter.assessment ?? ''}
          onChange={({ currentTarget }) =>
            change({ assessment: assessments.find((one) => one === currentTarget.value) ?? null })
          }
        >
          <option value="">{letters.noAssessment}</option>
          {assessments.map((one) => (
            <option key={one} value={one}>
              {compose.assessments[one]}
            </option>
          ))}
        </select>
      </div>
      {languageCodes.map((code) => (
        <InLanguage key={code} letter={letter} code={code} />
      ))}
      <LetterPreview letter={letter} />
      <Fault id="error-letter" sentence={fault.value} />
      <p class="actions">
        <button type="submit" class="button" id="letter-save">
          {letters.save}
        </button>
        <Button id="letter-leave" work={leaveDraft}>
          {letters.leave}
        </Button>
        {isOwn && (
          <Button id="letter-remove" class="quiet danger" work={remove}>
            {letters.remove}
          </Button>
        )}
        <span id="letter-state" role="status">
          {told}
        </span>
      </p>
    </Form>
  );
}

function InLanguage({ letter, code }: { letter: Letter; code: LanguageCode }) {
  const { letters } = texts;
  const area = useRef<HTMLTextAreaElement>(null);
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  const [nameFault, textFault] = [
    fieldFaults.value[`name-${code}`] ?? '',
    fieldFaults.value[`text-${code}`] ?? '',
  ];
  const setText = (text: string) => change({ text: { ...letter.text, [code]: text } });
  const insert = (fact: LetterFact) => {
    const field = area.current;
    if (!field) return;
    field.focus();
    field.setRangeText(`{{${fact}}}`, field.selectionStart, field.selectionEnd, 'end');
    setText(field.value);
  };
  return (
    <fieldset lang={code}>
      <legend lang={language}>{name}</legend>
      <div class="field">
        <label for={`letter-name-${code}`}>{letters.name}</label>
        <Fault id={`error-letter-name-${code}`} sentence={nameFault} />
        <input
          id={`letter-name-${code}`}
          maxLength={letterLimits.name}
          {...ownText}
          {...invalid(nameFault)}
          aria-describedby={`error-letter-name-${code}`}
          value={letter.name[code]}
          onInput={({ currentTarget }) => change({ name: { ...letter.name, [code]: currentTarget.value } })}
        />
      </div>
      <div class="field">
        <label for={`letter-text-${code}`}>{letters.text}</label>
        <p class="help" id={`help-letter-text-${code}`}>
          {letters.textHelp}
        </p>
        <Fault id={`error-letter-text-${code}`} sentence={textFault} />
        <textarea
          ref={area}
          id={`letter-text-${code}`}
          rows={10}
          {...ownText}
          {...invalid(textFault)}
          aria-describedby={`help-letter-text-${code} error-letter-text-${code}`}
          value={letter.text[code]}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      <p class="actions">
        <span class="help">{letters.facts}</span>
        {letterFacts.map((fact) => (
          <Button key={fact} id={`letter-${fact}-${code}`} work={() => insert(fact)}>
            {letters.factNames[fact]}
          </Button>
        ))}
      </p>
    </fieldset>
  );
}

/** What a colleague saved meanwhile, beside what stands in the form. */
function Conflict() {
  const { letters } = texts;
  const theirs = conflict.value;
  if (theirs === null) return null;
  const who = isolated(theirs.by);
  return (
    <section id="letter-conflict" class="note warning" tabIndex={-1} aria-labelledby="letter-conflict-title">
      <h4 id="letter-conflict-title">{fillIn(letters.conflict, { who })}</h4>
      <p>{theirs.letter === null ? letters.conflictGone : letters.conflictText}</p>
      {theirs.letter !== null &&
        languageCodes.map((code) => (
          <pre key={code} lang={code} tabIndex={0}>
            {`${theirs.letter?.name[code]}\n\n${theirs.letter?.text[code]}`}
          </pre>
        ))}
      <p class="actions">
        <Button id="letter-mine" work={saveMine}>
          {letters.saveMine}
        </Button>
        <Button id="letter-theirs" work={takeTheirs}>
          {theirs.letter === null ? letters.takeAway : letters.takeTheirs}
        </Button>
      </p>
    </section>
  );
}
