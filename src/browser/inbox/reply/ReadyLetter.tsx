// Letters, ready-made and the team's own: in the reporter's language or another, filled in with what is known of the case, and editable.
import { useSignal } from '@preact/signals';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { type LanguageCode, languageCodes } from '../../../i18n/languages.ts';
import { Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { language, texts } from '../base/page.ts';
import { allLetters, letterOf } from '../case/letters.ts';
import type { Reply } from '../case/reply.ts';
import { LettersDoubt } from './LettersDoubt.tsx';
import { useLetters } from './use-letters.ts';

export function ReadyLetter({ view, reply }: { view: TeamCase; reply: Reply }) {
  const { compose } = texts;
  const id = useSignal('');
  const ofLetter = useSignal<LanguageCode>(view.language);
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  useLetters(() => reply.writing.followLetters());
  const insert = () => {
    const letter = letterOf(id.value);
    if (letter === null) focusOn('compose-ready');
    else reply.writing.insert(letter, ofLetter.value);
  };
  return (
    <div class="ready">
      <LettersDoubt id="letters-doubt" />
      <div class="field">
        <label for="compose-ready">{compose.ready}</label>
        <select
          id="compose-ready"
          value={id.value}
          onChange={({ currentTarget }) => {
            id.value = currentTarget.value;
          }}
        >
          <option value="">{compose.readyNone}</option>
          {allLetters.value.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name[language]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="compose-language">{compose.readyLanguage}</label>
        <select
          id="compose-language"
          value={ofLetter.value}
          onChange={({ currentTarget }) => {
            ofLetter.value = currentTarget.value as LanguageCode;
          }}
        >
          {languageCodes.map((code) => (
            <option key={code} value={code}>
              {languages.of(code)}
            </option>
          ))}
        </select>
      </div>
      <Button id="compose-insert" work={insert}>
        {compose.readyInsert}
      </Button>
    </div>
  );
}
